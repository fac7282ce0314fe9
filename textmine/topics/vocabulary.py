"""Which words units are made of: words set aside, and words that keep together joined to one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.tokens import Tokens, tokens_of
from textmine.stats.words.collocation import collocation

Phrases = tuple[tuple[str, str], ...]

_FEWEST, _STRONGEST_FROM = 5, 9.0


def without(units: Tokens, words: Collection[str]) -> Tokens:
    """Return units without the words set aside, whatever their case."""
    aside = {word.casefold() for word in words}
    if not aside:
        return units
    allowed = np.array([name.casefold() not in aside for name in units.names], dtype=bool)
    return units.where(allowed[units.codes])


def find_phrases(units: Sequence[Sequence[str]]) -> Phrases:
    """Return pairs of words that follow each other at least five times with a logDice of 9 or more.

    At 9 a pair stands together in about one of thirty-two of the places where its words are.
    Source: Rychly (2008).
    """
    tokens = tokens_of(units)
    singles = np.bincount(tokens.codes, minlength=len(tokens.names))
    pairs = _pairs(tokens)[1]
    frequent, times = np.unique(pairs, return_counts=True)
    frequent = frequent[times >= _FEWEST]
    first, second = frequent // len(tokens.names), frequent % len(tokens.names)
    often = first != second
    if not often.any():
        return ()
    first, second, times = first[often], second[often], times[times >= _FEWEST][often]
    strength = collocation(times, singles[first], singles[second], n=len(tokens.codes)).log_dice
    strong = np.flatnonzero(np.asarray(strength) >= _STRONGEST_FROM)
    names = tokens.names
    return tuple(sorted((names[first[index]], names[second[index]]) for index in strong))


def join_phrases(units: Sequence[Sequence[str]], phrases: Sequence[Sequence[str]]) -> Tokens:
    """Return units with each phrase as one word, from left to right.

    >>> list(join_phrases([["low", "carbon", "plan"]], [("low", "carbon")]))
    [['low_carbon', 'plan']]
    """
    tokens = tokens_of(units)
    place_of = {name: index for index, name in enumerate(tokens.names)}
    known = [(place_of[a], place_of[b]) for a, b in phrases if a in place_of and b in place_of]
    if not known:
        return tokens
    n = len(tokens.names)
    where, pairs = _pairs(tokens)
    begins = _apart(where[np.isin(pairs, [first * n + second for first, second in known])])
    code_of = {}
    for first, second in known:
        word = f"{tokens.names[first]}_{tokens.names[second]}"
        code_of[first * n + second] = place_of.setdefault(word, len(place_of))
    codes = tokens.codes.copy()
    pair = codes[begins].astype(np.int64) * n + codes[begins + 1]
    codes[begins] = [code_of[number] for number in pair.tolist()]
    left = np.ones(len(codes), dtype=bool)
    left[begins + 1] = False
    return Tokens(codes, tokens.starts, tuple(place_of)).where(left)


def _pairs(tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where a word is followed by another of its unit, and a number for each such pair.

    The number is the first one's code times the number of names, and the second one's code.
    """
    followed = np.ones(len(tokens.codes), dtype=bool)
    ends = tokens.starts[1:][tokens.lengths > 0]
    followed[ends - 1] = False
    where = np.flatnonzero(followed)
    first = tokens.codes[where].astype(np.int64)
    return where, first * len(tokens.names) + tokens.codes[where + 1]


def _apart(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return places of which none follows one that is kept: a word is in one phrase alone."""
    chosen, last = [], -2
    for position in places.tolist():
        if position != last + 1:
            chosen.append(position)
            last = position
    return np.array(chosen, dtype=np.int64)
