"""Choose what to quote for a topic: typical units, and the sentences in them that show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.quotable import Quotable, quotable
from textmine.nlp.unlike import first_unlike
from textmine.topics.reading.meaning import AskedVectors, Meaning
from textmine.topics.reading.sources import Source

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Quotation:
    """Whole sentences of one unit, with where they come from and the topic's share of the unit.

    They stand in its text from `start` to `end` (code points, end exclusive); `text` is how they
    are shown, on one line, with an ellipsis where the text goes on.
    """

    document: str
    author: str
    thread: str
    text: str
    share: float
    place: str = ""
    start: int = 0
    end: int = 0

    @property
    def signature(self) -> str:
        """Who said it and where it stands: author, thread, section and page, document."""
        thread = f"thread {self.thread}" if self.thread not in ("", self.document) else ""
        parts = (self.author, thread, self.place, f"document {self.document}")
        return ", ".join(part for part in parts if part)


def quote_topic(
    shares: NDArray[np.float64],
    documents: Sequence[Source],
    words: Sequence[str],
    n_quotes: int = 3,
    meaning: Meaning | None = None,
) -> list[Quotation]:
    """Quote the units in which a topic is strongest, of different authors as long as there are any.

    `shares` (n_units,) is the topic's share of each unit, `documents` holds (id, author, thread,
    text) of each, `words` the topic's top words. Units that use fewer than two of the words come
    last (a strong share without the words shows nothing to a reader), and so do those without a
    passage that is understood alone (`quotable`). No quotation repeats another one, in words or,
    where `meaning` can tell, in what its unit means: there may be fewer than `n_quotes`.
    """
    stems = {word[:5] for word in words}
    candidates = strongest(shares, n_quotes)
    passages = {place: quotable(documents[place].text, stems=stems) for place in candidates}
    used = {place: _hits(documents[place].text, stems) for place in candidates}
    candidates.sort(key=lambda place: (used[place] < 2) + (not passages[place].clear))
    told = [passages[place].told(documents[place].text) for place in candidates]
    vectors = None
    if meaning is not None and len(candidates) > 1:
        vectors = AskedVectors(meaning, candidates)
    voices = [
        one.author or one.thread or one.document
        for one in (documents[place] for place in candidates)
    ]

    def other_voice(place: int, chosen: Sequence[int]) -> bool:
        return all(voices[place] != voices[one] for one in chosen)

    first = first_unlike(told, n_quotes, vectors, other_voice)
    again = [*first, *(place for place in range(len(told)) if place not in first)]
    kept = first_unlike(
        [told[place] for place in again],
        n_quotes,
        None if vectors is None else vectors.in_order(again),
    )
    return [
        quotation_of(documents[place], passages[place], float(shares[place]))
        for place in (candidates[again[one]] for one in kept)
    ]


def strongest(shares: NDArray[np.float64], n_quotes: int = 3) -> list[int]:
    """Return the units of which some may be quoted, those in which a topic is strongest first."""
    order = np.argsort(-shares, kind="stable")[: 12 * n_quotes]
    return [int(place) for place in order if shares[place] > 0]


def quotation_of(source: Source, passage: Quotable, share: float) -> Quotation:
    """Return the quotation of a passage of a unit."""
    return Quotation(
        document=source.document,
        author=source.author,
        thread=source.thread,
        text=passage.told(source.text),
        share=share,
        place=source.place,
        start=passage.start,
        end=passage.end,
    )


def _hits(text: str, stems: set[str]) -> int:
    return len({word[:5] for word in _WORD.findall(text.lower())} & stems)
