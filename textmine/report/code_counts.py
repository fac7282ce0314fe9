"""What was coded: counts of codes crossed with codes or groups, or of one dimension."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from textmine.corpus import unit_word
from textmine.present import Column, Section, Table, table_of
from textmine.reading.counting.tabulation import Share, Tabulation
from textmine.report.counted import counted_figures

_PLACES = 4
"""Decimals of per cents in files."""
_MOST_COLUMNS = 5
"""What stands in columns is turned into rows where it is more than that, and more than the rows."""
_TEXTS = ("documents", "passages")
_OF = {"interviews": "those interviewed", "cases": "these cases"}
"""Whom figures are of, where nobody drew them; else "those coded"."""

_Told = tuple[str, str, Share]


def tabulation_section(table: Tabulation) -> Section:
    """Return the crossed table of codes, its margins and what its cells mean; or one dimension."""
    unit = "groups and single documents" if table.per_group else table.unit
    what = f"{table.rows} by {table.columns}" if table.columns else table.rows
    title = f"{what}, n = {table.n} {unit}"
    kind = "crossed" if table.columns else "counts"
    every = table_of("tabulation", title, _columns(table), _shares(table), kind=kind)
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
    figures = counted_figures([table])
    sentences = [reading_of(table)]
    return Section("codes", "What was coded", sentences, tables, figures, records=every)


def counts_section(tables: Sequence[Tabulation]) -> Section:
    """Return tables of counts, and one of all figures; units of one dimension side by side."""
    blocks: dict[tuple[str, str | None], list[Tabulation]] = {}
    for table in tables:
        blocks.setdefault((table.rows, table.columns), []).append(table)
    shown = []
    for (rows, columns), block in blocks.items():
        name = "".join(sign if sign.isalnum() else "_" for sign in f"{rows}_by_{columns or 'unit'}")
        shown += (
            [_crossed_table(name, table, len(block) > 1) for table in block]
            if columns
            else [_in_units(name, block)]
        )
    figure_rows = [_Figure(table, *of) for table in tables for of in _shares(table)]
    records = table_of("tabulation", "Every count", _FIGURES, figure_rows)
    sentences, figures = _readings(tables), counted_figures(tables)
    return Section("codes", "What was coded", sentences, shown, figures, records=records)


@dataclass(frozen=True)
class _Figure:
    """One cell of one table."""

    table: Tabulation
    row: str
    column: str
    share: Share


_FIGURES = [
    Column("rows", lambda row: row.table.rows),
    Column("row", lambda row: row.row),
    Column("columns", lambda row: row.table.columns or ""),
    Column("column", lambda row: row.column),
    Column("unit", lambda row: row.table.unit),
    Column("count", lambda row: row.share.count),
    Column("n", lambda row: row.share.n),
    Column("percent", lambda row: round(row.share.percent, _PLACES) if row.share.n else None),
    Column("low", lambda row: _limits(row.share)[0]),
    Column("high", lambda row: _limits(row.share)[1]),
]


def _crossed_table(name: str, table: Tabulation, several: bool) -> Table:
    """Return codes by codes or groups; what is many stands in rows."""
    title = f"{table.rows} by {table.columns}, n = {unit_word(table.unit, table.n)}"
    files = [_Figure(table, *of) for of in _shares(table)]
    built = table_of(f"{name}_{table.unit}" if several else name, title, _FIGURES, files)
    columns = [*table.column_codes, ""]
    if len(table.column_codes) > max(_MOST_COLUMNS, len(table.row_codes)):
        turned = [
            Column(str(table.columns), lambda column: column or "all"),
            *([Column("n", partial(_group_n, table))] if table.groups else []),
            *(Column(row, partial(_cell, table, row)) for row in table.row_codes),
            *([] if table.groups else [Column("all", partial(_cell, table, ""))]),
        ]
        return built.shown_as(turned, columns)
    across = [
        Column(_heading(table, column), partial(_cell, table, column=column)) for column in columns
    ]
    last = [] if table.groups else [""]
    return built.shown_as([*_row_columns(table), *across], [*table.row_codes, *last])


def _heading(table: Tabulation, column: str) -> str:
    head = column or "all"
    return f"{head} (n {_group_n(table, column):,})" if table.groups else head


def _in_units(name: str, block: Sequence[Tabulation]) -> Table:
    """Return the codes of one dimension, each with its count in every unit."""
    first = block[0]
    files = [_Figure(table, *of) for table in block for of in _shares(table)]
    columns = [
        *_row_columns(first),
        *(Column(f"{table.unit} (n {table.n:,})", partial(_count_of, table)) for table in block),
    ]
    words = ", ".join(unit_word(table.unit, table.n) for table in block)
    rows = list(dict.fromkeys(row for table in block for row in table.row_codes))
    return table_of(name, f"{first.rows}, n = {words}", _FIGURES, files).shown_as(columns, rows)


def _row_columns(table: Tabulation) -> list[Column]:
    """Return the column of codes, and that of their names where they say more."""
    names = table.row_names
    has_meaning = any(
        _plain(code.partition(":")[0]) != _plain(name) for code, name in names.items()
    )
    return [
        Column(table.rows, lambda row: row or "all"),
        *([Column("meaning", lambda row: names.get(row, ""))] if has_meaning else []),
    ]


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _count_of(table: Tabulation, row: str) -> str:
    return _text(table.row_totals[row]) if row in table.row_totals else ""


def _cell(table: Tabulation, row: str, column: str) -> str:
    if row and column:
        return _text(table.cells[row, column])
    if row or column:
        return _text(table.row_totals[row] if row else table.column_totals[column])
    return f"{table.n:,} (100 %)"


def _group_n(table: Tabulation, group: str) -> int:
    return table.column_totals[group].count if group else table.n


def _readings(tables: Sequence[Tabulation]) -> list[str]:
    """Return what is to be said of several tables, or of one whose units may be groups."""
    sentences = [_base_of(table) for table in tables if table.unit in _TEXTS]
    higher = [table for table in tables if table.unit not in _TEXTS]
    if higher:
        sentences.append(_base_of_units(higher))
    by = dict.fromkeys(str(table.columns) for table in tables if table.groups)
    if by:
        sentences.append(f"Per cents are of the n of each group of {', '.join(by)}.")
    for table in tables:
        what = f"{table.rows} by {table.columns}" if table.columns else table.rows
        if table.in_several:
            sentences.append(
                f"{what}: {unit_word(table.unit, table.in_several)} of several groups; each counts "
                "in the groups that its coded texts belong to, and once in all."
            )
        sentences += [f"{what}: {sentence}" for sentence in _not_one_each(table)]
    return list(dict.fromkeys(sentences))


def _base_of_units(tables: Sequence[Tabulation]) -> str:
    """Say what counts of units that nobody drew are of."""
    coded = dict.fromkeys(
        f"{table.n:,} of {unit_word(table.unit, table.n_corpus or table.n)}" for table in tables
    )
    of = dict.fromkeys(_OF.get(table.unit, "those coded") for table in tables)
    units = dict.fromkeys(table.unit[:-1] for table in tables)
    return (
        f"Codes by {tables[0].coder} ({tables[0].origin}). Coded are {', '.join(coded)}. Each "
        "counts once in a cell, however many of its texts belong there, and may have several "
        f"codes. Per cents are of {' or '.join(of)}: no {' or '.join(units)} was drawn by chance, "
        "so that there is no interval."
    )


def reading_of(table: Tabulation) -> str:
    """Return the sentence that says what the counts are and what may be concluded from them."""
    return " ".join([_base_of(table), *_not_one_each(table)])


def _base_of(table: Tabulation) -> str:
    """Say whose codes are counted, of how many texts, and whether an interval holds."""
    by = f"Codes by {table.coder} ({table.origin})."
    part = f"{by} {table.n:,} of {table.n_corpus or 0:,} {table.unit} are "
    if table.origin == "machine":
        text = (
            f"Counts made by a machine ({table.coder}): its errors are in them, so no sampling "
            "interval is given. Do not report them as prevalence."
        )
    elif not table.of_texts:
        text = (
            f"Codes by {table.coder} ({table.origin}) of {unit_word(table.unit, table.n)}, "
            "stretches of text that coders marked: per cents are of these, and have no interval."
        )
    elif table.census and not table.selection:
        text = (
            f"{by} All {table.n:,} {table.unit} are coded"
            f"{', copies of one text counted once' if table.per_group else ''}: "
            "a census, without sampling error."
        )
    elif table.per_group:
        text = (
            f"{by} {table.n} of {table.n_corpus} are coded, "
            "copies of one text counted once. A text with many copies is likelier to be drawn. "
            "These are counts of what was coded, not shares of the corpus, and have no interval."
        )
    elif table.selection:
        text = (
            f"{part}counted, and their codes chose them: these are counts of what stands, not "
            "shares of the corpus, and have no interval."
        )
    elif table.n_unknown == table.n:
        text = (
            f"{part}coded, and no draw says that chance chose them: per cents are of those coded, "
            "not of the corpus, and have no interval."
        )
    elif table.chances is not None:
        low, high = table.chances
        text = (
            f"{part}coded, drawn with chances from {low:.3f} to {high:.3f}: these are counts of "
            "the sample, not shares of the corpus, and have no interval."
        )
    elif table.n_unknown:
        text = (
            f"{part}coded, {table.n_unknown} of them chosen and not drawn by chance. These are "
            "counts of what was coded, not shares of the corpus, and have no interval."
        )
    elif table.n_beyond:
        text = (
            f"{part}coded, and no draw could take {table.n_beyond} of the others: per cents are of "
            "those coded, not of the corpus, and have no interval."
        )
    else:
        text = f"{part}coded, all drawn with the same chance. Intervals are Wilson's, 95 %."
    return text


def _not_one_each(table: Tabulation) -> list[str]:
    """Say which units have several codes, and which have one side only."""
    sentences = []
    if table.several and table.unit in _TEXTS:
        sentences.append(
            f"{table.several} {table.unit} have several codes, so that the counts add up to more "
            "than n."
        )
    if table.incomplete:
        lacking = f"no value of {table.columns}" if table.groups else "a code on one dimension only"
        sentences.append(f"{table.incomplete} {table.unit} have {lacking} (left out).")
    return sentences


def _shares(table: Tabulation) -> list[_Told]:
    cells = [(row, column, share) for (row, column), share in table.cells.items()]
    if table.columns is None:
        return cells
    rows = [(row, "all", share) for row, share in table.row_totals.items()]
    columns = [("all", column, share) for column, share in table.column_totals.items()]
    return [*cells, *rows, *columns]


def _columns(table: Tabulation) -> list[Column]:
    """Return the columns for programs: count, n, and per cent with its interval in per cent."""
    return [
        Column(table.rows, lambda row: row[0]),
        Column(table.columns or "of", lambda row: row[1]),
        Column("count", lambda row: row[2].count),
        Column("n", lambda row: row[2].n),
        Column("percent", lambda row: round(row[2].percent, _PLACES)),
        Column("low", lambda row: _limits(row[2])[0]),
        Column("high", lambda row: _limits(row[2])[1]),
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
    return f"{share.count:,} ({_percent(share)})"


def _percent(share: Share) -> str:
    text = f"{share.percent:.0f} %"
    if share.interval is not None:
        text += f", {100 * share.interval.low:.0f}-{100 * share.interval.high:.0f}"
    return text
