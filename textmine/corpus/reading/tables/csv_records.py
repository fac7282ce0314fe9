"""Cut lines into records: what separates cells, and quotation marks that make a mess of it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from textmine.corpus.reading.tables.header import HEADER_SAMPLE
from textmine.errors import InputError, RowProblem

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def named_separator(given: str) -> str:
    """Return the separator that a name or a character stands for; raise InputError for others."""
    names = {name: separator for separator, name in SEPARATORS.items()} | {"\\t": "\t"}
    separator = names.get(given, given)
    if len(separator) != 1 or separator in '"\r\n':
        raise InputError(
            f"'{given}' cannot separate cells.",
            hint=f"Give one character, or a name: {', '.join(SEPARATORS.values())}.",
        )
    return separator


def guess_separator(text: str) -> str:
    """Return the separator that cuts the first rows into the same number of cells most often.

    Lines of one cell that stand above wider ones are a title.
    """

    def evenness(separator: str) -> tuple[float, int]:
        sample = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
        widths = [len(row) for row in islice(sample, 51) if row][:50]
        begin = next((at for at, width in enumerate(widths[:HEADER_SAMPLE]) if width > 1), 0)
        widths = widths[begin:]
        width, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        header = widths[0] if widths else 1
        even = times / (len(widths) + begin) if width > 1 and header == width else 0.0
        return (even, width)

    return max(SEPARATORS, key=evenness)


_ESCAPED = re.compile(r'(?<!\\)(\\++)"')
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MARK_TWICE = 'A quotation mark that belongs to a text is written twice ("").'


@dataclass
class Records:
    """The records of a table, to be read once; `opened` and `problems` grow as they are read.

    `spans` maps the place of a record (from 0) that takes several lines to its first line.
    `told` maps the places of records with a bad quotation mark to what is wrong there.
    """

    lines: Iterable[str]
    separator: str
    strict: bool = True
    literal: bool = False
    skipped: int = 0
    spans: dict[int, int] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[list[str]]:
        """Yield every record; raise csv.Error for a bad mark if `strict`, else note it."""
        record_lines = _Kept(self.lines)
        records = csv.reader(
            self.lines if self.strict else record_lines,
            delimiter=self.separator,
            strict=self.strict,
            quoting=csv.QUOTE_NONE if self.literal else csv.QUOTE_MINIMAL,
        )
        before = 0
        for index, record in enumerate(records):
            line = records.line_num
            if line - before > 1:
                self.spans[index] = before + 1 + self.skipped
            if not self.strict:
                self._look_at(index, record, record_lines.taken(), before + 1 + self.skipped)
            before = line
            yield record

    def _look_at(self, index: int, record: list[str], lines: list[str], first: int) -> None:
        """Note a record that a strict reader refuses; raise InputError when it never ends."""
        if not any('"' in line for line in lines):
            return
        try:
            for _ in csv.reader(lines, delimiter=self.separator, strict=True):
                pass
        except csv.Error as error:
            if "end of data" in str(error):
                at = opening_line(record, len(record) - 1, first)
                raise InputError(
                    f"row {index + 1}: the quotation mark that opens in line {at} is never closed: "
                    f"the rest of the file ({first + len(lines) - at:,} lines) would be one cell.",
                    hint=f"Close it, or take it away. {_MARK_TWICE}",
                ) from error
            where = f"line {first}"
            if len(lines) > 1:
                where = f"lines {first} to {first + len(lines) - 1}, read as one row"
            self.told[index] = (
                f"text stands behind the quotation mark that closes a cell ({where}): a mark that "
                'belongs to the text is written twice ("")'
            )


class _Kept:
    """Passes lines on, and keeps those of the record that is being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._held: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._held.append(line)
            yield line

    def taken(self) -> list[str]:
        """Return the lines since the last call."""
        held, self._held = self._held, []
        return held


