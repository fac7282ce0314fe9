"""What each coder said: codings gathered by dimension, document and coder.

This is the one place where codings are folded into codes and where their origin is looked at;
`final_codes` says on top of it which of them stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from textmine.errors import InputError
from textmine.schema import Coding

NO_CODE = "-"
"""What is typed on a multi-label dimension when none of its codes applies."""


@dataclass(frozen=True)
class GivenCode:
    """A code with the role it was given in; `code` is None when none applies."""

    code: str | None
    role: str = ""

    @property
    def typed(self) -> str:
        """What stands for it in a cell."""
        return NO_CODE if self.code is None else f"{self.code}{self.role and ':'}{self.role}"


Statements = dict[str, dict[str, dict[str, list[Coding]]]]
"""Dimension -> document -> coder -> the codings of that statement."""

_NOTHING: frozenset[str] = frozenset()
MAJORITY = "majority"
"""Who settled a code that most coders gave."""

Codes = dict[str, dict[str, frozenset[str]]]
"""Dimension -> document -> codes, none of them where none applies."""


def statements_of(codings: Iterable[Coding]) -> Statements:
    """Gather codings by dimension, document and coder, in the order in which they come."""
    statements: Statements = {}
    for coding in codings:
        of_document = statements.setdefault(coding.dimension, {}).setdefault(coding.document, {})
        of_document.setdefault(coding.coder, []).append(coding)
    return statements


def given_in(statement: Iterable[Coding]) -> frozenset[GivenCode]:
    """Return the codes of a statement, each with its role; a lone None where none applies."""
    codes: set[tuple[str | None, str]] = {
        (coding.code, coding.role) for coding in statement if coding.code is not None
    }
    return _given(frozenset(codes or {(None, "")}))


@lru_cache(maxsize=1024)
def _given(pairs: frozenset[tuple[str | None, str]]) -> frozenset[GivenCode]:
    return frozenset(GivenCode(code, role) for code, role in pairs)


def codes_in(statement: Iterable[Coding]) -> frozenset[str]:
    """Return the codes of a statement whatever their roles; empty where none applies."""
    return frozenset([coding.code for coding in statement if coding.code is not None])


def codes_of(codings: Iterable[Coding]) -> Codes:
    """Return the codes that codings of one voice give, by dimension and document."""
    codes_by_dimension: Codes = {}
    for coding in codings:
        by_document = codes_by_dimension.setdefault(coding.dimension, {})
        document_codes, code = by_document.get(coding.document, _NOTHING), coding.code
        if code is not None:
            document_codes = document_codes | {code} if document_codes else _lone(code)
        by_document[coding.document] = document_codes
    return codes_by_dimension


@lru_cache(maxsize=1024)
def _lone(code: str) -> frozenset[str]:
    return frozenset({code})


def by_people(codings: Iterable[Coding]) -> list[Coding]:
    """Return what people said or settled; what a machine said is never among it."""
    return [coding for coding in codings if coding.origin != "machine"]


def by_machines(codings: Iterable[Coding]) -> list[Coding]:
    """Return what machines said."""
    return [coding for coding in codings if coding.origin == "machine"]


def by_coders(codings: Iterable[Coding]) -> list[Coding]:
    """Return what human coders said themselves: nothing that was settled between them."""
    return [coding for coding in codings if coding.origin == "human"]


def settled(codings: Iterable[Coding]) -> list[Coding]:
    """Return what was settled by adjudication."""
    return [coding for coding in codings if coding.origin == "adjudicated"]


def coder_names(codings: Iterable[Coding]) -> list[str]:
    """Return the names of those whose codings these are, sorted."""
    return sorted({coding.coder for coding in codings})


def the_codebook(codings: Sequence[Coding]) -> str:
    """Return the name of the codebook these codings were made with; raise InputError if several."""
    names = codebooks_of(by_people(codings)) or codebooks_of(codings)
    if len(names) == 1:
        return names[0]
    if not names:
        raise InputError(
            "This corpus has no codings.", hint="Import them with 'textmine coding import'."
        )
    raise InputError(
        f"This corpus has codes of several codebooks: {', '.join(names)}.",
        hint="Say which: --codebook NAME.",
    )


def codebooks_of(codings: Iterable[Coding]) -> list[str]:
    """Return the names of the codebooks that codings were made with, sorted."""
    return sorted({coding.codebook for coding in codings})


def by_document(codings: Iterable[Coding]) -> dict[str, dict[str, list[Coding]]]:
    """Gather codings by document and dimension, in the order in which they come."""
    gathered: dict[str, dict[str, list[Coding]]] = {}
    for coding in codings:
        gathered.setdefault(coding.document, {}).setdefault(coding.dimension, []).append(coding)
    return gathered
