"""Cells that hold no value though something stands in them, and rows that are no rows."""

import re
from collections.abc import Mapping
from dataclasses import replace

from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.white_space import offsets_and_bytes
from textmine.errors import InputError, RowProblem
from textmine.lazily import pa, pc

ERRORS = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
    *(
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#NV",
        "#BEZUG!",
        "#WERT!",
    ),
    *("#ZAHL!", "#VALEUR!", "#NOM?", "#REF", "#¡REF!", "#¡VALOR!", "#¿NOMBRE?", "#¡DIV/0!"),
)
"""What a spreadsheet shows in place of a value that it cannot compute."""

_TOTALS = frozenset(
    "total totals sum summe gesamt gesamtsumme insgesamt totale totaal som somme suma totaux "
    "subtotal average mean mittelwert durchschnitt moyenne promedio".split()
) | {"grand total", "total general", "total général", "sub-total", "sub total"}
_FEW = 2
"""Rows below which nothing tells a header from data."""

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d\s*%?")


def error_problem(number: int, column: str, cell: str, where: str = "") -> RowProblem:
    """Return the problem of a cell that shows an error of a spreadsheet."""
    return RowProblem(number, column, f"the cell holds an error of the spreadsheet: {cell}", where)


def without_faults(table: RawTable, *, may_be_data: bool) -> RawTable:
    """Return the table without rows that are no rows, empty columns and errors of a spreadsheet.

    Raises InputError where its header `may_be_data` (one bare row) and looks like it.
    """
    table = without_repeated_header(without_empty_columns(table))
    if may_be_data:
        refuse_data_as_header(table)
    return without_total(without_errors(table))


def without_errors(table: RawTable) -> RawTable:
    """Empty the cells that hold an error of a spreadsheet, and name each as a problem."""
    values = pa.array(ERRORS, pa.large_string())
    bad: dict[int, list[int]] = {}
    for index, name in enumerate(table.columns):
        start = 0
        for cells in table.batches_of(name):
            for at in pc.indices_nonzero(pc.is_in(cells, value_set=values)).to_pylist():
                bad.setdefault(start + at, []).append(index)
            start += len(cells)
    if not bad:
        return table
    problems = []
    emptied = {}
    for at, places in bad.items():
        row = list(table.rows[at])
        for column in places:
            problems.append(error_problem(table.numbers[at], table.columns[column], row[column]))
            row[column] = ""
        emptied[at] = row
    return replace(
        with_rows(table, emptied),
        problems=sorted([*table.problems, *problems], key=lambda problem: problem.row),
    )


def with_nul_named(table: RawTable) -> RawTable:
    """Name each cell that holds a NUL character as a problem; it stands as it is.

    Raises InputError where the name of a column holds one.
    """
    damaged = [name.replace("\0", "␀") for name in table.columns if "\0" in name]
    if damaged:
        raise InputError(
            f"The column '{damaged[0]}' of {table.source} holds a NUL character: the file is "
            "damaged.",
            hint="Export it again, or name another file.",
        )
    what = "the cell holds a NUL character: the file is damaged"
    problems = []
    for name in table.columns:
        start = 0
        for cells in table.batches_of(name):
            if (offsets_and_bytes(cells)[1] == 0).any():
                places = pc.indices_nonzero(pc.match_substring(cells, "\0")).to_pylist()
                problems += [RowProblem(table.numbers[start + at], name, what) for at in places]
            start += len(cells)
    if not problems:
        return table
    problems = sorted([*table.problems, *problems], key=lambda problem: problem.row)
    return replace(table, problems=problems)


def with_rows(table: RawTable, changed: Mapping[int, list[str]]) -> RawTable:
    """Return the table with other rows at these places."""
    rows = (changed.get(at, row) for at, row in enumerate(table.rows))
    return replace(table, rows=PackedRows(rows, len(table.columns)))


def without_repeated_header(table: RawTable) -> RawTable:
    """Leave out the rows that say the names of the columns again, as in files that were joined."""
    if not table.rows or len(table.columns) < 2:
        return table
    same = pc.equal(table.packed_cells(table.columns[0]), table.columns[0])
    places = pc.indices_nonzero(same).to_pylist() if pc.any(same).as_py() else []
    again = {at for at in places if [cell.strip() for cell in table.rows[at]] == table.columns}
    if not again:
        return table
    numbers = [table.numbers[at] for at in sorted(again)]
    shown = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    rows_left = (row for at, row in enumerate(table.rows) if at not in again)
    return replace(
        table,
        rows=PackedRows(rows_left, len(table.columns)),
        numbers=[number for at, number in enumerate(table.numbers) if at not in again],
        remarks=[*table.remarks, f"the header stands again in row {shown}, which was left out"],
    )


def refuse_data_as_header(table: RawTable) -> None:
    """Raise InputError where the first row is no header: it begins with an id as the others do."""
    first = table.columns[0] if table.columns else ""
    if len(table.rows) < _FEW or len(table.columns) < 2 or not any(map(str.isdigit, first)):
        return
    cells = table.cells(first)
    shape = _shape(first)
    if (
        len(set(cells)) == len(cells)
        and first not in cells
        and all(_shape(cell) == shape for cell in cells)
    ):
        raise InputError(
            f"{table.source} has no header: its first row begins with '{first}', and the others "
            f"with '{cells[0]}', '{cells[1]}', ...",
            hint="Put a row with the names of the columns above it, or say --no-header.",
        )


def _shape(cell: str) -> str:
    """Return what ids of one kind have in common: m12 and m7 are letters and digits."""
    return _DIGITS.sub("0", cell.strip())


def without_total(table: RawTable) -> RawTable:
    """Name a last row of sums as a problem, and leave it out of the rows.

    One cell says "total" in some language, the others hold numbers or nothing.
    """
    if len(table.rows) < 2:
        return table
    last = list(table.rows[len(table.rows) - 1])
    words = [cell.strip() for cell in last if cell.strip()]
    name = next((word for word in words if word.strip(" :").casefold() in _TOTALS), None)
    numbers = [word for word in words if word != name]
    if name is None or not numbers or not all(map(_NUMBER.fullmatch, numbers)):
        return table
    column = table.columns[last.index(next(cell for cell in last if cell.strip() == name))]
    number = table.numbers[-1]
    what = (
        f"'{name}' stands in column '{column}' and numbers or nothing in the others: "
        "it looks like a sum below the table, which has to be taken away"
    )
    problems = [problem for problem in table.problems if problem.row != number]
    return replace(
        table,
        rows=PackedRows(list(table.rows)[:-1], len(table.columns)),
        numbers=table.numbers[:-1],
        problems=[*problems, RowProblem(number, "", what)],
        aside={**table.aside, number: last},
    )


def without_empty_columns(table: RawTable) -> RawTable:
    """Leave out the columns that have neither a name nor a cell."""

    def is_empty(index: int, name: str) -> bool:
        if name != f"column {index + 1}":
            return False
        return bool(pc.all(pc.equal(pc.utf8_trim_whitespace(table.packed_cells(name)), "")).as_py())

    columns_left = [at for at, name in enumerate(table.columns) if not is_empty(at, name)]
    if len(columns_left) == len(table.columns) or not table.rows or not columns_left:
        return table
    rows = ([row[at] for at in columns_left] for row in table.rows)
    return replace(
        table,
        columns=[table.columns[at] for at in columns_left],
        rows=PackedRows(rows, len(columns_left)),
    )