def opening_line(record: list[str], cell: int, first: int) -> int:
    """Return the line in which a cell of a record begins, that begins in the line `first`."""
    return first + sum(before.count("\n") for before in record[:cell])


def without_escapes(lines: Iterable[str]) -> Iterator[str]:
    r"""Yield lines that write a quotation mark as \" with that mark written twice.

    >>> list(without_escapes(['"a \\"b\\" c","d\\\\"']))
    ['"a ""b"" c","d\\"']
    """
    for line in lines:
        yield _ESCAPED.sub(_unescaped, line) if '\\"' in line else line


def _unescaped(match: re.Match[str]) -> str:
    slashes = len(match[1])
    return "\\" * (slashes // 2) + ('""' if slashes % 2 else '"')


def never_quotes(lines: Iterable[str], separator: str) -> bool:
    """Tell whether quotation marks in a table belong to the texts: few cells stand in them."""
    opened = closed = 0
    for line in lines:
        for cell in line.rstrip("\n").split(separator) if '"' in line else ():
            if cell.startswith('"'):
                opened += 1
                closed += bool(_QUOTED.fullmatch(cell))
    return 2 * closed < opened


def swallowed(
    record: list[str], separator: str, known: list[list[str]], line: int
) -> RowProblem | None:
    """Return a problem (row 0) for a record with a cell that holds lines shaped like records.

    They have as many cells as the table, and ids, dates or codes where `known` records have them:
    somewhere a quotation mark opens that closes by chance. `line` is where the record begins.
    """
    width = len(known[0])
    for index, cell in enumerate(record):
        lines = cell.split("\n")
        behind = [
            line_behind
            for line_behind in (lines[1:] if index else lines[:-1])
            if line_behind.strip()
        ]
        shaped = [
            line_behind for line_behind in behind if line_behind.count(separator) >= width - 1 > 0
        ]
        if not shaped or 2 * len(shaped) < len(behind):
            continue
        records = [
            fields for fields in csv.reader(shaped, delimiter=separator) if len(fields) == width
        ]
        n = _alike(records, record, index, known)
        if 2 * n >= len(behind):
            at = opening_line(record, index, line)
            what = (
                f"the quotation mark that opens in line {at} closes in line "
                f"{at + cell.count(chr(10))}: the cell holds {n:,} lines that look like rows of "
                "this table"
            )
            return RowProblem(0, "", what)
    return None


def _alike(records: list[list[str]], own: list[str], cell: int, known: list[list[str]]) -> int:
    """Count the lines that hold, at one place at least, what only a record holds there."""
    width = len(known[0])
    columns = list(zip(*known, strict=True))
    kinds = [{kind for text in column if (kind := _kind(text))} for column in columns]
    often = [
        {text for text, n in Counter(column).items() if n > 1 and 0 < len(text) <= 30}
        for column in columns
    ]
    seen: list[set[str]] = [set() for _ in range(width)]

    def is_one(line: list[str]) -> bool:
        good = 0
        for index, text in enumerate(line):
            if index == cell or not text or text != text.strip():
                continue
            mine = own[index] if index < min(cell, len(own)) else ""
            kind = _kind(text)
            if kind == "0":
                good += text not in seen[index] and _follows(text, mine, kinds[index])
            elif kind:
                good += kind in kinds[index] or kind == _kind(mine)
            else:
                good += text in often[index]
            seen[index].add(text)
        return good > 0

    return sum(map(is_one, records))


def _kind(text: str) -> str:
    """Return what a cell with digits and few characters looks like: m17 as a0, a date as 0-0-0."""
    if not 0 < len(text) <= 40 or not any(map(str.isdigit, text)) or text.count(" ") > 2:
        return ""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", text))


def _follows(text: str, own: str, known: set[str]) -> bool:
    """Tell whether a bare number can be the id of another record than its own."""
    if text == own or ("0" not in known and not own.isdigit()):
        return False
    if own.isdigit() and text.isdigit():
        return int(text) > int(own) or len(text) == len(own) >= 3
    return len(text) >= 3
