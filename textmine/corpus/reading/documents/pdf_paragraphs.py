"""Rebuild paragraphs from the lines of pages."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from unicodedata import bidirectional

from textmine.corpus.reading.documents.pdf_columns import Placed
from textmine.corpus.reading.documents.pdf_pages import Line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_END = re.compile(r"(?<![^\W\d_])([^\W\d_]++)([-\u2010\u00ad])$")
_BEGINNING = re.compile(r"[^\W\d_]+")
_SOFT = "\u00ad"
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"})
_FIRST_PARTS = frozenset(
    "over under with inter fore after back out every any some some where there here super "
    "counter multi micro trans through up down in on off sub mis dis non".split()
)
"""Words that begin others without a hyphen, so that they are no sign of a compound."""

_SECOND_PARTS = frozenset(
    "making based wide led related term level scale quality profile income skilled paid free "
    "friendly specific driven oriented funded owned run going being held style sector time "
    "range minded depth world cost effective known established needed".split()
)
"""Words that stand behind a hyphen in English compounds."""

_ITEM = re.compile(
    r"[•▪◦●■○➢✓–—‣*]\s|\(?(?:[ivx]{1,5}|[a-z]|\d{1,3})[.)]\s|(?:\d{1,3}\.)+\d{1,3}\.?\s|[•▪●■➢]"
)
_POINT = re.compile(r"[•▪◦●■○➢✓–—‣*]|\(?(?:[ivx]{1,5}|[a-z])[.)]\s")
_LABEL = re.compile(r"[•▪◦●■○➢✓–—‣*-]|\(?[\dA-Za-z]{1,3}(?:\.\d{1,3})*[.)]?")
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_LEADING = 1.2
_GAP = 1.35
_SIZES = 1.08
_CELL_GAP = 3.0


@dataclass
class Paragraph:
    """Lines that belong together, with their text and where each page begins in it."""

    page: int
    size: float
    bold: float
    text: str
    last: Line
    lines: int = 1
    turns: list[tuple[int, int]] = field(default_factory=list)
    table: bool = False

    @property
    def group(self) -> str:
        """What the paragraph is a part of; numbered ones are paragraphs in their own right."""
        if self.table:
            return "table"
        return "list" if _POINT.match(self.text) else ""


@dataclass(frozen=True)
class _Edges:
    """Where the lines of a column begin and end."""

    left: float
    right: float

    def is_short(self, line: Line) -> bool:
        """Return whether a line ends well before the edge of its column."""
        return line.right < self.right - max(0.12 * (self.right - self.left), line.size)

    def has_room(self, line: Line, following: Line) -> bool:
        """Return whether the first word of the next line would have fitted on this one."""
        share = len(following.text.split()[0]) / len(following.text)
        width = share * (following.right - following.left)
        return self.right - line.right > width + 1.5 * line.size


def paragraphs(pages: Sequence[tuple[int, Sequence[Placed]]]) -> tuple[list[Paragraph], int]:
    """Return the paragraphs of numbered pages, and how many hyphenated words were joined.

    A new one begins after a wider gap, with an indented line or an item of a list, after a short
    line that ends a sentence, or where size or weight of the font change. At the end of a column
    or page it goes on unless a sentence has ended.
    """
    words = Words(placed.line.text for _, page in pages for placed in page)
    leading = _leading(pages)
    text_paragraphs: list[Paragraph] = []
    joined = 0
    column = ""
    last_page = 0
    edges = _Edges(0.0, 0.0)
    for number, page in pages:
        known = _edges(page)
        for placed in page:
            line = placed.line
            last = text_paragraphs[-1] if text_paragraphs else None
            same_column = last is not None and last_page == number and placed.column == column
            new_edges = known[placed.column]
            if last is not None and same_column and _beside(last.last, line):
                near = line.left - last.last.right < _CELL_GAP * line.size
                is_label = _LABEL.fullmatch(last.text.rpartition("\t")[2])
                last.text += (" " if near or is_label else "\t") + line.text
                last.table = last.table or "\t" in last.text
                last.last = line._replace(left=min(last.last.left, line.left))
            elif last is None or _begins(last, line, edges, same_column, leading):
                text_paragraphs.append(Paragraph(number, line.size, line.bold, line.text, line))
                text_paragraphs[-1].turns.append((0, number))
            else:
                before, between, was_joined = join(last.text, line.text, words)
                joined += was_joined
                _extend(last, f"{before}{between}", line, number)
            column, edges, last_page = placed.column, new_edges, number
    return text_paragraphs, joined


def _extend(paragraph: Paragraph, before: str, line: Line, number: int) -> None:
    if paragraph.turns[-1][1] != number:
        paragraph.turns.append((len(before), number))
    share = len(paragraph.text) / max(len(paragraph.text) + len(line.text), 1)
    paragraph.bold = share * paragraph.bold + (1 - share) * line.bold
    paragraph.text = before + line.text
    paragraph.last = line
    paragraph.lines += 1


def _beside(a: Line, b: Line) -> bool:
    """Return whether a run stands to the right of another on the same baseline."""
    return abs(a.base - b.base) <= 0.3 * max(a.size, b.size) and b.left >= a.right - a.size


def _begins(
    paragraph: Paragraph, line: Line, old: _Edges, same_column: bool, leading: float
) -> bool:
    """Return whether a line begins a new paragraph rather than going on with this one."""
    last = paragraph.last
    larger, smaller = max(last.size, line.size), min(last.size, line.size)
    if larger > _SIZES * smaller or abs(last.bold - line.bold) > 0.8 or _ITEM.match(line.text):
        return True
    ended = bool(_ENDED.search(paragraph.text))
    broken = paragraph.text.endswith("-") and line.text[0].isalnum()
    if not same_column or line.base > last.base + 0.3 * larger:
        return not broken and (ended or paragraph.table or old.is_short(last))
    if last.base - line.base > _GAP * leading * larger or paragraph.table:
        return True
    if broken or bidirectional(line.text[0]) in ("R", "AL"):
        return False  # what follows knows only scripts that run to the right
    return _begins_by_edges(paragraph, line, old, ended=ended)


def _begins_by_edges(paragraph: Paragraph, line: Line, edges: _Edges, *, ended: bool) -> bool:
    """Return whether a line begins a paragraph for where it, or the line before it, stops."""
    last = paragraph.last
    size = max(last.size, line.size)
    is_item = bool(_ITEM.match(paragraph.text))
    if line.left > last.left + size and not is_item and last.left < edges.left + 0.5 * size:
        return True
    if line.left < last.left - size and paragraph.lines > 1:
        return True
    if not edges.is_short(last):
        return False
    return ended or (not line.text[0].islower() and edges.has_room(last, line))


def _leading(pages: Sequence[tuple[int, Sequence[Placed]]]) -> float:
    """Return the usual distance of baselines in font sizes."""
    gaps = [gap for _, page in pages for gap in _gaps(page)]
    return min(max(median(gaps), 1.0), 2.5) if gaps else _LEADING


def _gaps(page: Sequence[Placed]) -> Iterator[float]:
    for a, b in itertools.pairwise(page):
        gap = (a.line.base - b.line.base) / max(a.line.size, b.line.size)
        if a.column == b.column and 0.8 < gap < 2.5 and a.line.size == b.line.size:
            yield gap


def _edges(page: Sequence[Placed]) -> dict[str, _Edges]:
    """Return the edges of each column: its commonest beginning, and the end of its long lines."""
    columns: dict[str, list[Line]] = defaultdict(list)
    for placed in page:
        columns[placed.column].append(placed.line)
    edges: dict[str, _Edges] = {}
    for name, lines in columns.items():
        left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
        rights = sorted(line.right for line in lines)
        edges[name] = _Edges(float(left), rights[int(0.95 * (len(rights) - 1))])
    return edges


class Words:
    """The words of a document, which tell whether a hyphen at a line end belongs to the word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        for line in lines:
            words = [word.lower() for word in _WORD.findall(line)]
            if _BROKEN_END.search(line):
                words = words[:-1]
            self.counts.update(words)
            self.counts.update(part for word in words if "-" in word for part in word.split("-"))

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Return whether "before-" and "after" make a word with a hyphen.

        The document's own use decides. Where it has neither form, a compound is what ends as
        compounds do; what is no English word though both parts are; and what is made of two words
        that the document often uses by themselves.
        """
        before, after = before.lower(), after.lower()
        joined, hyphenated = self.counts[before + after], self.counts[f"{before}-{after}"]
        if joined != hyphenated:
            return hyphenated > joined
        if len(before) == 1:
            return True
        if after in _SECOND_PARTS and _is_english(before):
            return True
        if _is_english(before + after):
            common = min(self.counts[before], self.counts[after]) > 1
            return common and min(len(before), len(after)) >= 4 and before not in _FIRST_PARTS
        return _is_english(before) and _is_english(after)


def _is_english(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word, lang="en"))


def join(before: str, after: str, words: Words) -> tuple[str, str, bool]:
    """Return the earlier text, what stands between it and the next line, and whether a word was
    joined.

    >>> join("the consul-", "tation ran", Words([]))
    ('the consul', '', True)
    >>> join("good policy-", "making", Words([]))
    ('good policy-', '', False)
    """
    broken, beginning = _BROKEN_END.search(before), _BEGINNING.match(after)
    if broken is None or beginning is None:
        bare_dash = before.endswith("-") and before[-2:-1].isalnum() and after[:1].isalnum()
        return before, "" if bare_dash else " ", False
    part, hyphen, rest = broken[1], broken[2], beginning[0]
    if hyphen == _SOFT:
        return before[:-1], "", True
    if rest.lower() in _SUSPENDED:
        return before, " ", False
    start = before[: broken.start()]
    in_capitals = part.isupper() and rest.isupper() and len(part) > 1
    compound = start.endswith("-") or not (rest[0].islower() or in_capitals)
    if compound or words.keeps_hyphen(part, rest):
        return before, "", False
    return before[:-1], "", True
