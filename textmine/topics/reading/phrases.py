"""Noun phrases of texts, from their tags; without tags, pairs of words that attract each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.nlp import Prepared
from textmine.nlp.layers import ALPHA, STOP

Phrase = tuple[str, ...]

_NAMING = frozenset({"NOUN", "PROPN"})
_INSIDE = _NAMING | {"ADJ"}
_NOUNS_CAPITALISED = frozenset({"de", "lb"})
_LONGEST = 4
_SHORTEST_WORD = 3
_ATTRACTED = 7.0
"""The logDice from which two neighbouring words are taken as one name (Rychly 2008: a little)."""


@dataclass(frozen=True)
class Phrases:
    """Phrases of two to four words: `counts` holds those of each unit, by their lemmas.

    `written` is how each is most often written.
    """

    counts: tuple[Counter[Phrase], ...]
    written: dict[Phrase, str]


def find_phrases(prepared: Prepared) -> Phrases:
    """Find the phrases of each text: runs of adjectives and nouns that end in a noun.

    A run lends all its parts of two to four words that end in a noun, so that "local business
    rates" is counted for "business rates" too. Stop words and words of one or two letters break a
    run. Without tags, neighbouring words with a logDice of 7 or more, of which the second is a noun
    where nouns have capitals.
    """
    words, lemmas, flags = prepared.layer("words"), prepared.layer("lemmas"), prepared.flags()
    tagged = "pos" in prepared.table.column_names
    tags = prepared.layer("pos") if tagged else [["NOUN"] * len(unit) for unit in words]
    counts: list[Counter[Phrase]] = []
    forms: dict[Phrase, Counter[str]] = {}
    longest = _LONGEST if tagged else 2
    nouns = not tagged and prepared.model.lang in _NOUNS_CAPITALISED
    for unit, of, bits, pos in zip(words, lemmas, flags, tags, strict=True):
        counted: Counter[Phrase] = Counter()
        for run in _runs(unit, bits, pos):
            for start, end in _parts(run, pos, longest):
                phrase = tuple(lemma.lower() for lemma in of[start:end])
                if nouns and not unit[end - 1][:1].isupper():
                    continue
                counted[phrase] += 1
                written = " ".join(
                    word if nouns or (tagged and tag == "PROPN") else word.lower()
                    for word, tag in zip(unit[start:end], pos[start:end], strict=True)
                )
                forms.setdefault(phrase, Counter())[written] += 1
        counts.append(counted)
    if not tagged:
        counts = _attracted(counts, words, lemmas)
    written_as = {
        phrase: min(seen, key=lambda form: (-seen[form], form)) for phrase, seen in forms.items()
    }
    return Phrases(tuple(counts), written_as)


def _runs(unit: Sequence[str], bits: Sequence[int], pos: Sequence[str]) -> Iterator[range]:
    start = 0
    for place in range(len(unit) + 1):
        inside = (
            place < len(unit)
            and pos[place] in _INSIDE
            and bool(bits[place] & ALPHA)
            and not bits[place] & STOP
            and len(unit[place]) >= _SHORTEST_WORD
        )
        if not inside:
            if place - start >= 2:
                yield range(start, place)
            start = place + 1


def _parts(run: range, pos: Sequence[str], longest: int) -> Iterator[tuple[int, int]]:
    for end in range(run.start + 2, run.stop + 1):
        if pos[end - 1] in _NAMING:
            for start in range(max(run.start, end - longest), end - 1):
                yield start, end


def _attracted(
    counts: Sequence[Counter[Phrase]], words: Sequence[Sequence[str]], lemmas: Sequence[list[str]]
) -> list[Counter[Phrase]]:
    """Keep the pairs whose words stand together much more often than apart."""
    from textmine.stats.words.collocation import collocation

    together: Counter[Phrase] = Counter()
    for unit in counts:
        together.update(unit)
    single = Counter(lemma.lower() for unit in lemmas for lemma in unit)
    pairs = sorted(together)
    if not pairs:
        return list(counts)
    measured = collocation(
        [together[pair] for pair in pairs],
        [single[pair[0]] for pair in pairs],
        [single[pair[1]] for pair in pairs],
        sum(map(len, words)),
    )
    kept = {
        pair
        for pair, strong in zip(pairs, np.asarray(measured.log_dice) >= _ATTRACTED, strict=True)
        if strong
    }
    return [Counter({pair: n for pair, n in unit.items() if pair in kept}) for unit in counts]
