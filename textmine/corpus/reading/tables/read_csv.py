"""Read comma-, semicolon-, tab- and bar-separated tables."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from textmine.corpus.reading.encoding import open_lines
from textmine.corpus.reading.limits import MOST_COLUMNS, refuse_wide
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables import csv_records
from textmine.corpus.reading.tables.cell_faults import without_faults
from textmine.corpus.reading.tables.csv_records import SEPARATORS, guess_separator, named_separator
from textmine.corpus.reading.tables.header import (
    HEADER_OPTIONS,
    HEADER_SAMPLE,
    Header,
    fitted,
    read_header,
)
from textmine.corpus.reading.tables.plain_csv import PlainRows, plain_rows
from textmine.errors import InputError, RowProblem

_CELL_LIMIT = 2**31 - 1
_SAMPLE = 500
"""Lines of which the separator is guessed."""
_KNOWN = 2_000
"""Records that tell what ids and codes look like."""
_SAID = re.compile(r'\s*"?sep=(\\t|[^\w\s"]|\t)"?[\s,;]*', re.I)
"""The line above the header by which Excel is told the separator."""

_Lines = Callable[[Iterable[str]], Iterable[str]]


def read_csv(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a separated table whose first row names the columns, if it has such a row.

    The option `header_rows` says how many rows name the columns together; without it, that is
    guessed. A line `sep=;` above them names the separator. Rows without a filled cell are left out.
    Rows with more or fewer cells than the header, and those in which a quotation mark stands where
    none can, become problems, not errors.
    Raises InputError when the file is empty or has no header, when a quotation mark is never
    closed, or for a separator that is not one character.
    """
    if options.separator is not None:
        options = replace(options, separator=named_separator(options.separator))
    csv.field_size_limit(_CELL_LIMIT)
    try:
        table = _read_table(path, options)
    except csv.Error:
        return _read_broken(path, options)
    return _unwrapped(path, options, table) or table


def _unwrapped(path: Path, options: ReadOptions, table: RawTable) -> RawTable | None:
    """Read a table again whose lines stand in quotation marks as a whole; None for any other."""
    if len(table.columns) > 1 or len(table.rows) < 2 or not options.has_header:
        return None
    if not any(separator in table.columns[0] for separator in SEPARATORS):
        return None
    try:
        inner = _read_table(path, options, _inner_lines)
    except (csv.Error, InputError):
        return None
    if len(inner.columns) < 2 or inner.problems:
        return None
    return _remarked(inner, "every line stood in quotation marks as a whole, which were taken off")


def _inner_lines(lines: Iterable[str]) -> Iterator[str]:
    for cells in csv.reader(lines, delimiter="\x1f"):
        yield f"{''.join(cells)}\n"


def _read_broken(path: Path, options: ReadOptions) -> RawTable:
    """Read a table with quotation marks where none can stand: as another form of CSV, or name them.

    Other forms write a mark as \\", or never quote (tab-separated files).
    """
    try:
        table = _read_table(path, options, csv_records.without_escapes)
    except csv.Error:
        pass
    else:
        if not table.problems:
            return _remarked(table, 'quotation marks within texts are written \\" in this file')
    with open_lines(path, options.encoding) as opened:
        lines = list(islice(opened.lines, 20 * _SAMPLE))
    tab = (options.separator or guess_separator("".join(lines[:_SAMPLE]))) == "\t"
    if tab and csv_records.never_quotes(lines, "\t"):
        table = _read_table(path, options, literal=True)
        if not table.problems:
            return _remarked(table, "quotation marks belong to the texts: no cell stands in them")
    return _read_table(path, options, strict=False)


def _remarked(table: RawTable, remark: str) -> RawTable:
    return replace(table, remarks=[*table.remarks, remark])


def _read_table(
    path: Path,
    options: ReadOptions,
    form: _Lines = iter,
    *,
    strict: bool = True,
    literal: bool = False,
) -> RawTable:
    """Read a table in one form of CSV; raise csv.Error, if `strict`, where it is none."""
    with open_lines(path, options.encoding) as opened:
        begin = list(islice(opened.lines, _SAMPLE))
        separator_line = _SAID.fullmatch(begin[0]) if begin and options.has_header else None
        begin = begin[1:] if separator_line else begin
        separator = options.separator or (
            separator_line[1].replace("\\t", "\t") if separator_line else ""
        )
        separator = separator or guess_separator("".join(form(begin)))
        lines = form(chain(begin, opened.lines))
        records = csv_records.Records(lines, separator, strict, literal, 1 if separator_line else 0)
        is_whole = strict and form is iter and not literal and not separator_line
        plain = path if is_whole and opened.encoding.startswith("UTF-8") else None
        try:
            header, rows = _rows(records, path.name, options, plain)
        except InputError as error:
            if not error.message.startswith("row "):
                raise
            raise InputError(f"{path.name}, {error.message}", hint=error.hint) from error
    facts = {"encoding": opened.encoding, "separator": SEPARATORS.get(separator, separator)}
    remarks = [*([opened.remark] if opened.remark else []), *header.remarks]
    table = RawTable(
        path.name,
        header.names,
        rows.packed,
        rows.numbers,
        facts,
        sorted(rows.problems, key=lambda problem: problem.row),
        remarks=remarks,
        labels=header.labels,
        fields=header.fields,
    )
    return without_faults(table, may_be_data=header.rows == 1 and not header.labels)


