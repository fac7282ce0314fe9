"""How every code of a corpus came about: blind, after a suggestion, settled, or of a machine."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.coding.codings import Codings
from textmine.coding.statements import Statements, statements_of
from textmine.coding.suggested import HOW_TOLD, How, how_given
from textmine.schema import Coding


@dataclass(frozen=True)
class LedgerEntry:
    """A coding, how it came about, and whose suggestions were in view ("" for nobody's).

    A settled code rests on those of coders: theirs count for it. `group` is what the document has
    in the column asked for.
    """

    coding: Coding
    how: How
    suggestions_by: str
    group: str = ""


@dataclass(frozen=True)
class LedgerRow:
    """How many codings of one coder on one dimension came about in one way.

    `share` is of all codings of that coder on that dimension, 0 to 1 (of that group too).
    """

    group: str
    coder: str
    dimension: str
    how: How
    suggestions_by: str
    n_codings: int
    n_documents: int
    share: float


@dataclass(frozen=True)
class Ledger:
    """Every standing coding of a corpus with how it came about, and the counts of them."""

    corpus: str
    codebook: str
    by: str
    entries: tuple[LedgerEntry, ...]
    rows: tuple[LedgerRow, ...]

    def count(self, how: How) -> int:
        """Return how many codings came about in one way."""
        return sum(entry.how == how for entry in self.entries)


def ledger_of(codings: Codings, groups: Mapping[str, str] | None = None, by: str = "") -> Ledger:
    """Return how each coding on a coded dimension came about.

    `groups` has for each document what stands in the column `by`. Codes of derived dimensions
    follow from others, and are not counted.
    """
    coded = [dimension.id for dimension in codings.codebook.coded_dimensions]
    mine = [coding for coding in codings if coding.dimension in coded]
    seen = statements_of(coding for coding in mine if coding.suggested_by)
    entries = [
        LedgerEntry(
            coding, how_given(coding), _whose(coding, seen), (groups or {}).get(coding.document, "")
        )
        for coding in mine
    ]
    corpus = codings.corpus.name if codings.corpus else ""
    return Ledger(corpus, codings.codebook.name, by, tuple(entries), tuple(_rows(entries, coded)))


def _whose(coding: Coding, seen: Statements) -> str:
    """Return by whom the suggestion was; of what was settled, those that its coders saw."""
    if coding.origin != "adjudicated":
        return coding.suggested_by
    shown = seen.get(coding.dimension, {}).get(coding.document, {}).values()
    return ", ".join(sorted({coding.suggested_by for mine in shown for coding in mine}))


def _rows(entries: Sequence[LedgerEntry], dimensions: Sequence[str]) -> list[LedgerRow]:
    kinds: dict[tuple[str, str, str, How, str], list[LedgerEntry]] = {}
    for entry in entries:
        coder, dimension = entry.coding.coder, entry.coding.dimension
        key = (entry.group, coder, dimension, entry.how, entry.suggestions_by)
        kinds.setdefault(key, []).append(entry)
    every = Counter((entry.group, entry.coding.coder, entry.coding.dimension) for entry in entries)
    order = list(HOW_TOLD)
    rows = [
        LedgerRow(
            *key,
            n_codings=len(held),
            n_documents=len({entry.coding.document for entry in held}),
            share=len(held) / every[key[:3]],
        )
        for key, held in kinds.items()
    ]
    rows.sort(
        key=lambda row: (
            row.group,
            row.how == "machine",
            row.coder,
            dimensions.index(row.dimension),
            order.index(row.how),
            row.suggestions_by,
        )
    )
    return rows
