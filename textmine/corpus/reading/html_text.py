"""Turn HTML into plain text: paragraphs, lists, tables, headings and links, nothing executed."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from textmine.lazily import etree

_PARAGRAPHS = frozenset(
    "address article aside blockquote body center details dialog dl fieldset figcaption figure "
    "footer form header hr html main nav ol p pre section summary table ul".split()
)
_LINES = frozenset("caption dd div dt li optgroup option tbody tfoot thead tr".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset("head iframe script style svg template title".split())
_EMPTY = frozenset("area br col embed hr img input link meta source wbr".split())
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>|<[!?][^<>]*+>")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}+")
_MOST_WORDS = 2_000
"""Words in one tag with which a page is still read as a tree."""
_UNFIT = re.compile("[\0\ud800-\udfff]")
_LARGEST = 9_000_000
"""Characters of markup up to which libxml2 certainly takes one run of text."""

Event = tuple[str, str, Mapping[str, str]]
"""("open" or "close", tag, attributes) or ("text", what stands there, {})."""


@dataclass(frozen=True)
class HtmlText:
    """Text with LF line ends, a blank line between paragraphs, a line for each item and row.

    `headings` holds level (1-6), start, end and title; `links` start, end and address of the links
    whose text is not their address already. Offsets are code points into `text`, end exclusive.
    """

    text: str
    headings: tuple[tuple[int, int, int, str], ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()


def html_to_text(markup: str) -> HtmlText:
    """Return the text of a page or a fragment.

    Scripts, styles and comments are left out; pictures give their alternative text. Markup that is
    nested more than 256 deep or larger than 9 MB is read tag by tag, without its links. Any string
    has a text: nothing is raised.

    >>> html_to_text("<h1>Fares</h1><p>Too <b>high</b>.</p>")
    HtmlText(text='Fares\\n\\nToo high.', headings=((1, 0, 5, 'Fares'),), links=())
    """
    markup = _UNFIT.sub("\ufffd", markup)
    root = parse_html(markup)
    return _laid_out(_flat_events(markup)) if root is None else tree_to_text(root)


def parse_html(markup: str) -> Any | None:
    """Return the root of the tree of a page or fragment, None where no whole tree can be made."""
    if not markup.strip() or len(markup) > _LARGEST or _has_crowded_tag(markup):
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(_UNFIT.sub("\ufffd", markup).encode("utf-8"), parser)
    except etree.LxmlError:
        return None
    cut_short = any(
        "Excessive depth" in error.message or "limit" in error.message for error in parser.error_log
    )
    return None if cut_short else root


def _has_crowded_tag(markup: str) -> bool:
    """Tell whether a tag has so many attributes that a parser compares them for minutes."""
    return any(
        len(tag[0].split(None, _MOST_WORDS)) > _MOST_WORDS for tag in _LONG_TAG.finditer(markup)
    )


def tree_to_text(root: Any) -> HtmlText:
    """Return the text of an element that `parse_html` gave, with all that is in it."""
    return _laid_out(_tree_events(root))


def _tree_events(root: Any) -> Iterator[Event]:
    for action, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if action == "start":
            yield "open", tag, element.attrib
            yield "text", element.text or "", {}
        else:
            yield "close", tag, {}
            if element is not root:
                yield "text", element.tail or "", {}


def _flat_events(markup: str) -> Iterator[Event]:
    """Read tags one by one, as they stand, without asking whether they belong together."""
    at = 0
    for token in _TOKEN.finditer(markup):
        yield "text", html.unescape(markup[at : token.start()]), {}
        at = token.end()
        if token[2]:
            tag = token[2].lower()
            yield ("close" if token[1] else "open"), tag, {}
    yield "text", html.unescape(markup[at:]), {}


def _laid_out(events: Iterator[Event]) -> HtmlText:
    page = _Page()
    for action, name, attributes in events:
        if action == "text":
            page.write(name)
        elif action == "open":
            page.open(name, attributes)
        else:
            page.close(name)
    text = "".join(page.parts).rstrip()
    return HtmlText(text, tuple(page.headings(text)), tuple(page.links(text)))


@dataclass
class _Page:
    """What has been written so far, and the breaks and marks that wait for the next word."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    breaks: int = 0
    tabs: int = 0
    space: bool = False
    mark: str = ""
    silent: int = 0
    as_it_stands: int = 0
    lists: list[int] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    found: list[tuple[int, int, int]] = field(default_factory=list)
    linked: list[tuple[int, int, str]] = field(default_factory=list)

    def open(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self.breaks = min(self.breaks + 1, 2)
        elif tag == "img":
            self.write(attributes.get("alt", ""))
        elif tag in ("ul", "ol"):
            self._break(1 if self.lists else 2)
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._break(1)
            self.mark = self._item_mark()
        elif tag in _HEADINGS:
            self._break(2)
            self.begun.append(self.length)
        elif tag == "a":
            self.anchors.append((self.length, attributes.get("href", "").strip()))
        else:
            self._break_at(tag)
        self.as_it_stands += tag == "pre"

    def close(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in ("ul", "ol"):
            self.lists = self.lists[:-1]
            self._break(1 if self.lists else 2)
        elif tag in _HEADINGS:
            if self.begun:
                self.found.append((_HEADINGS[tag], self.begun.pop(), self.length))
            self._break(2)
        elif tag == "a":
            if self.anchors:
                start, address = self.anchors.pop()
                self.linked.append((start, self.length, address))
        elif tag in ("td", "th"):
            self.tabs += 1
        elif tag not in _EMPTY:
            self._break_at(tag)
        if tag == "pre":
            self.as_it_stands = max(self.as_it_stands - 1, 0)

    def write(self, text: str) -> None:
        if not text or self.silent:
            return
        if self.as_it_stands:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            self._put(text if self.length else text.lstrip("\n"))
            return
        words = text.split()
        self.space = self.space or text[0].isspace()
        if words:
            self._put(" ".join(words))
            self.space = text[-1].isspace()

    def _put(self, text: str) -> None:
        if not text:
            return
        before = ""
        if self.breaks:
            before = "\n" * self.breaks if self.length else ""
        elif self.tabs and self.length:
            before = "\t" * self.tabs
        elif self.space and self.length:
            before = " "
        for piece in (before + self.mark, text):
            self.parts.append(piece)
            self.length += len(piece)
        self.breaks, self.tabs, self.space, self.mark = 0, 0, False, ""

    def _break_at(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._break(1 if self.lists else 2)
        elif tag in _LINES:
            self._break(1)
        if tag == "tr":
            self.tabs = 0

    def _break(self, lines: int) -> None:
        if not self.mark:
            self.breaks = max(self.breaks, lines)

    def _item_mark(self) -> str:
        indent = "  " * min(len(self.lists) - 1, 20)
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1]}. "
        return f"{indent}- "

    def headings(self, text: str) -> Iterator[tuple[int, int, int, str]]:
        for level, start, end in sorted(self.found, key=lambda heading: heading[1]):
            first, last = _trimmed(text, start, end)
            if first < last:
                yield level, first, last, " ".join(text[first:last].split())

    def links(self, text: str) -> Iterator[tuple[int, int, str]]:
        for start, end, address in sorted(self.linked):
            first, last = _trimmed(text, start, end)
            bare = address.removeprefix("mailto:")
            if _ADDRESS.match(address) and text[first:last] not in (address, bare):
                yield first, last, address


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    return first, max(first, start + len(piece.rstrip()))