class _Rows:
    """The rows of a table, packed as they are read, and what is wrong with them."""

    def __init__(
        self,
        records: csv_records.Records,
        header: Header,
        numbered: Iterable[list[str]],
        source: str,
        plain: PlainRows | None = None,
    ) -> None:
        self.numbers: list[int] | range = []
        self.problems: list[RowProblem] = []
        self._records, self._width = records, len(header.names)
        self._least = header.named
        self._start = header.rows + 1
        self._long: list[tuple[int, list[str]]] = []
        self._is_plain = False
        if plain is None:
            self.packed = PackedRows(self._fitted(numbered), self._width, source)
        else:
            self._take(plain)
        self._find_swallowed()

    def _take(self, plain: PlainRows) -> None:
        """Take up rows that are read already: none is empty, and all have the cells they need."""
        self.packed = plain.packed
        self.numbers = range(self._start, self._start + len(plain.packed))
        self._records.spans = plain.spans
        self._is_plain = True

    def _fitted(self, records: Iterable[list[str]]) -> Iterator[list[str]]:
        """Yield the rows that hold cells; note their numbers, and what is wrong with them."""
        width, spans, faults = self._width, self._records.spans, self._records.told
        numbers = self.numbers = list[int]()
        for number, row in enumerate(records, start=self._start):
            if not any(row) or not any(map(str.strip, row)):
                continue
            numbers.append(number)
            if number - 1 in spans:
                self._long.append((number, row))
            if number - 1 in faults:
                self.problems.append(RowProblem(number, "", faults[number - 1]))
            if len(row) == width:
                yield row
                continue
            if number - 1 not in faults and (len(row) < self._least or any(row[width:])):
                self.problems.append(RowProblem(number, "", self._misfit(number, row)))
            yield _whole(row, width, self._records.separator)

    def _misfit(self, number: int, row: list[str]) -> str:
        first = self._records.spans.get(number - 1)
        where = f" (it begins in line {first} and takes several)" if first else ""
        return (
            f"{len(row)} cells where the header has {self._width}; "
            f"a quotation mark or a separator may be out of place{where}"
        )

    def _of_many_lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that take several lines, each with its number."""
        if not self._is_plain:
            yield from self._long
            return
        for index in self._records.spans:
            yield index + 1, self.packed[index + 1 - self._start]

    def _find_swallowed(self) -> None:
        """Name the records with a cell that holds records, by what the others look like."""
        if self._width < 2 or not self._records.spans:
            return
        long = {index + 1 for index in self._records.spans}
        separator = self._records.separator
        first = zip(self.numbers, islice(self.packed, _KNOWN), strict=False)
        known = [row for number, row in first if number not in long] or [[""] * self._width]
        for number, row in self._of_many_lines():
            line = self._records.spans[number - 1]
            swallowed_record = csv_records.swallowed(row, separator, known, line)
            if swallowed_record:
                self.problems = [problem for problem in self.problems if problem.row != number]
                self.problems.append(replace(swallowed_record, row=number))


def _rows(
    records: csv_records.Records, source: str, options: ReadOptions, plain: Path | None = None
) -> tuple[Header, _Rows]:
    """Read the rows below the header; `plain` names the file where Arrow may read it."""
    stream = iter(records)
    first = _within(list(islice(stream, HEADER_SAMPLE)), source)
    header = read_header(
        first, source, has_header=options.has_header, header_rows=options.header_rows
    )
    fault = next((what for index, what in records.told.items() if index < header.rows), "")
    if fault:
        raise InputError(f"row {header.rows} (the header): {fault}.", hint="Correct the line.")
    plain_table = None
    if plain is not None and not any(index < header.rows for index in records.spans):
        plain_table = plain_rows(plain, records.separator, header.rows, len(header.names))
    return header, _Rows(records, header, chain(first[header.rows :], stream), source, plain_table)


def _within(first: list[list[str]], source: str) -> list[list[str]]:
    """Return the first rows without separators at their ends behind which no row has a cell.

    Raises InputError where more columns than a table may have hold one.
    """
    if max(map(len, first), default=0) <= MOST_COLUMNS:
        return first
    width = max(
        (at for row in first for at, cell in enumerate(row, start=1) if cell.strip()), default=0
    )
    refuse_wide(source, width)
    return [row[:width] for row in first]


def _whole(row: Sequence[str], width: int, separator: str) -> list[str]:
    """Return the row with `width` cells; what is over stands in the last one."""
    if len(row) > width and any(row[width:]):
        return [*row[: width - 1], separator.join(row[width - 1 :])]
    return fitted(row, width)


CSV = Reader(
    "csv",
    "table with comma, semicolon, tab or bar between cells",
    read_csv,
    (".csv", ".tsv", ".tab"),
    frozenset({"encoding", "separator", *HEADER_OPTIONS, "question"}),
)
