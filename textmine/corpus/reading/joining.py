"""Join tables that belong to one corpus: the sheets of a workbook, the files of a download."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import Part, RawTable


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
