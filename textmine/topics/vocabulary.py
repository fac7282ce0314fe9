"""Which words units are made of: words set aside, and words that keep together joined to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from textmine.stats.words.collocation import collocation

Units = list[list[str]]
Phrases = tuple[tuple[str, str], ...]

_FEWEST, _STRONGEST_FROM = 5, 9.0


def without(units: Units, words: Collection[str]) -> Units:
    """Return units without the words set aside, whatever their case."""
    aside = {word.casefold() for word in words}
    return [[word for word in unit if word.casefold() not in aside] for unit in units]


def find_phrases(units: Units) -> Phrases:
    """Return pairs of words that follow each other at least five times with a logDice of 9 or more.

    At 9 a pair stands together in about one of thirty-two of the places where its words are.
    Source: Rychly (2008).
    """
    singles = Counter(word for unit in units for word in unit)
    pairs = Counter(pair for unit in units for pair in pairwise(unit) if pair[0] != pair[1])
    often = sorted(pair for pair, times in pairs.items() if times >= _FEWEST)
    if not often:
        return ()
    strength = collocation(
        [pairs[pair] for pair in often],
        [singles[first] for first, _ in often],
        [singles[second] for _, second in often],
        n=sum(singles.values()),
    ).log_dice
    return tuple(pair for pair, one in zip(often, strength, strict=True) if one >= _STRONGEST_FROM)


def join_phrases(units: Units, phrases: Sequence[Sequence[str]]) -> Units:
    """Return units with each phrase as one word, from left to right.

    >>> join_phrases([["low", "carbon", "plan"]], [("low", "carbon")])
    [['low_carbon', 'plan']]
    """
    known = {(first, second) for first, second in phrases}
    if not known:
        return units
    joined: Units = []
    for unit in units:
        words: list[str] = []
        skip = False
        for place, word in enumerate(unit):
            if skip:
                skip = False
            elif place + 1 < len(unit) and (word, unit[place + 1]) in known:
                words.append(f"{word}_{unit[place + 1]}")
                skip = True
            else:
                words.append(word)
        joined.append(words)
    return joined
