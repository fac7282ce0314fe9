"""Figures at print size: as wide as the text of an A4 page, 300 dots an inch, on white."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.present import Figure

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
    found = _SIZE.search(svg)
    width, height = (float(found[1]), float(found[2])) if found else (1.0, 1.0)
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
    made = [*head, (b"IDAT", zlib.compress(pixels, _EFFORT)), (b"IEND", b"")]
    return png[:_SIGNED] + b"".join(
        len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
        for kind, content in made
    )


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of the chunks of a PNG."""
    at = _SIGNED
    while at < len(png):
        end = at + 8 + int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : end]
        at = end + 4
