"""Tables and figures as they are printed: what fits on an A4 page, and at what size."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.present import Figure, Table, written
from textmine.present.table import UNDEFINED
from textmine.store.workbooks import is_number

_FIGURE = re.compile(r"[-+−]?[.,]?\d[+−\d.,;%/\[\]() \xa0\n-]*")
_SIZES = ((9.0, 92), (8.0, 104), (7.0, 120))
"""Size of type in points, and how many characters of it stand side by side on 16 cm."""
_AROUND = 3
"""Room on both sides of a column, in characters."""
_LONGEST_WORD, _WIDEST = 18, 150
"""A word may be broken after so many characters; a column is made no wider than this for a text."""


@dataclass(frozen=True)
class PrintedTable:
    """Heads and rows as texts; `right` says which columns are figures, none of them broken.

    `shares` are the widths of columns as shares of the page, at most 1 together; `points` is the
    size of type at which they fit.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]
    shares: Sequence[float]
    points: float


def printed_table(table: Table) -> PrintedTable | None:
    """Return a table as people read it on paper, None where it has no rows or columns."""
    if not table.for_people or not table.for_people[0]:
        return None
    heads = [*map(str, table.for_people[0])]
    cells = [[row.get(head) for head in table.for_people[0]] for row in table.for_people]
    rows = [[written(cell) for cell in row] for row in cells]
    right = [_figures(column) for column in zip(*cells, strict=True)]
    rows = [
        [text.replace(" ", "\xa0") if of else text for text, of in zip(row, right, strict=True)]
        for row in rows
    ]
    columns = [*zip(heads, *rows, strict=True)]
    least = [_longest_word(column) + _AROUND for column in columns]
    most = [min(_WIDEST, max(map(_longest_line, column))) + _AROUND for column in columns]
    points, room = next((size for size in _SIZES if sum(least) <= size[1]), _SIZES[-1])
    return PrintedTable(heads, rows, right, _shares(least, most, room), points)


def is_figure(cell: Any) -> bool:
    """Return whether a cell is a figure: a number, or one as a text, with its interval or share.

    Digits by themselves in a text are none: they may be the name of a code, or a year.
    """
    if isinstance(cell, str):
        return _FIGURE.fullmatch(cell) is not None and not cell.isdigit()
    return is_number(cell)


def size_of(table: Table) -> str:
    """Return what the figures of a table rest on: n and the unit, as far as its rows say so.

    >>> size_of(Table("t", "", [{"n": 12, "unit": "documents"}, {"n": 40, "unit": "documents"}]))
    'n = 12 to 40 documents'
    """
    counts = [row["n"] for row in table.rows if isinstance(row.get("n"), int)]
    units = {str(row["unit"]) for row in table.rows if row.get("unit")}
    unit = f" {units.pop()}" if len(units) == 1 else ""
    if not counts:
        return f"unit:{unit}" if unit else ""
    low, high = min(counts), max(counts)
    return f"n = {low:,}{unit}" if low == high else f"n = {low:,} to {high:,}{unit}"


def notes_of(table: Table) -> str:
    """Return what stands below a table: its note, and n and unit where nobody else says them."""
    says_n = "n = " in table.title or "n" in table.for_people[0]
    return " ".join(note for note in (table.note, "" if says_n else size_of(table)) if note)


def _figures(cells: Sequence[Any]) -> bool:
    filled = [cell for cell in cells if cell not in (None, "", UNDEFINED, "–", "-")]
    return bool(filled) and all(map(is_figure, filled))


def _longest_word(cells: Sequence[str]) -> int:
    """Return how long a word is that is not broken: a figure with its interval is one."""
    words = [word for cell in cells for word in re.split("[ \n]", cell)]
    figures = [len(word) for word in words if "\xa0" in word]
    return max([1, *figures, min(_LONGEST_WORD, max(map(len, words), default=1))])


def _longest_line(cell: str) -> int:
    return max(map(len, cell.split("\n")))


def _shares(least: Sequence[int], most: Sequence[int], room: int) -> list[float]:
    """Give each column what its longest word needs, and share out the rest by what is wanted."""
    needed, wanted = sum(least), sum(max(pair) for pair in zip(least, most, strict=True))
    if needed >= room:
        return [width / needed for width in least]
    if wanted <= room:
        return [max(pair) / room for pair in zip(least, most, strict=True)]
    more = [max(high - low, 0) for low, high in zip(least, most, strict=True)]
    rest = (room - needed) / sum(more)
    return [(low + rest * extra) / room for low, extra in zip(least, more, strict=True)]


WIDEST_CM, TALLEST_CM = 16.0, 21.0
"""What a figure takes of an A4 page at most."""
_DPI, _POINTS, _PIXELS, _CM = 300, 72, 96, 2.54
"""Dots of the picture, points and CSS pixels an inch, and the inch in centimetres."""
_SIZE = re.compile(r'<svg[^<>]{0,400}?\bwidth="([\d.]{1,20})"[^<>]{0,400}?\bheight="([\d.]{1,20})"')
_EFFORT = 3
"""Of zlib: the usual 6 takes three times as long and saves a quarter."""
_SIGNED = 8
"""Bytes of a PNG before its first chunk."""
_WHITE = '<rect width="100%" height="100%" fill="white"/>'


@dataclass(frozen=True)
class PrintFigure:
    """A figure as SVG and PNG, and how wide it is on paper."""

    name: str
    caption: str
    svg: str
    png: bytes
    width_cm: float


def print_figure(figure: Figure) -> PrintFigure:
    """Draw a figure for paper, in the size of its type, or smaller where the page is too small."""
    import vl_convert

    svg = figure.printed
    match = _SIZE.search(svg)
    width, height = (float(match[1]), float(match[2])) if match else (1.0, 1.0)
    cm = min(WIDEST_CM, width / _PIXELS * _CM, TALLEST_CM * width / height)
    start = svg.index(">", svg.index("<svg")) + 1
    drawn = f"{svg[:start]}{_WHITE}{svg[start:]}"
    png = vl_convert.svg_to_png(drawn, scale=cm / _CM * _POINTS / width, ppi=_DPI)
    return PrintFigure(figure.name, figure.caption, svg, _smaller(png), cm)


def _smaller(png: bytes) -> bytes:
    """Compress the picture of a PNG again: it was made in a hurry, three times as large."""
    parts = [*_parts(png)]
    pixels = zlib.decompress(b"".join(content for kind, content in parts if kind == b"IDAT"))
    head = [part for part in parts if part[0] not in (b"IDAT", b"IEND")]
    chunks = [*head, (b"IDAT", zlib.compress(pixels, _EFFORT)), (b"IEND", b"")]
    return png[:_SIGNED] + b"".join(
        len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
        for kind, content in chunks
    )


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGNED
    while at < len(png):
        end = at + 8 + int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : end]
        at = end + 4
