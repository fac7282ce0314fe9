"""What every reader of documents returns: a whole text, the places in it, and its sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Heading(NamedTuple):
    """A heading that stands at text[start:end]; level 1 is the highest, 0 the document's title."""

    level: int
    start: int
    end: int
    title: str


class Comment(NamedTuple):
    """A reader's comment on the place `at` of a text; it is no part of that text."""

    at: int
    author: str
    text: str


@dataclass(frozen=True)
class Properties:
    """What a file says about itself; "" where it says nothing. Times are ISO 8601."""

    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    language: str = ""


@dataclass(frozen=True)
class WholeDocument:
    """The text of a document with LF line ends, and what is known about places in it.

    `headings` are in the order of the text and do not overlap. `pages` holds the offset at which
    each page begins, and `labels` what is printed on the pages where that is known. `counts` says
    how often the reader did what a person should know of, by the keys of `counts.PHRASES`; `remark`
    is what else a person should know.
    """

    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    properties: Properties = Properties()
    encoding: str = ""
    remark: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


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
