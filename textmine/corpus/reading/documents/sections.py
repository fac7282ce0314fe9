"""From headings to sections: which stretch of a text stands under which path of titles."""

from collections.abc import Sequence
from typing import NamedTuple

from textmine.corpus.reading.documents.document_text import Heading

SEPARATOR = " > "


class Section(NamedTuple):
    """The body text[start:end] under a path of titles, such as "2 Skills > 2.1 Apprentices"."""

    start: int
    end: int
    path: str


def sections(text: str, headings: Sequence[Heading]) -> list[Section]:
    """Return the stretches between headings; the first one stands before every heading.

    The title of the document, that is a first heading above all others, is left out of the paths
    of the others: it would only repeat the column `title`.
    """
    stretches = [Section(0, headings[0].start if headings else len(text), "")]
    stops = [*(heading.start for heading in headings[1:]), len(text)]
    open_titles: list[Heading] = []
    title = is_title(text, headings)
    for index, (heading, stop) in enumerate(zip(headings, stops, strict=False)):
        while open_titles and open_titles[-1].level >= heading.level:
            open_titles.pop()
        path = SEPARATOR.join(title.title for title in (*open_titles, heading))
        stretches.append(Section(heading.end, stop, path))
        if not (title and index == 0):
            open_titles.append(heading)
    return stretches


def is_title(text: str, headings: Sequence[Heading]) -> bool:
    """Return whether the first heading opens the text and stands above all others."""
    if not headings or text[: headings[0].start].strip():
        return False
    return all(heading.level > headings[0].level for heading in headings[1:])
