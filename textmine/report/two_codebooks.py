"""Two codebooks on one corpus: which dimensions go together, and which codes do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textmine.present import Column, Section, Table, Value, number, table_of
from textmine.reading.displays.two_codebooks import CodesCrossed, TwoCodebooks
from textmine.report.wording import code_heading, headings

_SIGNIFICANT = 0.05
_FEW = 4
"""Pairs of dimensions up to which a terminal has the table of each."""

_Pair = tuple[CodesCrossed, float]
_Cell = tuple[CodesCrossed, int, int]


def two_codebooks_section(found: TwoCodebooks, *, full: bool = False) -> Section:
    """Return the section: a row for each two dimensions, and a table of those that go together.

    Programs get a row a cell. `full` shows every table, however many there are.
    """
    pairs: list[_Pair] = list(zip(found.crossed, found.decisions.adjusted, strict=True))
    told = found.crossed if full or len(pairs) <= _FEW else ()
    return Section(
        "two-codebooks",
        f"{found.first} by {found.second}: {found.corpus.name}",
        list(_sentences(found, pairs, full=bool(told))),
        [_summary(found, pairs), *map(_table, told)],
        records=_records(found),
    )


def _sentences(found: TwoCodebooks, pairs: list[_Pair], *, full: bool) -> Iterator[str]:
    together = [crossed for crossed, p in pairs if p <= _SIGNIFICANT]
    n = found.crossed[0].association.n_clusters
    yield (
        f"{len(together)} of {len(pairs)} pairs of dimensions go together by more than chance "
        f"(p <= .05 after {found.crossed[0].association.n_permutations:,} permutations of "
        f"{n:,} whole {found.clusters}s, adjusted for all pairs, Holm)."
    )
    for crossed, p in pairs:
        if p <= _SIGNIFICANT:
            yield (
                f"{crossed.rows.dimension} with {crossed.columns.dimension}: Cramér's V corrected "
                f"for chance {_corrected(crossed)} (95 %, resampled {found.clusters}s), p {p:.4f}."
            )
    if len(together) < len(pairs):
        yield "That others show no link is no proof that there is none."
    yield (
        "Only documents that were coded with both codebooks count. A document with several codes "
        "counts in equal parts for each in the test, and once in each cell of the tables."
    )
    if full:
        yield (
            "Cells have documents, and in brackets the distance from what is expected by chance in "
            "standard deviations over the permutations; * marks cells that stand out (p <= .05, "
            "adjusted for all cells of the table)."
        )


def _summary(found: TwoCodebooks, pairs: list[_Pair]) -> Table:
    columns = [
        Column(found.first, lambda one: one[0].rows.dimension),
        Column(found.second, lambda one: one[0].columns.dimension),
        Column("n", lambda one: one[0].association.n),
        Column("V", lambda one: Value(one[0].association.cramers_v, places=2)),
        Column("by chance", lambda one: Value(one[0].association.v_by_chance, places=2)),
        Column("corrected", lambda one: _corrected(one[0]), "V corrected [95 %]"),
        Column("p", lambda one: one[1], "p, all pairs"),
        Column("one_only", lambda one: one[0].n_one, "coded with one only"),
    ]
    title = f"{found.corpus.name}: dimensions of {found.first} by those of {found.second}"
    return table_of("two_codebooks", title, columns, pairs)


def _corrected(one: CodesCrossed) -> Value:
    interval = one.association.interval
    return Value(one.association.corrected_v, interval.low, interval.high, places=2)


def _table(one: CodesCrossed) -> Table:
    rows, columns = one.rows, one.columns

    def heading(row: int) -> str:
        return code_heading(rows.codes[row], rows.names.get(rows.codes[row], ""))

    heads = headings(
        ((code, columns.names.get(code, "")) for code in columns.codes), [rows.dimension]
    )
    shown = [
        Column(rows.dimension, heading),
        *(Column(head, partial(_told, one, index)) for index, head in enumerate(heads)),
    ]
    title = f"{rows.dimension} by {columns.dimension}, n = {one.association.n:,} documents"
    return table_of(
        f"{rows.dimension}_by_{columns.dimension}", title, shown, range(len(rows.codes))
    )


def _told(one: CodesCrossed, column: int, row: int) -> str:
    residual = one.association.residuals[row][column]
    n = f"{int(one.documents[row, column]):,}"
    if number(residual) is None:
        return n
    place = row * len(one.columns.codes) + column
    return f"{n} ({residual:+.1f}{'*' if one.association.adjusted.rejected[place] else ''})"


def _records(found: TwoCodebooks) -> Table:
    cells: list[_Cell] = [
        (crossed, row, column)
        for crossed in found.crossed
        for row in range(len(crossed.rows.codes))
        for column in range(len(crossed.columns.codes))
    ]
    columns = [
        Column("codebook", lambda cell: cell[0].rows.codebook),
        Column("dimension", lambda cell: cell[0].rows.dimension),
        Column("code", lambda cell: cell[0].rows.codes[cell[1]]),
        Column("other_codebook", lambda cell: cell[0].columns.codebook),
        Column("other_dimension", lambda cell: cell[0].columns.dimension),
        Column("other_code", lambda cell: cell[0].columns.codes[cell[2]]),
        Column("documents", lambda cell: int(cell[0].documents[cell[1], cell[2]])),
        Column("shares", lambda cell: cell[0].association.table[cell[1]][cell[2]]),
        Column("expected", lambda cell: cell[0].association.expected[cell[1]][cell[2]]),
        Column("residual", lambda cell: cell[0].association.residuals[cell[1]][cell[2]]),
        Column("p_adjusted", _adjusted),
        Column("n", lambda cell: cell[0].association.n),
    ]
    return table_of("codes_crossed", "Codes of both codebooks", columns, cells)


def _adjusted(cell: _Cell) -> float:
    one, row, column = cell
    return one.association.adjusted.adjusted[row * len(one.columns.codes) + column]
