"""What every reader returns: a table of strings, as it stood in the file, or in several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from textmine.corpus.reading.packed import PackedRows, cells_of, packed
from textmine.corpus.spilled import let_go
from textmine.errors import RowProblem
from textmine.lazily import pa

_AT_ONCE = 16_000_000
"""Bytes of which memory is let go together."""


@dataclass(frozen=True)
class Part:
    """A file or sheet of several: its rows are numbered on from `offset`."""

    name: str
    offset: int


@dataclass(frozen=True)
class RawTable:
    """Rows of strings under named columns; a reader of large files packs them (`PackedRows`).

    `numbers` holds each row's number as a spreadsheet counts it (the header is row 1), `facts`
    what the reader found out about the file, `problems` the rows that have no proper cells.
    `fields` maps fields of a document to columns where the format itself says so, `labels` columns
    to what the file says about them at more length (the wording of a question), `remarks` tells a
    person what the reader did, and `parts` names the files or sheets that were joined. `aside` has
    the cells of rows with a problem that are not among the rows, `own` the columns that are never
    guessed to be a field (an annotation tool's own).
    """

    source: str
    columns: list[str]
    rows: Sequence[list[str]]
    numbers: Sequence[int]
    facts: dict[str, str]
    problems: list[RowProblem] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    aside: dict[int, list[str]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def placed(self, problem: RowProblem) -> RowProblem:
        """Return the problem with its file or sheet and the row there, if several were joined."""
        at = next((part for part in reversed(self.parts) if part.offset < problem.row), None)
        if at is None or problem.cell:
            return problem
        where = f", column '{problem.column}'" if problem.column else ""
        return replace(problem, cell=f"{at.name}, row {problem.row - at.offset}{where}")

    def asking_for(self, columns: Collection[str]) -> RawTable:
        """Return the table without the problems of cells in other columns, which a remark names.

        Such a cell is empty or stands as it is; problems of whole rows stay.
        """
        loose = [
            problem
            for problem in self.problems
            if problem.column in self._places and problem.column not in columns
        ]
        if not loose:
            return self
        remarks = []
        by_column: dict[str, list[RowProblem]] = {}
        for problem in loose:
            by_column.setdefault(problem.column, []).append(problem)
        for name, (first, *more) in by_column.items():
            others = f" (and {len(more):,} cells more)" if more else ""
            remarks.append(f"'{name}' is kept as it is: {first}{others}")
        problems = [
            problem
            for problem in self.problems
            if problem.column not in self._places or problem.column in columns
        ]
        return replace(self, problems=problems, remarks=[*self.remarks, *remarks])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: index for index, name in reversed([*enumerate(self.columns)])}

    def cells(self, name: str) -> list[str]:
        """Return the cells of a column, in the order of the rows."""
        index = self._places[name]
        if isinstance(self.rows, PackedRows):
            return [str(cell) for cell in self.rows.column(index).to_pylist()]
        return [row[index] for row in self.rows]

    def each_cell(self, name: str) -> Iterator[str]:
        """Yield the cells of a column; of packed ones only few are strings at one time."""
        index = self._places[name]
        if isinstance(self.rows, PackedRows):
            return cells_of(self.rows.column(index).chunks)
        return (row[index] for row in self.rows)

    def taken_up(self, columns: list[pa.Array]) -> list[pa.Array]:
        """Return arrays of strings as they are, or in the file where those of a large table lie."""
        return self.rows.taken_up(columns) if isinstance(self.rows, PackedRows) else columns

    def batches_of(self, name: str) -> Iterator[pa.Array]:
        """Yield the cells of a column as Arrow strings, and let go of those that were used."""
        seen = 0
        for cells in self.packed_cells(name).chunks:
            yield cells
            seen += cells.nbytes
            if seen > _AT_ONCE:
                let_go()
                seen = 0

    def packed_cells(self, name: str) -> pa.ChunkedArray:
        """Return the cells of a column as Arrow strings."""
        index = self._places[name]
        if isinstance(self.rows, PackedRows):
            return self.rows.column(index)
        return pa.chunked_array([packed([row[index] for row in self.rows])])


def join_tables(source: str, column: str, tables: Sequence[tuple[str, RawTable]]) -> RawTable:
    """Put tables under one another; `column` names the part that each row comes from.

    A column that a table lacks is empty there. Rows are numbered on, and `parts` says which of them
    stood where. Of several tables with the same fact the first is told; `fields` is left empty.
    """
    name = column
    while any(name in table.columns for _, table in tables):
        name = f"{name} (part)"
    columns = [
        name,
        *dict.fromkeys(column_name for _, table in tables for column_name in table.columns),
    ]
    numbers: list[int] = []
    parts: list[Part] = []
    offset = 0
    for part, table in tables:
        parts.append(Part(part, offset))
        numbers += [offset + number for number in table.numbers]
        ends = (table.numbers[-1:], [problem.row for problem in table.problems])
        offset += max((number for end in ends for number in end), default=1)
    problems = [
        replace(problem, row=problem.row + part.offset)
        for part, (_, table) in zip(parts, tables, strict=True)
        for problem in table.problems
    ]
    return RawTable(
        source,
        columns,
        PackedRows(_rows(columns, tables), len(columns), source),
        numbers,
        {key: value for _, table in reversed(tables) for key, value in table.facts.items()},
        problems,
        remarks=[f"{part}: {remark}" for part, table in tables for remark in table.remarks],
        labels={key: value for _, table in tables for key, value in table.labels.items()},
        parts=tuple(parts),
        aside={
            number + part.offset: [part.name, *_spread(row, table, columns)]
            for part, (_, table) in zip(parts, tables, strict=True)
            for number, row in table.aside.items()
        },
    )


def _spread(row: Sequence[str], table: RawTable, columns: Sequence[str]) -> list[str]:
    cells = dict(zip(table.columns, row, strict=True))
    return [cells.get(name, "") for name in columns[1:]]


def _rows(columns: Sequence[str], tables: Sequence[tuple[str, RawTable]]) -> Iterator[list[str]]:
    for part, table in tables:
        place_of = {name: index for index, name in enumerate(table.columns)}
        places = [place_of.get(name) for name in columns[1:]]
        for row in table.rows:
            yield [part, *("" if index is None else row[index] for index in places)]
