"""Choose what to quote for a topic: typical units, and the sentences in them that show it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats
from textmine.nlp.quotable import Quotable, quotable, says_little
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
    file: bool = False

    @property
    def whole(self) -> str:
        """What its unit is a part of: a thread or a file."""
        return "file" if self.file else "thread"

    @property
    def signature(self) -> str:
        """Who said it and where it stands: author, thread or file, section and page, document."""
        whole = f"{self.whole} {self.thread}" if self.thread not in ("", self.document) else ""
        parts = (self.author, whole, self.place, f"document {self.document}")
        return ", ".join(part for part in parts if part)


def quote_topic(
    shares: Floats,
    documents: Sequence[Source],
    words: Sequence[str],
    n_quotes: int = 3,
    meaning: Meaning | None = None,
) -> list[Quotation]:
    """Quote the units in which a topic is strongest, of different authors as long as there are any.

    `shares` (n_units,) is the topic's share of each unit, `documents` holds (id, author, thread,
    text) of each, `words` the topic's top words. Units that use fewer than two of the words come
    last (a strong share without the words shows nothing to a reader), and so do those without a
    passage that is understood alone (`quotable`). Units of fewer than five different words are left
    out where there are others (`says_little`). No quotation repeats another one, in words or,
    where `meaning` can tell, in what its unit means: there may be fewer than `n_quotes`.
    """
    stems = {word[:5] for word in words}
    strong = strongest(shares, n_quotes)
    candidates = [unit for unit in strong if not says_little(documents[unit].text)] or strong
    passages = {index: quotable(documents[index].text, stems=stems) for index in candidates}
    used = {index: _hits(documents[index].text, stems) for index in candidates}
    candidates.sort(key=lambda index: (used[index] < 2) + (not passages[index].clear))
    texts = [passages[index].told(documents[index].text) for index in candidates]
    vectors = None
    if meaning is not None and len(candidates) > 1:
        vectors = AskedVectors(meaning, candidates)
    voices = [
        document.author or document.thread or document.document
        for document in (documents[index] for index in candidates)
    ]

    def other_voice(index: int, chosen: Sequence[int]) -> bool:
        return all(voices[index] != voices[other] for other in chosen)

    first = first_unlike(texts, n_quotes, vectors, other_voice)
    again = [*first, *(index for index in range(len(texts)) if index not in first)]
    picked = first_unlike(
        [texts[index] for index in again],
        n_quotes,
        None if vectors is None else vectors.in_order(again),
    )
    return [
        quotation_of(documents[index], passages[index], float(shares[index]))
        for index in (candidates[again[index]] for index in picked)
    ]


def strongest(shares: Floats, n_quotes: int = 3) -> list[int]:
    """Return the units of which some may be quoted, those in which a topic is strongest first."""
    order = np.argsort(-shares, kind="stable")[: 12 * n_quotes]
    return [int(index) for index in order if shares[index] > 0]


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
        file=source.file,
    )


def _hits(text: str, stems: set[str]) -> int:
    return len({word[:5] for word in _WORD.findall(text.lower())} & stems)
