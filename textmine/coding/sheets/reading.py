"""Read the filled-in columns of a coding sheet as codings, naming every cell that is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from textmine.cells import clean, find_missing, fold, yes_or_no
from textmine.codebook import Codebook, Dimension
from textmine.coding.sheets.columns import (
    CodeColumn,
    code_columns,
    label_meanings,
    machine_header,
)
from textmine.coding.sheets.facts import SheetFacts
from textmine.coding.suggested import suggests
from textmine.coding.tables.cells import problem_at
from textmine.coding.tables.code_cells import CellReader, GivenCode
from textmine.coding.tables.reading import FoundCoding, ReadCodings, now
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem
from textmine.schema import Coding


@dataclass
class ReadSheet:
    """The codings of a sheet, and what else it holds.

    `uncoded` counts documents without any code, `partly` those with codes on some dimensions only,
    `loose_memos` names memos beside which there is no code.
    """

    read: ReadCodings = field(default_factory=ReadCodings)
    uncoded: int = 0
    partly: int = 0
    loose_memos: list[RowProblem] = field(default_factory=list)


def column_problems(table: RawTable, book: Codebook) -> list[RowProblem]:
    """Name every column for codes that was renamed or deleted.

    A memo column may be deleted, but not renamed.
    """
    expected = {column.header: column for column in code_columns(book)}
    foreign = [name for name in table.columns if name not in expected]
    problems = []
    for header, column in expected.items():
        if header in table.columns:
            continue
        near = get_close_matches(header, foreign, n=1, cutoff=0.75)
        if near:
            told = f"column '{header}' was renamed to '{near[0]}': call it '{header}' again"
            problems.append(problem_at(table, 1, near[0], told))
        elif column.kind != "memo":
            told = f"column '{header}' was deleted or renamed: put it back, empty if need be"
            sheet = table.facts.get("sheet")
            problems.append(RowProblem(1, header, told, f"sheet '{sheet}', row 1" if sheet else ""))
    return problems


def read_sheet(
    table: RawTable,
    of_row: Mapping[int, str],
    book: Codebook,
    facts: SheetFacts,
    coder: str,
    suggestions_by: Mapping[str, str],
) -> ReadSheet:
    """Read every row whose document is known (`of_row`); a row with a problem gives no coding.

    `suggestions_by` names the machine whose suggestion was in view, dimension by dimension.
    """
    result = ReadSheet(ReadCodings(problems=list(table.problems)))
    columns = [column for column in code_columns(book) if column.header in table.columns]
    readers = {
        dimension.id: _DimensionCells(table, dimension, book, columns)
        for dimension in book.coded_dimensions
    }
    for number, row in zip(table.numbers, table.rows, strict=True):
        cells = dict(zip(table.columns, map(str.strip, row), strict=True))
        if number not in of_row:
            continue
        problems = _foreign(table, number, cells, facts)
        found: list[FoundCoding] = []
        coded = 0
        for reader in readers.values():
            given, column, wrong = reader.read(number, cells)
            problems += wrong
            coded += bool(given or wrong)
            memo = cells.get(reader.memo, "")
            if memo and not given and not wrong:
                told = f"a memo without a code on '{reader.dimension.id}' is not kept"
                result.loose_memos.append(problem_at(table, number, reader.memo, told))
            base = _coding(of_row[number], reader.dimension, book, facts, coder, memo)
            by = suggestions_by.get(reader.dimension.id, "")
            said = cells.get(machine_header(reader.dimension.id), "") if by else ""
            found += [
                FoundCoding(
                    number,
                    column,
                    replace(
                        base,
                        code=one.code,
                        role=one.role,
                        suggested_by=by,
                        confirmed=suggests(said, one.code),
                    ),
                )
                for one in given
            ]
        result.uncoded += coded == 0
        result.partly += 0 < coded < len(readers)
        result.read.empty += len(readers) - coded
        result.read.problems += problems
        result.read.found += [] if problems else found
    result.read.remarks = [remark for reader in readers.values() for remark in reader.remarks]
    return result


class _DimensionCells:
    """Reads the cells of one dimension in a row: one with a code, or several that are ticked."""

    def __init__(
        self, table: RawTable, dimension: Dimension, book: Codebook, columns: Sequence[CodeColumn]
    ) -> None:
        self.table = table
        self.dimension = dimension
        mine = [column for column in columns if column.dimension.id == dimension.id]
        self.memo = next((one.header for one in mine if one.kind == "memo"), "")
        self._columns = [one for one in mine if one.kind != "memo"]
        typed = Counter(
            cell.strip()
            for column in self._columns
            for cell in table.cells(column.header)
            if clean(cell)
        )
        self._reader = CellReader(dimension, book, cells=typed)
        self._no_value = find_missing(typed).sure
        self._meanings = {fold(shown): code for shown, code in label_meanings(dimension).items()}
        self._roles = {role.casefold(): role for role in dimension.roles}

    @property
    def remarks(self) -> list[str]:
        """Say what was read as no value, and which spellings as which codes."""
        return self._reader.remarks if self.dimension.labels == "single" else []

    def read(
        self, number: int, cells: Mapping[str, str]
    ) -> tuple[list[GivenCode], str, list[RowProblem]]:
        """Return the codes of a row, the first column they stand in, and the problems."""
        if self.dimension.labels == "multi":
            return self._ticked(number, cells)
        header = self._columns[0].header if self._columns else ""
        typed = cells.get(header, "")
        if self._reader.is_missing(typed) and fold(typed) not in self._meanings:
            return [], "", []
        read = self._reader.read(self._meanings.get(fold(typed), typed))
        wrong = [problem_at(self.table, number, header, read.problem)] if read.problem else []
        return list(read.given), header, wrong

    def _ticked(
        self, number: int, cells: Mapping[str, str]
    ) -> tuple[list[GivenCode], str, list[RowProblem]]:
        given: dict[str, list[GivenCode]] = {}
        wrong: list[RowProblem] = []
        refused = 0
        for column in self._columns:
            typed = cells[column.header]
            codes = self._tick(column, typed)
            if codes is None:
                told = f"'{typed[:40]}' is not {self._wanted(column)}"
                wrong.append(problem_at(self.table, number, column.header, told))
            elif codes:
                given[column.header] = codes
            refused += yes_or_no(typed) is False and column.kind == "flag"
        flags = [column for column in self._columns if column.kind == "flag"]
        codes = list(dict.fromkeys(code for part in given.values() for code in part))
        none = GivenCode(None)
        if none in codes and len(codes) > 1:
            beside = ", ".join(code.typed for code in codes if code != none)
            told = f"none is ticked beside {beside}"
            wrong.append(problem_at(self.table, number, next(reversed(given)), told))
        if not codes and refused and not wrong:
            if refused == len(flags):
                return [none], flags[0].header, []
            told = f"no code of '{self.dimension.id}' is ticked, and some cells say no: tick none"
            wrong.append(problem_at(self.table, number, flags[0].header, told))
        return codes, next(iter(given), ""), wrong

    def _tick(self, column: CodeColumn, typed: str) -> list[GivenCode] | None:
        """Return the codes that a cell gives, [] for an empty one, None for a wrong one."""
        if not clean(typed) or typed in self._no_value or yes_or_no(typed) is False:
            return []
        code = column.code.id if column.code else None
        if yes_or_no(typed) or (code and fold(typed) == fold(code)):
            return [GivenCode(code)]
        roles = [part.strip().casefold() for part in re.split(r"[;,|/+\n]", typed) if part.strip()]
        if code is None or not roles or any(role not in self._roles for role in roles):
            return None
        return [GivenCode(code, self._roles[role]) for role in dict.fromkeys(roles)]

    def _wanted(self, column: CodeColumn) -> str:
        roles = f" or a role ({', '.join(self.dimension.roles)})" if self.dimension.roles else ""
        return f"x{roles if column.kind == 'flag' else ''} or empty"


def _foreign(
    table: RawTable, number: int, cells: Mapping[str, str], facts: SheetFacts
) -> list[RowProblem]:
    """Name the cells of a row that is from another sheet."""
    return [
        problem_at(
            table,
            number,
            name,
            f"this row is from another sheet: {name} is '{cells[name][:60]}', not '{value}'",
        )
        for name, value in facts.constants.items()
        if cells.get(name) and cells[name] != value
    ]


def _coding(
    document: str, dimension: Dimension, book: Codebook, facts: SheetFacts, coder: str, memo: str
) -> Coding:
    """Return the coding of a document whose code is still to be filled in."""
    return Coding(
        corpus=facts.corpus,
        document=document,
        dimension=dimension.id,
        code=None,
        coder=coder,
        codebook=book.name,
        created_at=now(),
        memo=memo,
        round=facts.round,
        codebook_version=book.version,
    )
