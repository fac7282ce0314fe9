"""Figures of counts of codes: shares with intervals, by group, and codes crossed with codes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from textmine.present import Figure
from textmine.reading.counting.tabulation import Share, Tabulation
from textmine.report.figures import Cell, heat_chart, interval_chart
from textmine.report.wording import code_heading

_MOST_ROWS, _MOST_GROUPS = 24, 6


def counted_figures(tables: Sequence[Tabulation]) -> list[Figure]:
    """Return the figures of tables, one of each dimension and of each two that were crossed."""
    figures: dict[str, Figure] = {}
    for table in tables:
        for figure in _of_table(table):
            figures.setdefault(figure.name, figure)
    return list(figures.values())


def _of_table(table: Tabulation) -> list[Figure]:
    if not table.n or len(table.row_codes) < 2:
        return []
    if table.columns is None:
        return [_shares(table)]
    if table.groups and len(table.column_codes) <= _MOST_GROUPS:
        return [_by_group(table) if len(table.column_codes) > 1 else _shares(table)]
    return [_shares(table), _crossed(table)] if not table.groups else [_crossed(table)]


def _shares(table: Tabulation) -> Figure:
    """Draw the share of each code of the rows, and of the columns where these are codes too."""
    sides = [(table.rows, table.row_totals, _name)]
    if table.columns and not table.groups:
        sides.append((table.columns, table.column_totals, _column))
    rows = [
        {"dimension": side, **_row(name(table, code), share)}
        for side, totals, name in sides
        for code, share in list(totals.items())[:_MOST_ROWS]
    ]
    names = " and ".join(side for side, *_ in sides)
    draw = partial(
        _drawn,
        rows,
        label="dimension" if len(sides) > 1 else "label",
        within="label" if len(sides) > 1 else None,
        title=f"share of {table.n:,} {table.unit}",
        machine=table.origin == "machine",
    )
    caption = f"{names}: {_who(table)}, of {table.n:,} {table.unit}.{_intervals(rows)}"
    return Figure(f"shares_{_plain(names)}", caption, draw)


def _by_group(table: Tabulation) -> Figure:
    """Draw the share of each code in each group, beside each other."""
    sizes = {column: table.column_totals[column].count for column in table.column_codes}
    most = max(2, 2 * _MOST_ROWS // len(sizes))
    codes = sorted(table.row_codes, key=lambda code: -table.row_totals[code].count)[:most]
    rows = [
        {"group": f"{group} (n\u00a0{sizes[group]:,})"}
        | _row(_name(table, code), table.cells[code, group])
        for code in table.row_codes
        if code in codes
        for group in table.column_codes
        if sizes[group]
    ]
    title = f"share of the {table.unit} of a group"
    draw = partial(_drawn, rows, label="label", colour="group", title=title)
    caption = f"{table.rows} by {table.columns}: {_who(table)}.{_intervals(rows)}"
    return Figure(f"shares_{_plain(f'{table.rows} by {table.columns}')}", caption, draw)


def _crossed(table: Tabulation) -> Figure:
    totals = {row: table.row_totals[row].count for row in table.row_codes}
    cells = {
        (_name(table, row), _column(table, column)): Cell(
            f"{share.count:,}", share.count / totals[row] if totals[row] else 0
        )
        for (row, column), share in table.cells.items()
    }
    draw = partial(
        heat_chart,
        [_name(table, row) for row in table.row_codes],
        [_column(table, column) for column in table.column_codes],
        cells,
        titles=(table.rows, f"{table.columns} ({table.unit}; shade: share of the row)"),
        machine=table.origin == "machine",
    )
    caption = f"{table.rows} by {table.columns}: {_who(table)}, of {table.n:,} {table.unit}."
    return Figure(f"crossed_{_plain(f'{table.rows} by {table.columns}')}", caption, draw)


def _drawn(rows: Sequence[Mapping[str, Any]], width: int, **options: Any) -> str:
    highest = max(row["value"] if row["high"] is None else row["high"] for row in rows)
    domain = (0.0, min(1.0, max(0.05, 1.08 * highest)))
    return interval_chart(rows, width, domain=domain, percent=True, bars=True, **options)


def _row(label: str, share: Share) -> dict[str, Any]:
    value = share.count / share.n if share.n else 0.0
    interval = share.interval
    label_text = f"{share.count:,} ({100 * value:.0f} %)"
    if interval is None:
        return {"label": label, "value": value, "low": None, "high": None, "told": label_text}
    low, high = interval.low, interval.high
    label_text = f"{100 * value:.0f} % [{100 * low:.0f}, {100 * high:.0f}]"
    return {"label": label, "value": value, "low": low, "high": high, "told": label_text}


def _name(table: Tabulation, code: str) -> str:
    return code_heading(code, table.row_names.get(code, ""))


def _column(table: Tabulation, code: str) -> str:
    return code_heading(code, table.column_names.get(code, ""))


def _who(table: Tabulation) -> str:
    return f"codes by {table.coder} ({table.origin})"


def _intervals(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return what the intervals are; where there are none, the figures are those of the coded."""
    return " Intervals: Wilson's, 95 %." if any(row["high"] is not None for row in rows) else ""


def _plain(text: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in text)
