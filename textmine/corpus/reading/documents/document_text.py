"""What every reader of documents returns: one whole text and the places in it."""

from collections.abc import Mapping
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
