"""Table 1: how many documents got each combination of two codes, with margins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from textmine.codebook import Codebook
from textmine.coding.final_codes import final_codes
from textmine.coding.final_record import FinalCodes
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.stats import Interval, wilson_interval

_EQUAL = 1e-9


@dataclass(frozen=True)
class Share:
    """A count out of n; the interval is Wilson's, and None where all documents were coded."""

    count: int
    n: int
    interval: Interval | None

    @property
    def percent(self) -> float:
        """The count in per cent of n."""
        return 100 * self.count / self.n


@dataclass(frozen=True)
class Tabulation:
    """Counts of final codes: rows by columns (or one dimension alone), with margins.

    `n` documents have the codes, of `n_corpus` in the corpus; `incomplete` have one side only, and
    `several` have more than one code of a dimension, so that the counts add up to more than n.
    `chances` are the lowest and the highest with which the documents were drawn, where they differ:
    then the counts are those of the sample, and no estimate of shares in the corpus. So they are
    where the chance of `n_unknown` documents is not known and that of others is: a model chose
    them, or somebody did.
    `per_group` says that n and n_corpus count the copies of one text once; unless all are coded,
    no interval applies, because a text with many copies is likelier to be drawn.
    `selection` says why the documents were chosen by their codes, "" where they were not: then the
    counts are of them alone.
    `census` says that every document of the corpus is coded, so that no sampling interval applies.
    """

    coder: str
    origin: str
    rows: str
    columns: str | None
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    cells: dict[tuple[str, str], Share]
    row_totals: dict[str, Share]
    column_totals: dict[str, Share]
    n: int
    n_corpus: int
    incomplete: int
    cell_names: dict[str, str]
    several: int = 0
    chances: tuple[float, float] | None = None
    n_unknown: int = 0
    per_group: bool = False
    selection: str = ""

    @property
    def census(self) -> bool:
        """Whether every document of the corpus is in the table."""
        return self.n == self.n_corpus


def tabulate_codes(
    codings: Sequence[Coding] | FinalCodes,
    codebook: Codebook,
    n_corpus: int,
    coder: str | None = None,
    dimension: str | None = None,
    *,
    per_group: bool = False,
) -> Tabulation:
    """Count the final codes, or those of one coder, on the codebook's product or one dimension.

    Raises InputError when there are no final codes (see `final_codes`).
    """
    final = final_codes(codings, coder, machine=True)
    sides = tabulated_dimensions(final, codebook, dimension)
    product = codebook.product if len(sides) > 1 else None
    row_side = codebook.dimension(sides[0])
    rows = final.on(row_side.id).codes
    columns: Mapping[str, Collection[str]] = dict.fromkeys(rows, ("",))
    if product:
        columns = final.on(product.columns).codes
    chosen = final.who(*sides)
    both = sorted(rows.keys() & columns.keys())
    if not both:
        raise InputError(
            f"No document has codes by {chosen} on {row_side.id}"
            + (f" and {product.columns}." if product else "."),
            hint="Import them with 'textmine coding import'.",
        )
    column_codes = codebook.dimension(product.columns).code_ids if product else [""]
    n = len(both)
    drawn = [final.chances[document] for document in both if document in final.chances]
    chances, n_unknown = _unequal_chances(drawn), n - len(drawn) if drawn else 0
    origin, selection = final.kind(*sides), final.selection(*sides)
    random = not (chances or n_unknown or per_group or selection or origin == "machine")

    def share(count: int) -> Share:
        interval = wilson_interval(count, n) if random and n < n_corpus else None
        return Share(count, n, interval)

    def counted(row: str | None, column: str | None) -> Share:
        """Count the documents with a code of the rows, of the columns, or of both."""
        return share(
            sum(
                (row is None or row in rows[document])
                and (column is None or column in columns[document])
                for document in both
            )
        )

    return Tabulation(
        coder=chosen,
        origin=origin,
        rows=row_side.id,
        columns=product.columns if product else None,
        row_codes=tuple(row_side.code_ids),
        column_codes=tuple(column_codes),
        cells={
            (row, column): counted(row, column)
            for row in row_side.code_ids
            for column in column_codes
        },
        row_totals={row: counted(row, None) for row in row_side.code_ids},
        column_totals={column: counted(None, column) for column in column_codes},
        n=n,
        n_corpus=n_corpus,
        incomplete=len(rows.keys() ^ columns.keys()),
        cell_names=dict(product.cells)
        if product
        else {code.id: code.name for code in row_side.codes if code.given},
        several=sum(max(len(rows[document]), len(columns[document])) > 1 for document in both),
        chances=chances,
        n_unknown=n_unknown,
        per_group=per_group,
        selection=selection,
    )


def tabulated_dimensions(
    final: FinalCodes, codebook: Codebook, dimension: str | None = None
) -> tuple[str, ...]:
    """Return what is counted: the dimension named, the two that are crossed, or the first coded."""
    product = codebook.product if dimension is None else None
    if product is not None:
        return product.rows, product.columns
    coded = [one.id for one in codebook.dimensions if one.id in final.parts]
    return (codebook.dimension(dimension or (coded or [codebook.dimensions[0].id])[0]).id,)


def _unequal_chances(drawn: Sequence[float]) -> tuple[float, float] | None:
    """Return the range of the chances to be drawn, None where they are equal or not known."""
    if not drawn or max(drawn) - min(drawn) < _EQUAL:
        return None
    return min(drawn), max(drawn)
