"""Settle one case by hand: the codes that people decided on, with their reason and who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.codebook import Codebook
from textmine.coding.adjudication.majority import OpenCase, adjudicated, withdrawal
from textmine.coding.adjudication.open_cases import OpenCases
from textmine.coding.given import GivenCode
from textmine.coding.latest import Appended
from textmine.coding.statements import MAJORITY, by_document, settled
from textmine.coding.store import open_codings
from textmine.errors import InputError, NotFoundError, did_you_mean
from textmine.store import Workspace


@dataclass(frozen=True)
class SettledCase:
    """A document that was settled on a dimension: as what, by whom, why and when."""

    document: str
    dimension: str
    codes: tuple[str, ...]
    by: str
    reason: str
    when: str


def settle_by_hand(
    workspace: Workspace,
    open_cases: OpenCases,
    document: str,
    dimension: str,
    codes: Sequence[str],
    reason: str,
    by: str,
) -> Appended:
    """Settle a document on a dimension as these codes, none of them where no code applies.

    Raises NotFoundError for a document that nobody coded on it, InputError for codes that the
    codebook does not have and where nobody says who settles it.
    """
    if not by.strip() or by.casefold() == MAJORITY:
        raise InputError(f"'{by}' is nobody who could settle it.", hint="Say who decided it.")
    _check_codes(open_cases.codebook, dimension, codes)
    if not any(
        (coding.document, coding.dimension) == (document, dimension)
        for coding in open_cases.codings
    ):
        raise NotFoundError(f"'{document}' is not coded on '{dimension}'.")
    case = OpenCase(document, dimension, {}, {})
    given_codes = [GivenCode(code) for code in codes] or [GivenCode(None)]
    codings = adjudicated(
        open_cases.corpus.name, open_cases.codebook, case, given_codes, reason.strip(), by.strip()
    )
    return open_codings(workspace).append(codings)


def reopen(workspace: Workspace, open_cases: OpenCases, document: str, dimension: str) -> int:
    """Take back what was settled of a document on a dimension; return how many codings it was."""
    gone = [
        withdrawal(coding)
        for coding in settled(open_cases.codings)
        if (coding.document, coding.dimension) == (document, dimension)
    ]
    if not gone:
        raise NotFoundError(f"'{document}' is not settled on '{dimension}'.")
    return open_codings(workspace).append(gone).new


def settled_cases(open_cases: OpenCases) -> list[SettledCase]:
    """Return what was settled, the latest first."""
    coded = {dimension.id for dimension in open_cases.codebook.coded_dimensions}
    cases = [
        SettledCase(
            document,
            dimension,
            tuple(coding.code for coding in codings if coding.code is not None),
            codings[0].entered_by,
            codings[0].memo,
            codings[0].created_at,
        )
        for document, by_dimension in by_document(settled(open_cases.codings)).items()
        for dimension, codings in by_dimension.items()
        if dimension in coded
    ]
    return sorted(cases, key=lambda case: case.when, reverse=True)


def _check_codes(book: Codebook, dimension: str, codes: Sequence[str]) -> None:
    asked = book.dimension(dimension)
    for code in codes:
        if code not in asked.code_ids:
            raise InputError(
                f"'{dimension}' has no code '{code}' to give.",
                hint=did_you_mean(code, asked.code_ids),
            )
    if len(set(codes)) < len(codes) or (asked.labels == "single" and len(codes) > 1):
        raise InputError(f"'{dimension}' takes one code a document.", hint="Choose one of them.")
