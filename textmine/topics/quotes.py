"""Choose what to quote for a topic: typical units, and the sentences in them that show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9ÁÉÍÓÚÄÖÜ¿¡])|\n+")
_LONGEST = 280
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Quotation:
    """Whole sentences of one unit, with where they come from and the topic's share of the unit."""

    document: str
    author: str
    thread: str
    text: str
    share: float


def quote_topic(
    shares: NDArray[np.float64],
    documents: Sequence[tuple[str, str, str, str]],
    words: Sequence[str],
    n_quotes: int = 3,
) -> list[Quotation]:
    """Quote the units in which a topic is strongest, of different authors as long as there are any.

    `shares` (n_units,) is the topic's share of each unit, `documents` holds (id, author, thread,
    text) of each, `words` the topic's top words. Units that use fewer than two of the words come
    last: a strong share without the words shows nothing to a reader.
    """
    stems = {word[:5] for word in words}
    order = np.argsort(-shares, kind="stable")[: 12 * n_quotes]
    candidates = [place for place in order if shares[place] > 0]
    used = {place: _hits(documents[place][3], stems) for place in candidates}
    candidates.sort(key=lambda place: used[place] < 2)
    chosen: list[int] = []
    seen: set[str] = set()
    for fresh in (True, False):
        for place in candidates:
            voice = documents[place][1] or documents[place][2] or documents[place][0]
            if len(chosen) < n_quotes and place not in chosen and (voice not in seen or not fresh):
                chosen.append(int(place))
                seen.add(voice)
    return [
        Quotation(
            document=documents[place][0],
            author=documents[place][1],
            thread=documents[place][2],
            text=telling_sentences(documents[place][3], stems),
            share=float(shares[place]),
        )
        for place in chosen
    ]


def telling_sentences(text: str, stems: set[str]) -> str:
    """Return the run of whole sentences, up to 280 characters, with the most of the stems."""
    sentences = [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]
    sentences = [part for part in sentences if not part.startswith((">", "#"))] or sentences
    best = max(range(len(sentences)), key=lambda place: _density(sentences[place], stems))
    quoted, after = sentences[best], best + 1
    while after < len(sentences) and len(quoted) + len(sentences[after]) < _LONGEST:
        quoted, after = f"{quoted} {sentences[after]}", after + 1
    if len(quoted) > 2 * _LONGEST:
        quoted = quoted[: 2 * _LONGEST].rsplit(" ", 1)[0] + " …"
    lead = "… " if best > 0 else ""
    tail = " …" if after < len(sentences) and not quoted.endswith("…") else ""
    return f"{lead}{quoted}{tail}"


def _hits(text: str, stems: set[str]) -> int:
    return len({word[:5] for word in _WORD.findall(text.lower())} & stems)


def _density(sentence: str, stems: set[str]) -> float:
    n_words = len(sentence.split())
    return _hits(sentence, stems) - (0.5 if n_words < 6 else 0) - 0.002 * n_words
