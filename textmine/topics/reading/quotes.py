"""Choose what to quote for a topic: typical units, and the sentences in them that show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.topics.reading.meaning import Meaning
from textmine.topics.reading.sources import Source

_LINE = re.compile(r"[^\n]+")
_BETWEEN = re.compile(r"(?<=[.!?…])[\"'”’)]*(\s+)(?=[\"'“‘(]?[A-Z0-9ÁÉÍÓÚÄÖÜ¿¡])")
_ASIDE = (">", "#")
_LONGEST = 280
_WORD = re.compile(r"\w+")
_SAME = 0.7
"""The cosine of two units' vectors from which the second only repeats the first. With it another
encoder found 3 in 1,000 pairs of CSTA's quotations alike (cosine above .8) and 24 of Ottensen's;
without it 39 and 133 (benchmarks/meaning.py)."""


@dataclass(frozen=True)
class Quotation:
    """Whole sentences of one unit, with where they come from and the topic's share of the unit."""

    document: str
    author: str
    thread: str
    text: str
    share: float
    place: str = ""

    @property
    def signature(self) -> str:
        """Who said it and where it stands: author, thread, section and page, document."""
        parts = (self.author, self.thread, self.place, self.document)
        return " · ".join(dict.fromkeys(part for part in parts if part))


def quote_topic(
    shares: NDArray[np.float64],
    documents: Sequence[Source],
    words: Sequence[str],
    n_quotes: int = 3,
    meaning: Meaning | None = None,
) -> list[Quotation]:
    """Quote the units in which a topic is strongest, of different authors as long as there are any.
    Those that mean the same as one before them come last, where `meaning` can tell.

    `shares` (n_units,) is the topic's share of each unit, `documents` holds (id, author, thread,
    text) of each, `words` the topic's top words. Units that use fewer than two of the words come
    last: a strong share without the words shows nothing to a reader.
    """
    stems = {word[:5] for word in words}
    order = np.argsort(-shares, kind="stable")[: 12 * n_quotes]
    candidates = [place for place in order if shares[place] > 0]
    used = {place: _hits(documents[place].text, stems) for place in candidates}
    candidates.sort(key=lambda place: used[place] < 2)
    chosen = _different(candidates, [documents[place] for place in candidates], n_quotes, meaning)
    return [
        Quotation(
            document=documents[place].document,
            author=documents[place].author,
            thread=documents[place].thread,
            text=telling_sentences(documents[place].text, stems),
            share=float(shares[place]),
            place=documents[place].place,
        )
        for place in (int(candidates[one]) for one in chosen)
    ]


def _different(
    units: Sequence[int], sources: Sequence[Source], n: int, meaning: Meaning | None
) -> list[int]:
    """Return the places of n of the units, the first ones that differ in voice and in meaning."""
    voices = [one.author or one.thread or one.document for one in sources]
    same = np.zeros((len(units), len(units)), dtype=np.bool_)
    if meaning is not None and len(units) > 1:
        vectors = meaning(units)
        same = vectors @ vectors.T >= _SAME
    chosen: list[int] = []
    for other_voice, other_words in ((True, True), (False, True), (False, False)):
        for place, voice in enumerate(voices):
            if len(chosen) == n or place in chosen:
                continue
            if other_voice and any(voices[one] == voice for one in chosen):
                continue
            if other_words and same[place, chosen].any():
                continue
            chosen.append(place)
    return chosen


def telling_sentences(text: str, stems: set[str]) -> str:
    """Return the run of whole sentences, up to 280 characters, with the most of the stems.

    It stands in the text just so, but for white space and the ellipses. Lines that a reply quotes
    and headings are left out, unless there is nothing else, and no run reaches across them.
    """
    spans = _sentences(text, aside=False) or _sentences(text, aside=True)
    best = max(range(len(spans)), key=lambda place: _density(_cut(text, *spans[place]), stems))
    (start, end), after = spans[best], best + 1
    while after < len(spans):
        longer = _cut(text, start, spans[after][1])
        if text[end : spans[after][0]].strip() or len(longer) > _LONGEST:
            break
        end, after = spans[after][1], after + 1
    quoted = _cut(text, start, end)
    if len(quoted) > 2 * _LONGEST:
        quoted = quoted[: 2 * _LONGEST].rsplit(" ", 1)[0] + " …"
    lead = "… " if best > 0 else ""
    tail = " …" if after < len(spans) and not quoted.endswith("…") else ""
    return f"{lead}{quoted}{tail}"


def _sentences(text: str, *, aside: bool) -> list[tuple[int, int]]:
    """Return start and end of every sentence, of quoted lines and headings only if `aside`."""
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        if not line[0].strip() or (line[0].lstrip().startswith(_ASIDE) and not aside):
            continue
        start = line.start()
        for gap in _BETWEEN.finditer(text, line.start(), line.end()):
            spans.append((start, gap.start(1)))
            start = gap.end(1)
        spans.append((start, line.end()))
    return spans


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def _hits(text: str, stems: set[str]) -> int:
    return len({word[:5] for word in _WORD.findall(text.lower())} & stems)


def _density(sentence: str, stems: set[str]) -> float:
    n_words = len(sentence.split())
    return _hits(sentence, stems) - (0.5 if n_words < 6 else 0) - 0.002 * n_words
