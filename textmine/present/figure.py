"""A chart, drawn for the width that it is shown at, and only where it is shown."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from textmine.cells.acting import marked

WIDE, NARROW, PRINT = 680, 330, 576
"""Widths of drawings in CSS pixels: a page, a phone, and six inches of paper."""

_SENTENCE = re.compile(r"(?<=[.:;]) (?=[^a-z])")


@dataclass(frozen=True)
class Figure:
    """A chart and what it shows.

    `drawn` returns it as SVG, so many CSS pixels wide; or is an SVG of one width. Each width is
    drawn when it is first asked for, and has the caption as title and description.
    """

    name: str
    caption: str
    drawn: str | Callable[[int], str]

    @cached_property
    def svg(self) -> str:
        """The chart as wide as a page; that of files."""
        return self.at(WIDE)

    @cached_property
    def narrow(self) -> str:
        """The chart as wide as a phone, or a column of a journal."""
        return self.svg if isinstance(self.drawn, str) else self.at(NARROW)

    @cached_property
    def printed(self) -> str:
        """The chart six inches wide, in type of 9 points, for paper and documents."""
        return self.svg if isinstance(self.drawn, str) else self.at(PRINT)

    def at(self, width: int) -> str:
        """Return the chart drawn at a width in CSS pixels, from 300."""
        return _told(self.drawn if isinstance(self.drawn, str) else self.drawn(width), self.caption)


def _told(svg: str, caption: str) -> str:
    """Return an SVG that is one picture to a screen reader, with a title and a description."""
    start = svg.index("<svg")
    end = svg.index(">", start)
    title, *more = _SENTENCE.split(marked(caption), maxsplit=1)
    title_and_description = (
        "".join(
            f"<{tag}>{html.escape(text)}</{tag}>"
            for tag, text in (("title", title), ("desc", *more))
        )
        if more
        else f"<title>{html.escape(title)}</title>"
    )
    return f'{svg[:end]} role="img"{svg[end : end + 1]}{title_and_description}{svg[end + 1 :]}'
