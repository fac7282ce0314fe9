"""What was coded: counts of codes crossed with codes or groups, or of one dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from textmine.corpus import unit_word
from textmine.present import Column, Section, Table, table_of
from textmine.reading.counting.tabulation import Share, Tabulation

_PLACES = 4
"""Decimals of per cents in files."""
_MOST_COLUMNS = 8
"""Groups stand in columns where they are so many or fewer, else in rows."""
_OF = {"interviews": "those interviewed", "cases": "these cases"}
"""Whom figures are of, where nobody drew them; else "those coded"."""

_Told = tuple[str, str, Share]


def tabulation_section(table: Tabulation) -> Section:
    """Return the crossed table of codes, its margins and what its cells mean; or one dimension."""
    unit = "groups and single documents" if table.per_group else "documents"
    what = f"{table.rows} by {table.columns}" if table.columns else table.rows
    title = f"{what}, n = {table.n} {unit}"
    every = table_of("tabulation", title, _columns(table), _shares(table))
    columns = [
        Column("cell" if table.columns else table.rows, lambda cell: cell[0]),
        Column("meaning", lambda cell: cell[1]),
        Column("count", lambda cell: _of_cell(table, cell[0]).count),
        Column("% of n", lambda cell: _percent(_of_cell(table, cell[0]))),
    ]
    of_cells = "What the codes mean" if table.columns else title
    cells = table_of("cells", of_cells, columns, table.cell_names.items())
    tables = [cells] if cells.rows else []
    if table.columns is not None:
        every = replace(every, shown=_crossed(table))
        tables = [every, *tables]
    return Section("codes", "What was coded", [reading_of(table)], tables, records=every)


def counts_section(tables: Sequence[Tabulation]) -> Section:
    """Return the tables of counts: as one table alone is told, or several with one of all figures.

    Tables of one dimension in several units stand side by side.
    """
    if len(tables) == 1 and not tables[0].groups and tables[0].unit == "documents":
        return tabulation_section(tables[0])
    blocks: dict[tuple[str, str | None], list[Tabulation]] = {}
    for table in tables:
        blocks.setdefault((table.rows, table.columns), []).append(table)
    shown = []
    for (rows, columns), block in blocks.items():
        name = f"{rows}_by_{columns}" if columns else rows
        shown += (
            [_crossed_table(name, table, len(block) > 1) for table in block]
            if columns
            else [_in_units(name, block)]
        )
    told = [_Figure(table, *of) for table in tables for of in _shares(table)]
    records = table_of("tabulation", "Every count", _FIGURES, told)
    said = [sentence for table in tables for sentence in _readings(table)]
    return Section("codes", "What was coded", list(dict.fromkeys(said)), shown, records=records)


@dataclass(frozen=True)
class _Figure:
    """One cell of one table."""

    table: Tabulation
    row: str
    column: str
    share: Share


_FIGURES = [
    Column("rows", lambda one: one.table.rows),
    Column("row", lambda one: one.row),
    Column("columns", lambda one: one.table.columns or ""),
    Column("column", lambda one: one.column),
    Column("unit", lambda one: one.table.unit),
    Column("count", lambda one: one.share.count),
    Column("n", lambda one: one.share.n),
    Column("percent", lambda one: round(one.share.percent, _PLACES) if one.share.n else None),
    Column("low", lambda one: _limits(one.share)[0]),
    Column("high", lambda one: _limits(one.share)[1]),
]


def _crossed_table(name: str, table: Tabulation, several: bool) -> Table:
    """Return codes by codes or groups: groups in rows where they are many."""
    title = f"{table.rows} by {table.columns}, n = {unit_word(table.unit, table.n)}"
    name = f"{name}_{table.unit}" if several else name
    name = "".join(one if one.isalnum() else "_" for one in name)
    files = [_Figure(table, *of) for of in _shares(table)]
    built = table_of(name, title, _FIGURES, files)
    if table.groups and len(table.column_codes) > _MOST_COLUMNS:
        columns = [
            Column(str(table.columns), lambda group: group),
            Column("n", lambda group: _group_n(table, group)),
            *(Column(row, partial(_cell_of_group, table, row)) for row in table.row_codes),
        ]
        return built.shown_as(columns, [*table.column_codes, ""])
    columns = [
        *_row_columns(table),
        *(
            Column(
                f"{column} (n {table.column_totals[column].count})" if table.groups else column,
                partial(_cell_of_row, table, column),
            )
            for column in table.column_codes
        ),
        Column("all", partial(_margin_of_row, table)),
    ]
    last = [] if table.groups else [""]
    return built.shown_as(columns, [*table.row_codes, *last])


def _in_units(name: str, block: Sequence[Tabulation]) -> Table:
    """Return the codes of one dimension, each with its count in every unit."""
    first = block[0]
    files = [_Figure(table, *of) for table in block for of in _shares(table)]
    columns = [
        *_row_columns(first),
        *(
            Column(
                f"{table.unit} (n {table.n:,})",
                partial(_count_of, table),
            )
            for table in block
        ),
    ]
    words = ", ".join(unit_word(table.unit, table.n) for table in block)
    rows = list(dict.fromkeys(row for table in block for row in table.row_codes))
    return table_of(name, f"{first.rows}, n = {words}", _FIGURES, files).shown_as(columns, rows)


def _row_columns(table: Tabulation) -> list[Column]:
    """Return the column of codes, and that of their names where they say more."""
    names = table.row_names
    return [
        Column(table.rows, lambda row: row or "all"),
        Column("meaning", lambda row: "" if names.get(row) == row else names.get(row, "")),
    ]


def _count_of(table: Tabulation, row: str) -> str:
    return _text(table.row_totals[row]) if row in table.row_totals else ""


def _cell_of_row(table: Tabulation, column: str, row: str) -> str:
    return _text(table.cells[row, column] if row else table.column_totals[column])


def _margin_of_row(table: Tabulation, row: str) -> str:
    return _text(table.row_totals[row]) if row else f"{table.n} (100 %)"


def _cell_of_group(table: Tabulation, row: str, group: str) -> str:
    return _text(table.cells[row, group] if group else table.row_totals[row])


def _group_n(table: Tabulation, group: str) -> int:
    return table.column_totals[group].count if group else table.n


def _readings(table: Tabulation) -> list[str]:
    """Return what is to be said of a table of units that may be groups of documents."""
    said = [reading_of(table)]
    what = f"{table.rows} by {table.columns}" if table.columns else table.rows
    if table.groups:
        said.append(f"Per cents are of the n of each group of {table.columns}.")
    if table.in_several:
        said.append(
            f"{what}: {unit_word(table.unit, table.in_several)} belong to several groups of "
            f"{table.columns}: counted in each that coded texts of them belong to, once in all."
        )
    return said


def _reading_of_units(table: Tabulation) -> str:
    """Say what counts of units that are no documents are of."""
    unit = table.unit[:-1]
    of = (
        f"{table.n:,} of {unit_word(table.unit, table.n_corpus)}"
        if table.n_corpus
        else (f"{unit_word(table.unit, table.n)}")
    )
    if table.unit == "passages":
        return (
            f"Codes by {table.coder} ({table.origin}). {of} are coded, stretches of text that "
            "coders marked: per cents are of these, and have no interval."
        )
    return (
        f"Codes by {table.coder} ({table.origin}). {of} are coded. Each counts once for a code, "
        f"however many of its passages have it; per cents are of "
        f"{_OF.get(table.unit, 'those coded')}: nobody drew {unit}s by chance, so that no interval "
        "is given."
    )


def reading_of(table: Tabulation) -> str:
    """Return the sentence that says what the counts are and what may be concluded from them."""
    if table.origin == "machine":
        text = (
            f"Counts made by a machine ({table.coder}): its errors are in them, so no sampling "
            "interval is given. Do not report them as prevalence."
        )
    elif not table.of_texts:
        text = _reading_of_units(table)
    elif table.census:
        text = (
            f"Codes by {table.coder} ({table.origin}). All {table.n_corpus} documents are coded"
            f"{', copies of one text counted once' if table.per_group else ''}: "
            "a census, without sampling error."
        )
    elif table.per_group:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} are coded, "
            "copies of one text counted once. A text with many copies is likelier to be drawn: "
            "these are counts of what was coded, not shares of the corpus, and have no interval."
        )
    elif table.selection:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            "counted, and their codes chose them: these are counts of what stands, not shares of "
            "the corpus, and have no interval."
        )
    elif table.n_unknown == table.n:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            "coded, and no draw says that chance chose them: per cents are of those coded, not of "
            "the corpus, and have no interval."
        )
    elif table.chances is not None:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            f"coded, drawn with chances from {table.chances[0]:.3f} to {table.chances[1]:.3f}: "
            "these are counts of the sample, not shares of the corpus, and have no interval."
        )
    elif table.n_unknown:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            f"coded, {table.n_unknown} of them chosen and not drawn by chance: these are counts of "
            "what was coded, not shares of the corpus, and have no interval."
        )
    elif table.n_beyond:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            f"coded, and no draw could take {table.n_beyond} of the others: per cents are of those "
            "coded, not of the corpus, and have no interval."
        )
    else:
        text = (
            f"Codes by {table.coder} ({table.origin}). {table.n} of {table.n_corpus} documents are "
            "coded, all drawn with the same chance. Intervals are Wilson's, 95 %."
        )
    if table.several:
        text += (
            f" {table.several} {table.unit} have several codes, so that the counts add up to more "
            "than n."
        )
    if table.incomplete:
        lacking = f"no value of {table.columns}" if table.groups else "a code on one dimension only"
        text += f" {table.incomplete} {table.unit} have {lacking} and are left out."
    return text


def _shares(table: Tabulation) -> list[_Told]:
    """Return every cell, then the margins."""
    cells = [(row, column, share) for (row, column), share in table.cells.items()]
    if table.columns is None:
        return cells
    rows = [(row, "all", share) for row, share in table.row_totals.items()]
    columns = [("all", column, share) for column, share in table.column_totals.items()]
    return [*cells, *rows, *columns]


def _columns(table: Tabulation) -> list[Column]:
    """Return the columns for programs: count, n, and per cent with its interval in per cent."""
    return [
        Column(table.rows, lambda told: told[0]),
        Column(table.columns or "of", lambda told: told[1]),
        Column("count", lambda told: told[2].count),
        Column("n", lambda told: told[2].n),
        Column("percent", lambda told: round(told[2].percent, _PLACES)),
        Column("low", lambda told: _limits(told[2])[0]),
        Column("high", lambda told: _limits(told[2])[1]),
    ]


def _limits(share: Share) -> tuple[float | None, float | None]:
    if share.interval is None:
        return None, None
    return round(100 * share.interval.low, _PLACES), round(100 * share.interval.high, _PLACES)


def _of_cell(table: Tabulation, cell: str) -> Share:
    if table.columns is None:
        return table.row_totals[cell]
    return next(share for (row, column), share in table.cells.items() if row + column == cell)


def _crossed(table: Tabulation) -> list[dict[str, str]]:
    """Return codes against codes with counts and per cents, and margins."""
    corner = f"{table.rows} \\ {table.columns}"
    rows = []
    for row in table.row_codes:
        cells = {column: _text(table.cells[row, column]) for column in table.column_codes}
        rows.append({corner: row, **cells, "all": _text(table.row_totals[row])})
    totals = {column: _text(share) for column, share in table.column_totals.items()}
    return [*rows, {corner: "all", **totals, "all": f"{table.n} (100 %)"}]


def _text(share: Share) -> str:
    return f"{share.count} ({_percent(share)})"


def _percent(share: Share) -> str:
    text = f"{share.percent:.0f} %"
    if share.interval is not None:
        text += f", {100 * share.interval.low:.0f}-{100 * share.interval.high:.0f}"
    return text
