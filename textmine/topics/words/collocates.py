"""The words that stand near a word more often than chance would have it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from textmine.errors import InputError
from textmine.nlp import Prepared
from textmine.nlp.layers import PUNCT
from textmine.stats.words.collocation import collocation
from textmine.topics.words.query import Query, find_hits
from textmine.topics.words.running import RunningWords


@dataclass(frozen=True)
class Collocate:
    """A word near the node: `n` times within the window, `left` before it and `right` after it.

    `expected` is how often by chance; `log_dice` is at most 14, `t` favours common pairs and `mi`
    rare ones. In `n_units` units by `n_voices` voices.
    """

    word: str
    n: int
    left: int
    right: int
    expected: float
    log_dice: float
    t: float
    mi: float
    n_units: int
    n_voices: int


@dataclass(frozen=True)
class Collocates:
    """The collocates of a node that stands `n_node` times in `n_units` units."""

    found: tuple[Collocate, ...]
    n_node: int
    n_units: int
    n_words: int


def collocates_of(
    query: Query, prepared: Prepared, running: RunningWords, window: int, least: int
) -> Collocates:
    """Count the words within `window` running words on either side of each hit, best logDice first.

    Windows end with the unit and do not hold the node. A collocate that stands there fewer than
    `least` times is left out. Raises InputError where the query is not found.
    """
    from textmine.topics.words.comparing import count_running

    places = _running_places(prepared)
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    units: dict[str, set[int]] = {}
    n_node, holding = 0, set()
    for hit in find_hits(query, prepared):
        n_node += 1
        holding.add(hit.unit)
        inside = [places[hit.unit][token] for token in range(hit.start, hit.end)]
        known = [place for place in inside if place is not None]
        if not known:
            continue
        words, listed = running.units[hit.unit], running.listed[hit.unit]
        before = range(max(0, known[0] - window), known[0])
        after = range(known[-1] + 1, min(len(words), known[-1] + 1 + window))
        for side, near in ((left, before), (right, after)):
            for place in near:
                if listed[place]:
                    side[words[place]] += 1
                    units.setdefault(words[place], set()).add(hit.unit)
    if not n_node:
        raise InputError("These texts do not have the word.", hint="Try --lemma, or word*.")
    counted = count_running(running)
    column = {word: index for index, word in enumerate(counted.words)}
    total = counted.counts.sum(axis=0).A1
    names = sorted(word for word in units if left[word] + right[word] >= least)
    n = sum(running.sizes)
    if not names:
        return Collocates((), n_node, len(holding), n)
    together = [left[word] + right[word] for word in names]
    singly = [int(total[column[word]]) for word in names]
    measured = collocation(together, [n_node] * len(names), singly, n, 2 * window)
    found = [
        Collocate(
            word,
            together[i],
            left[word],
            right[word],
            float(measured.expected[i]),
            float(measured.log_dice[i]),
            float(measured.t[i]),
            float(measured.mi[i]),
            len(units[word]),
            len({running.voices[unit] for unit in units[word]}),
        )
        for i, word in enumerate(names)
    ]
    found.sort(key=lambda collocate: (-round(collocate.log_dice, 9), collocate.word))
    return Collocates(tuple(found), n_node, len(holding), n)


def _running_places(prepared: Prepared) -> list[list[int | None]]:
    """Return for each token its place among the running words of its unit, None if it is none."""
    places = []
    for words, bits in zip(prepared.layer("words"), prepared.flags(), strict=True):
        count = 0
        of: list[int | None] = []
        for word, bit in zip(words, bits, strict=True):
            runs = not bit & PUNCT and any(map(str.isalnum, word))
            of.append(count if runs else None)
            count += runs
        places.append(of)
    return places
