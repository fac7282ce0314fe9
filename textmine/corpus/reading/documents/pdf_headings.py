"""Guess which paragraphs of a PDF are headings, from their font and their numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from textmine.corpus.reading.documents.pdf_paragraphs import Paragraph

_LONGEST = 150
_NUMBER = re.compile(
    r"(?:(?:chapter|part|section|annex|appendix)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:chapter|part|annex|appendix)\s+(?:\d+|[ivx]+|[a-z])\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}|\t\d+$")
_SENTENCE = re.compile(r"[.;,:]$")
_LARGER = 1.12
_BOLD = 0.9

_Rank = tuple[float, bool, int]


def heading_levels(paragraphs: Sequence[Paragraph]) -> list[int | None]:
    """Return the level of each paragraph that looks like a heading, None for the others.

    A heading is short, no sentence and no line of a table of contents, and either larger than the
    body, bold where the body is not, or numbered like a section between paragraphs that are not.
    Levels rank size, weight and the depth of the number, in this order.
    """
    size, is_bold = _body(paragraphs)
    ranks: list[_Rank | None] = []
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        ranks.append(_rank(paragraph, following, size, is_bold))
    _forget_crowds(ranks, paragraphs)
    levels = {
        rank: level for level, rank in enumerate(sorted({rank for rank in ranks if rank}), start=1)
    }
    return [levels[rank] if rank else None for rank in ranks]


def _body(paragraphs: Sequence[Paragraph]) -> tuple[float, bool]:
    """Return the size of most characters, and whether most of those are bold."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[_half(paragraph.size)] += len(paragraph.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    same = [paragraph for paragraph in paragraphs if _half(paragraph.size) == size]
    bold = sum(len(paragraph.text) for paragraph in same if paragraph.bold >= _BOLD)
    return size, bold > sum(len(paragraph.text) for paragraph in same) / 2


def _half(size: float) -> float:
    return round(size * 2) / 2


def _rank(
    paragraph: Paragraph, following: Paragraph | None, size: float, body_is_bold: bool
) -> _Rank | None:
    text = paragraph.text
    if len(text) > _LONGEST or paragraph.lines > 3 or _CONTENTS.search(text):
        return None
    if sum(sign.isalpha() for sign in text) < 2 or not (text[0].isupper() or text[0].isdigit()):
        return None
    number = _NUMBER.match(text)
    depth = number[1].count(".") + 1 if number else 1
    if _SENTENCE.search(text) and not text.isupper() and not paragraph.size > 1.3 * size:
        return None
    bold = paragraph.bold >= _BOLD and not body_is_bold
    if _half(paragraph.size) >= _LARGER * size:
        return -_half(paragraph.size), not bold, depth
    if paragraph.size < 0.9 * size:
        return None
    named = bool(_NAMED.match(text)) and len(text) < 80
    numbered = number is not None and len(text) < 80 and not _is_numbered(following)
    if bold:
        return -_half(paragraph.size), False, depth
    if numbered or named:
        return -size, True, depth
    return None


def _is_numbered(paragraph: Paragraph | None) -> bool:
    """Return whether a paragraph goes on with the numbers, as the items of a list do."""
    return paragraph is None or bool(re.match(r"\d", paragraph.text))


def _forget_crowds(ranks: list[_Rank | None], paragraphs: Sequence[Paragraph]) -> None:
    """Take back a rank that most paragraphs would have: a slide or a form has no body."""
    times = Counter(rank for rank in ranks if rank)
    for rank, number in times.items():
        if number > 20 and number > 0.5 * len(paragraphs):
            ranks[:] = [None if other == rank else other for other in ranks]
