"""Take the headings of a PDF from its outline (the bookmarks), where it has a telling one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from textmine.corpus.reading.documents.pdf_pages import Bookmark
from textmine.corpus.reading.documents.pdf_paragraphs import Paragraph

_FEWEST = 3
_SHARE = 0.6
_NUMBER = re.compile(
    r"^(?:(?:chapter|part|annex|appendix)\s+)?(?:[\divx]+|[a-z])(?:\.\d+)*[.:]?\s+", re.IGNORECASE
)


def outline_levels(
    paragraphs: Sequence[Paragraph], outline: Sequence[Bookmark], guessed: Sequence[int | None]
) -> list[int | None] | None:
    """Return the level of each paragraph that the outline names, None when it cannot be trusted.

    An entry names the first paragraph of its page, or of the one after it, that has its words and
    no entry before it. At least three and three in five must be found. What was guessed to be the
    highest heading before the first of them is the title, level 0.
    """
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, paragraph in enumerate(paragraphs):
        for key in {_key(paragraph.text), _key(_NUMBER.sub("", paragraph.text))}:
            places[paragraph.page, key].append(place)
    found: dict[int, int] = {}
    for mark in outline:
        for key in (_key(mark.title), _key(_NUMBER.sub("", mark.title))):
            near = [*places[mark.page, key], *places[mark.page + 1, key]] if key else []
            free = [place for place in near if place not in found]
            if free:
                found[free[0]] = mark.level
                break
    if len(found) < max(_FEWEST, _SHARE * len(outline)):
        return None
    levels: list[int | None] = [found.get(place) for place in range(len(paragraphs))]
    title = next((place for place in range(min(found)) if guessed[place] == 1), None)
    if title is not None:
        levels[title] = 0
    return levels


def _key(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
