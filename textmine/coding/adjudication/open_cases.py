"""Adjudicate a corpus of a workspace: list, export, settle by majority, take what was resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.codebook import Codebook
from textmine.coding.adjudication import majority
from textmine.coding.adjudication.sheet import Resolved, case_rows, read_resolved
from textmine.coding.current import current_codings
from textmine.coding.final_codes import final_codes
from textmine.coding.final_record import FinalCodes
from textmine.coding.latest import Appended
from textmine.coding.statements import (
    MAJORITY,
    GivenCode,
    by_coders,
    by_document,
    coder_names,
    settled,
)
from textmine.coding.store import open_codings
from textmine.coding.suggested import suggested_sentences
from textmine.corpus import Corpus, load_corpus, read_raw, written
from textmine.errors import InputError, NotFoundError, did_you_mean
from textmine.schema import Coding
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
    case = majority.OpenCase(document, dimension, {}, {})
    given_codes = [GivenCode(code) for code in codes] or [GivenCode(None)]
    codings = majority.adjudicated(
        open_cases.corpus.name, open_cases.codebook, case, given_codes, reason.strip(), by.strip()
    )
    return open_codings(workspace).append(codings)


def reopen(workspace: Workspace, open_cases: OpenCases, document: str, dimension: str) -> int:
    """Take back what was settled of a document on a dimension; return how many codings it was."""
    gone = [
        majority.withdrawal(coding)
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


@dataclass(frozen=True)
class OpenCases:
    """What there is to adjudicate: the cases that are open, and those that people settled.

    `final` are the final codes by what the coders say so far; `others` coders were not looked at.
    """

    corpus: Corpus
    codebook: Codebook
    coders: tuple[str, ...]
    codings: tuple[Coding, ...]
    cases: tuple[majority.OpenCase, ...]
    settled: int
    final: FinalCodes
    others: tuple[str, ...] = ()

    @property
    def rows(self) -> list[dict[str, str]]:
        """The open cases as rows, with the codes and memos of each coder and the text."""
        texts = dict(zip(self.corpus.ids, self.corpus.texts, strict=True))
        return case_rows(self.cases, texts, self.coders)

    @property
    def remarks(self) -> list[str]:
        """Return what is final by now, why nothing is, and who was not looked at."""
        coded = [dimension.id for dimension in self.codebook.coded_dimensions]
        parts = [self.final.parts[name] for name in coded if name in self.final.parts]
        sentences = [self.final.how(*coded)] if any(not part.unsettled for part in parts) else []
        sentences += [part.unsettled for part in parts if part.unsettled and not part.open]
        sentences += suggested_sentences(self.codings)
        if self.others:
            sentences.append(
                f"Not looked at: {', '.join(self.others)}, whose codes count for the final ones."
            )
        return sentences


def read_open_cases(
    workspace: Workspace, corpus: str, codebook: str | None = None, coders: Sequence[str] = ()
) -> OpenCases:
    """Return the disagreements of human coders on a corpus that are not settled yet.

    Raises InputError with fewer than two coders, or when one that was named is not there.
    """
    loaded = load_corpus(workspace, corpus)
    current = current_codings(workspace, loaded, codebook)
    by_hand, resolved = by_coders(current), settled(current)
    human = coder_names(by_hand)
    for coder in coders:
        if coder not in human:
            raise InputError(f"There is no coder '{coder}'.", hint=did_you_mean(coder, human))
    if majority.AGREED in human:
        raise InputError(
            f"A coder of '{corpus}' is called '{majority.AGREED}', as adjudicated codes are.",
            hint="Import that coder's codes under another name.",
        )
    chosen = tuple(coders or human)
    if len(chosen) < 2:
        raise InputError(
            f"'{corpus}' has codes of {len(chosen)} human coder(s): {', '.join(chosen) or 'none'}.",
            hint="There is nothing to adjudicate before two people coded it.",
        )
    cases = majority.disagreeing_cases(current, current.codebook, chosen)
    final = final_codes([*(c for c in by_hand if c.coder in chosen), *resolved])
    still_open = [case for case in cases if case.document in final.parts[case.dimension].open]
    return OpenCases(
        loaded,
        current.codebook,
        chosen,
        current.items,
        tuple(still_open),
        len(cases) - len(still_open),
        final,
        tuple(name for name in human if name not in chosen),
    )


def adjudicate_by_majority(
    workspace: Workspace, open_cases: OpenCases, *, accept_single: bool = False
) -> majority.Settled:
    """Record what a majority of the coders says, and leave alone what people resolved.

    What a majority settled before and no majority says any more is withdrawn.
    """
    before = [coding for coding in settled(open_cases.codings) if coding.coder == majority.AGREED]
    by_people = {(c.document, c.dimension) for c in before if c.entered_by != MAJORITY}
    left = [c for c in open_cases.codings if (c.document, c.dimension) not in by_people]
    found = majority.settle_by_majority(
        left, open_cases.codebook, open_cases.coders, accept_single=accept_single
    )
    reopened = {(case.document, case.dimension) for case in found.open}
    gone = [
        majority.withdrawal(coding)
        for coding in before
        if coding.entered_by == MAJORITY and (coding.document, coding.dimension) in reopened
    ]
    open_codings(workspace).append([*found.codings, *gone])
    return found


def adjudicate_from_sheet(
    workspace: Workspace, open_cases: OpenCases, path: Path, by: str
) -> tuple[Appended, Resolved]:
    """Record the cases that a sheet resolves; return what was new and what the sheet held.

    Raises InputError when `by` is the word that stands for a majority.
    """
    if by.casefold() == MAJORITY:
        raise InputError(
            f"'{by}' means what most coders say.", hint="Name the people who resolved them."
        )
    table, corpus = written(read_raw(path)), open_cases.corpus
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    resolved = read_resolved(table, corpus.name, texts, open_cases.codebook, by)
    return open_codings(workspace).append(resolved.codings), resolved
