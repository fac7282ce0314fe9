"""A press: all that one coder says of one document on one dimension at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from textmine.codebook import Codebook, Dimension
from textmine.coding.suggested import is_machine
from textmine.errors import InputError, did_you_mean
from textmine.schema import Coding

LONGEST_MEMO = 10_000
"""Characters that a memo of a press may have."""
MOST_CODES = 500
"""Codes and spans that a press may say."""


@dataclass(frozen=True)
class Given:
    """A code of a press, of a span from `start` to `end` (code points) or of the whole document.

    `code` None says that no code applies.
    """

    code: str | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Press:
    """What a coder says of a document on a dimension: everything, so that sent twice it is once.

    `key` is made by who sends it, and is the same when it is sent again. No `given` code takes back
    what stood. `unsure` says that the coder would look at it once more. `suggestions_by` is the
    machine whose `suggested` codes the page showed beside it, "" for none.
    """

    key: str
    corpus: str
    document: str
    dimension: str
    coder: str
    codebook: str
    round: int = 1
    given: tuple[Given, ...] = ()
    memo: str = ""
    unsure: bool = False
    suggestions_by: str = ""
    suggested: tuple[str, ...] = ()


def codings_of(press: Press, book: Codebook, text: str) -> list[Coding]:
    """Return a press as codings; raise InputError where it does not fit codebook and text."""
    dimension = book.dimension(press.dimension)
    _check(press, dimension, text)
    time = datetime.now(UTC).isoformat(timespec="milliseconds")

    def coding(given_code: Given, *, withdrawn: bool = False) -> Coding:
        confirmed = bool(press.suggestions_by) and _follows(given_code, press.suggested)
        return Coding(
            press.corpus,
            press.document,
            press.dimension,
            given_code.code,
            press.coder,
            codebook=book.name,
            start=given_code.start,
            end=given_code.end,
            created_at=time,
            memo=press.memo,
            round=press.round,
            codebook_version=book.version,
            withdrawn=withdrawn,
            suggested_by=press.suggestions_by,
            confirmed=confirmed,
        )

    if not press.given:
        return [coding(Given(None), withdrawn=True)]
    return [coding(given_code) for given_code in press.given]


def _follows(given_code: Given, suggested: Sequence[str]) -> bool:
    return not suggested if given_code.code is None else given_code.code in suggested


def _check(press: Press, dimension: Dimension, text: str) -> None:
    if not press.coder or is_machine(press.coder):
        raise InputError(f"'{press.coder}' is not the name of a person.", hint="Say who codes.")
    if not dimension.coded:
        raise InputError(f"'{dimension.id}' follows from '{dimension.derived_from}'.")
    if len(press.memo) > LONGEST_MEMO or len(press.given) > MOST_CODES:
        raise InputError("That is more than one press can say.", hint="Make the memo shorter.")
    for given_code in press.given:
        if given_code.code is not None and given_code.code not in dimension.code_ids:
            raise InputError(
                f"'{dimension.id}' has no code '{given_code.code}' to give.",
                hint=did_you_mean(given_code.code, dimension.code_ids),
            )
        _check_place(given_code, text)
    if len(set(press.given)) < len(press.given):
        raise InputError("A press says the same code twice.")
    if dimension.labels == "single" and _twice(press.given):
        raise InputError(f"'{dimension.id}' takes one code a text.", hint="Choose one of them.")
    alone = [given_code for given_code in press.given if given_code.code is None]
    if alone and len(press.given) > 1:
        raise InputError("No code, and a code as well.", hint="Choose one of them.")


def _twice(given_codes: Sequence[Given]) -> bool:
    """Whether some of a text has two codes."""
    spans = sorted(
        (given_code.start, given_code.end or 0)
        for given_code in given_codes
        if given_code.start is not None
    )
    overlap = any(later[0] < earlier[1] for earlier, later in pairwise(spans))
    return overlap or len(given_codes) - len(spans) > (0 if spans else 1)


def _check_place(given_code: Given, text: str) -> None:
    if given_code.start is None and given_code.end is None:
        return
    if given_code.code is None or given_code.start is None or given_code.end is None:
        raise InputError("A span has a start, an end and a code.")
    if not 0 <= given_code.start < given_code.end <= len(text):
        raise InputError(f"The text has no span from {given_code.start} to {given_code.end}.")
