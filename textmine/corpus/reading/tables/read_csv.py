"""Read comma-, semicolon-, tab- and bar-separated tables."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import chain, islice
from pathlib import Path

from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError, RowProblem

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_CELL_LIMIT = 2**31 - 1


def read_csv(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    has_header: bool = True,
) -> RawTable:
    """Read a separated table whose first row names the columns, if it has such a row.

    Rows with more or fewer cells than the header become problems, not errors.
    Raises InputError when the file is empty or has no header, or for a separator that is not one
    character.
    """
    separator = None if separator is None else _named_separator(separator)
    decoded = read_text(path, encoding)
    csv.field_size_limit(_CELL_LIMIT)
    separator = separator or guess_separator(decoded.text)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=separator)
    first = next(reader, [])
    header = header_names(first, path) if has_header else place_names(len(first))
    rows: list[list[str]] = []
    numbers: list[int] = []
    problems: list[RowProblem] = []
    records = reader if has_header else chain([first], reader)
    for number, row in enumerate(records, start=2 if has_header else 1):
        if not row:
            continue
        rows.append(fitted(row, len(header)))
        numbers.append(number)
        if len(row) < len(header) or any(row[len(header) :]):
            problems.append(
                RowProblem(
                    number,
                    "",
                    f"{len(row)} cells where the header has {len(header)}; "
                    "a quotation mark or a separator may be out of place",
                )
            )
    facts = {"encoding": decoded.encoding, "separator": _SEPARATORS.get(separator, separator)}
    return RawTable(path.name, header, rows, numbers, facts, problems)


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


def header_names(cells: list[str], path: Path) -> list[str]:
    """Return stripped, unique column names; raise InputError when a name is used twice."""
    names = [cell.strip() or f"column {place}" for place, cell in enumerate(cells, start=1)]
    twice = [name for name, times in Counter(names).items() if times > 1]
    if not names:
        raise InputError(f"{path} has no header row.", hint="The first row must name the columns.")
    if twice:
        raise InputError(
            f"{path} has two columns called '{twice[0]}'.", hint="Give each column its own name."
        )
    return names


def place_names(width: int) -> list[str]:
    """Return names for the columns of a table that has no header."""
    return [f"column {place}" for place in range(1, width + 1)]


def fitted(row: list[str], width: int) -> list[str]:
    """Return the row with exactly `width` cells."""
    return row[:width] + [""] * (width - len(row))


def _read(path: Path, options: ReadOptions) -> RawTable:
    return read_csv(
        path,
        encoding=options.encoding,
        separator=options.separator,
        has_header=options.has_header,
    )


CSV = Reader(
    "csv",
    "table with comma, semicolon, tab or bar between cells",
    _read,
    (".csv", ".tsv", ".tab"),
    frozenset({"encoding", "separator", "no-header"}),
)
