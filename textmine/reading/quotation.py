"""A quotation: a passage as it stands in its text, who gave it its codes, and who did not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from textmine.corpus.spaceless import n_between_spaces
from textmine.nlp.own_words import all_own
from textmine.nlp.quotable import MOST, quotable
from textmine.reading.coded_units import CodePlace

CUT = "[...]"
"""Stands where a text goes on that is not shown."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class GivenCode:
    """A code that coders gave a passage, and what they noted with it."""

    place: CodePlace
    coders: tuple[str, ...]
    memos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dissent:
    """A coder who coded the same passage otherwise: with other codes there, or with none."""

    coder: str
    codes: tuple[CodePlace, ...]
    memos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """A document that stands `place` documents behind another in its thread, before it if < 0."""

    place: int
    document: str
    author: str
    date: str
    text: str


@dataclass(frozen=True)
class Quotation:
    """A passage word for word, and what a reader has to know to cite it.

    `text` is what stands in the document from `start` to `end` (code points, end exclusive), of its
    `size`. `before` and `after` are what stands on either side, as far as it was asked for, whole
    words. `codes` are those that were looked for, `also` others that the same coders gave there.
    `place` is section and page; where the text was cut from a `file`, this is the thread.
    `attributes` are columns of the corpus by their names. `theme` is a theme of a model and the
    document's share of it. `rank` is how like the other passages of its code it is (mean cosine, 0
    to 1), or how like the one it is held against; None where nobody asked.
    """

    document: str
    start: int
    end: int
    text: str
    size: int
    codes: tuple[GivenCode, ...] = ()
    also: tuple[GivenCode, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    before: str = ""
    after: str = ""
    author: str = ""
    date: str = ""
    title: str = ""
    thread: str = ""
    place: str = ""
    file: bool = False
    attributes: tuple[tuple[str, str], ...] = ()
    around: tuple[Neighbour, ...] = ()
    theme: tuple[str, float] | None = None
    rank: float | None = None

    @property
    def whole(self) -> bool:
        """Whether it is all of its text."""
        return (self.start, self.end) == (0, self.size)

    @property
    def key(self) -> str:
        """What names the passage: its document, with start and end where it is no whole text."""
        return self.document if self.whole else f"{self.document}:{self.start}-{self.end}"

    @property
    def voice(self) -> str:
        """Who speaks: the author, else the thread, else the document."""
        return self.author or self.thread or self.document

    @property
    def coders(self) -> tuple[str, ...]:
        """Those who gave it the codes that were looked for, sorted."""
        return tuple(sorted({name for code in self.codes for name in code.coders}))

    @property
    def memos(self) -> tuple[str, ...]:
        """What coders noted with its codes, each once."""
        return tuple(dict.fromkeys(memo for code in self.codes for memo in code.memos))


@dataclass(frozen=True)
class Extract:
    """What is shown of a text: from `start` to `end` in it, with a mark where it was cut.

    `cut` says that the text goes on behind it, `begun` that some of it stands before.
    """

    start: int
    end: int
    text: str
    cut: bool
    begun: bool = False

    def __str__(self) -> str:
        """Return the text, with [...] before and behind it where there is more."""
        return f"{f'{CUT} ' if self.begun else ''}{self.text}{f' {CUT}' if self.cut else ''}"


def extract(quotation: Quotation, most: int = 0) -> Extract:
    """Return what is shown of a quotation: about `most` words, all of it for 0, without blanks.

    A passage that is longer, or has mark-up or words of others in it, is cut to whole sentences of
    its own: beyond 60 words to the longest run that has none of these, else to the first sentences
    that are understood alone. One sentence may have 60 words however few are asked for.

    >>> one = Quotation("7", 0, 48, " We buy rye. > Why? We sell nothing of it to you.", 48)
    >>> extract(one).start
    1
    """
    text = quotation.text
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if most:
        first, last, begun, cut = _shown(text, most)
        return Extract(
            quotation.start + first, quotation.start + last, text[first:last], cut, begun
        )
    return Extract(quotation.start + first, quotation.start + last, text[first:last], cut=False)


@lru_cache(maxsize=4_096)
def _shown(text: str, most: int) -> tuple[int, int, bool, bool]:
    """Return start and end of what is shown, and whether more stands before it and behind."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if n_between_spaces(text) <= most and all_own(text):
        return first, last, False, False
    excerpt = quotable(text, most=most, across=most > MOST)
    return excerpt.start, excerpt.end, excerpt.more_before, excerpt.more_after


def context_of(text: str, start: int, end: int, n_words: int) -> tuple[str, str]:
    """Return up to `n_words` whole words before and after a stretch of a text, as they stand.

    >>> context_of("we sell rye and oats here", 8, 11, 1)
    ('sell ', ' and')
    """
    if not n_words:
        return "", ""
    last = [match.start() for match in _WORD.finditer(text, 0, start)][-n_words:]
    behind = end
    for number, match in enumerate(_WORD.finditer(text, end), start=1):
        behind = match.end()
        if number == n_words:
            break
    return text[last[0] : start] if last else "", text[end:behind]


def verbatim(quotations: Iterable[Quotation], texts: Mapping[str, str]) -> list[bool]:
    """Return for each quotation whether the texts have it, and what is around it, just so.

    `texts` are those that are stored, by the ids of their documents.
    """
    return [_stands(quotation, texts) for quotation in quotations]


def _stands(quotation: Quotation, texts: Mapping[str, str]) -> bool:
    text = texts.get(quotation.document)
    if text is None or not 0 <= quotation.start < quotation.end <= len(text):
        return False
    return (
        text[quotation.start : quotation.end] == quotation.text
        and text[: quotation.start].endswith(quotation.before)
        and text[quotation.end :].startswith(quotation.after)
        and quotation.size == len(text)
        and all(texts.get(beside.document) == beside.text for beside in quotation.around)
    )
