"""What a sheet shows and a table does not: merged cells, dates that were codes, no values."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from textmine.corpus.reading.date_cells import DAY_ABOVE_12
from textmine.corpus.reading.tables.cell_faults import error_problem
from textmine.corpus.reading.tables.sheet_cells import Grid, Place, cell_name
from textmine.errors import InputError, RowProblem

_DATE_TEXT = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b.*|\d{1,2}\.? [^\W\d]{3,}\.?,? \d{2,4}\b.*"
    r"|[^\W\d]{3,} \d{1,2},? \d{4}\b.*|\d{1,2}:[0-5]\d(:[0-5]\d)?(?!\d)"
)
_SERIAL = re.compile(r"[2-6]\d{4}(\.\d+)?")
_LONGEST_CODE = 60
_SHOWN = 5
_MOST_FILLED = 5_000_000


def fill_merged(grid: Grid, header: int) -> str:
    """Put the value of a cell that is merged over several rows into all of them; say which.

    Cells that are merged within one row, or in the header, keep their place.
    """
    filled = []
    numbers = sorted(grid.rows)
    reached: dict[int, int] = {}
    n_filled = 0
    for top, left, bottom, right in sorted(grid.merged):
        row = grid.rows.get(top, [])
        value = row[left - 1] if len(row) >= left else ""
        if top <= header or bottom == top or not value:
            continue
        below = bisect_right(numbers, max(top, reached.get(left, 0)))
        for number in numbers[below : bisect_right(numbers, bottom)]:
            cells = grid.rows[number]
            cells += [""] * (left - len(cells))
            cells[left - 1] = value
            n_filled += 1
        if n_filled > _MOST_FILLED:
            raise InputError(
                f"Merged cells cover over {_MOST_FILLED:,} cells, as {cell_name(top, left)}:"
                f"{cell_name(bottom, right)}.",
                hint="Part them in the spreadsheet.",
            )
        reached[left] = max(reached.get(left, 0), bottom)
        filled.append(f"{cell_name(top, left)}:{cell_name(bottom, right)}")
    if not filled:
        return ""
    return (
        f"{len(filled):,} merged cells stand for all their rows: {', '.join(filled[:_SHOWN])}"
        + (", …" if len(filled) > _SHOWN else "")
    )


def value_problems(grid: Grid, sheet: str, columns: Sequence[str], header: int) -> list[RowProblem]:
    """Name the cells with an error, with a formula without value, and dates among codes."""
    problems = []

    def say(place: Place, what: str) -> None:
        number, column = place
        if number > header and column <= len(columns):
            where = f"sheet '{sheet}', cell {cell_name(number, column)}"
            problems.append(RowProblem(number, columns[column - 1], what, where))

    for cell_place, text in grid.errors.items():
        say(cell_place, error_problem(0, "", text).problem)
    for cell_place, formula in grid.formulas.items():
        say(
            cell_place,
            f"the formula {formula[:60]} has no value: nobody computed it (open the file in a "
            "spreadsheet and save it, or type the value itself)",
        )
    for cell_place in _dates_among_codes(grid, header):
        say(
            cell_place,
            f"a date ({grid.dates[cell_place]}) where the other cells of the column are none. A "
            "spreadsheet makes dates of entries such as 1-2: type it again in a cell formatted as "
            "text",
        )
    return sorted(problems, key=lambda problem: problem.row)


def _dates_among_codes(grid: Grid, header: int) -> Iterator[Place]:
    """Yield the dates of the columns whose other cells are short and are neither dates nor none."""
    of_column = _dates_by_column(grid, header)
    texts = _texts(grid, of_column, header)
    for column, dates in of_column.items():
        others = texts.get(column, [])
        foreign = [text for text in others if not (_DATE_TEXT.match(text) or _SERIAL.match(text))]
        if not foreign or max(map(len, foreign)) > _LONGEST_CODE:
            continue
        are_codes = any(any(map(str.isdigit, text)) for text in foreign)
        if are_codes or len(dates) <= len(foreign):
            yield from dates


def _dates_by_column(grid: Grid, header: int) -> dict[int, list[Place]]:
    of_column: dict[int, list[Place]] = {}
    for cell_place in grid.dates:
        if cell_place[0] > header:
            of_column.setdefault(cell_place[1], []).append(cell_place)
    return of_column


def _texts(grid: Grid, columns: Collection[int], header: int) -> dict[int, list[str]]:
    """Return the cells of each column that are no dates, in one walk over the rows."""
    texts: dict[int, list[str]] = {}
    wanted = sorted(columns)
    for number, row in grid.rows.items():
        for column in wanted[: bisect_right(wanted, len(row))] if number > header else ():
            text = row[column - 1].strip()
            if text and (number, column) not in grid.dates:
                texts.setdefault(column, []).append(text)
    return texts


def sheet_remarks(grid: Grid, columns: Sequence[str], header: int) -> list[str]:
    """Return what a person should know: hidden rows and columns, and dates in two orders."""
    remarks = []
    hidden = [at for at in grid.hidden_columns if at <= len(columns)]
    if hidden:
        named = ", ".join(f"{cell_name(1, at)[:-1]} '{columns[at - 1]}'" for at in hidden[:_SHOWN])
        remarks.append(f"hidden columns were read too: {named}" + _more(hidden))
    rows = [number for number in grid.hidden_rows if number > header]
    if rows:
        named = ", ".join(map(str, rows[:_SHOWN]))
        remarks.append(f"hidden rows were read too ({len(rows):,}): {named}" + _more(rows))
    with_dates = [column for column in _dates_by_column(grid, header) if column <= len(columns)]
    texts = _texts(grid, with_dates, header)
    for column in sorted(with_dates):
        left = texts.get(column, [])
        if left and all(map(DAY_ABOVE_12.match, left)):
            remarks.append(
                f"'{columns[column - 1]}' has dates and texts such as '{left[0]}': the "
                "spreadsheet knew months first or days first, and may have exchanged day and month "
                "in the dates"
            )
    return remarks


def _more(listed: Sequence[object]) -> str:
    return ", …" if len(listed) > _SHOWN else ""
