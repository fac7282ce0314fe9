"""The text of a page of Taguette, and where places that are counted in its bytes lie in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from textmine.exchange.positions import from_utf8_bytes

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol table tr blockquote pre section article header footer "
    "dl dt dd figure figcaption body br hr".split()
)
_SILENT = frozenset("script style head title".split())


@dataclass(frozen=True)
class HtmlPlaces:
    """The text of a page with a line a block, where line ends were put in before `inserted`.

    `plain` is what stands between its tags; `inserted` are code points into it, ascending.
    """

    text: str
    plain: str
    inserted: tuple[int, ...]

    @classmethod
    def of(cls, page: str) -> HtmlPlaces:
        """Read a page; scripts and styles have no text."""
        parser = _Parser()
        parser.feed(page)
        parser.close()
        plain = "".join(parser.parts)
        inserted = tuple(at for at in parser.breaks if 0 < at < len(plain))
        pieces, before = [], 0
        for at in inserted:
            pieces.append(plain[before:at])
            before = at
        return cls("\n".join([*pieces, plain[before:]]), plain, inserted)

    def from_bytes(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
        """Return spans, counted in bytes of the plain text, in code points of the text.

        One that lies outside of it is None.
        """
        found = from_utf8_bytes(self.plain, [at for span in spans for at in span])
        longest = len(self.plain)
        told: list[tuple[int, int] | None] = []
        for start, end in zip(found[::2], found[1::2], strict=True):
            if not 0 <= start <= end <= longest:
                told.append(None)
                continue
            told.append(
                (start + bisect_right(self.inserted, start), end + bisect_left(self.inserted, end))
            )
        return told


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.breaks: list[int] = []
        self._length = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take the text between tags."""
        if not self._silent and data:
            self.parts.append(data)
            self._length += len(data)

    def _break(self) -> None:
        """Put in a line end, unless one stands there or was put in."""
        ended = bool(self.parts) and self.parts[-1].endswith("\n")
        if not ended and (not self.breaks or self.breaks[-1] != self._length):
            self.breaks.append(self._length)
