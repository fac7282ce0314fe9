"""Read comma-, semicolon-, tab- and bar-separated tables."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from textmine.corpus.reading.encoding import open_lines
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.header import HEADER_OPTIONS, HEADER_SAMPLE, fitted, read_header
from textmine.errors import InputError, RowProblem

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_CELL_LIMIT = 2**31 - 1
_SAMPLE = 500
"""Lines of which the separator is guessed."""


def read_csv(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    has_header: bool = True,
    header_rows: int | None = None,
) -> RawTable:
    """Read a separated table whose first row names the columns, if it has such a row.

    `header_rows` says how many rows name the columns together; without it, that is guessed.
    Rows with more or fewer cells than the header become problems, not errors.
    Raises InputError when the file is empty or has no header, or for a separator that is not one
    character.
    """
    separator = None if separator is None else _named_separator(separator)
    csv.field_size_limit(_CELL_LIMIT)
    with open_lines(path, encoding) as opened:
        begin = list(islice(opened.lines, _SAMPLE))
        separator = separator or guess_separator("".join(begin))
        records = csv.reader(chain(begin, opened.lines), delimiter=separator)
        first = list(islice(records, HEADER_SAMPLE))
        header = read_header(first, path.name, has_header=has_header, header_rows=header_rows)
        numbered = enumerate(chain(first[header.rows :], records), start=header.rows + 1)
        numbers: list[int] = []
        problems: list[RowProblem] = []
        rows = _fitted_rows(numbered, len(header.names), numbers, problems)
        packed = PackedRows(rows, len(header.names))
    facts = {"encoding": opened.encoding, "separator": _SEPARATORS.get(separator, separator)}
    remarks = [header.remark] if header.remark else []
    return RawTable(path.name, header.names, packed, numbers, facts, problems, remarks=remarks)


def _fitted_rows(
    records: Iterable[tuple[int, list[str]]],
    width: int,
    numbers: list[int],
    problems: list[RowProblem],
) -> Iterator[list[str]]:
    """Yield the rows that hold cells; note their numbers, and what is wrong with their width."""
    for number, row in records:
        if not row:
            continue
        numbers.append(number)
        if len(row) == width:
            yield row
            continue
        if len(row) < width or any(row[width:]):
            problems.append(
                RowProblem(
                    number,
                    "",
                    f"{len(row)} cells where the header has {width}; "
                    "a quotation mark or a separator may be out of place",
                )
            )
        yield fitted(row, width)


def _named_separator(given: str) -> str:
    names = {name: separator for separator, name in _SEPARATORS.items()} | {"\\t": "\t"}
    separator = names.get(given, given)
    if len(separator) != 1 or separator in '"\r\n':
        raise InputError(
            f"'{given}' cannot separate cells.",
            hint=f"Give one character, or a name: {', '.join(_SEPARATORS.values())}.",
        )
    return separator


def guess_separator(text: str) -> str:
    """Return the separator that cuts the first rows into the same number of cells most often."""

    def evenness(separator: str) -> tuple[float, int]:
        sample = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
        widths = [len(row) for row in islice(sample, 51) if row][:50]
        width, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        header = widths[0] if widths else 1
        return (times / len(widths) if width > 1 and header == width else 0.0, width)

    return max(_SEPARATORS, key=evenness)


def _read(path: Path, options: ReadOptions) -> RawTable:
    return read_csv(
        path,
        encoding=options.encoding,
        separator=options.separator,
        has_header=options.has_header,
        header_rows=options.header_rows,
    )


CSV = Reader(
    "csv",
    "table with comma, semicolon, tab or bar between cells",
    _read,
    (".csv", ".tsv", ".tab"),
    frozenset({"encoding", "separator", *HEADER_OPTIONS, "question"}),
)
