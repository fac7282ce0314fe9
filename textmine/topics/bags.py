"""Units as bags of content words: which words count, and how often each stands in a unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Bools, Ints
from textmine.corpus.spaceless import is_long_enough
from textmine.errors import InputError
from textmine.nlp import Prepared
from textmine.nlp.clean import URL_MARK
from textmine.nlp.layers import ALPHA, STOP
from textmine.nlp.tokens import Codes, Tokens, starts_of, tokens_of
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


def _pairs(tokens: Tokens) -> tuple[Ints, Ints]:
    """Return where a word is followed by another of its unit, and a number for each such pair.

    The number is the first one's code times the number of names, and the second one's code.
    """
    followed = np.ones(len(tokens.codes), dtype=bool)
    ends = tokens.starts[1:][tokens.lengths > 0]
    followed[ends - 1] = False
    where = np.flatnonzero(followed)
    first = tokens.codes[where].astype(np.int64)
    return where, first * len(tokens.names) + tokens.codes[where + 1]


def _apart(places: Ints) -> Ints:
    """Return places of which none follows one that is kept: a word is in one phrase alone."""
    chosen, last = [], -2
    for position in places.tolist():
        if position != last + 1:
            chosen.append(position)
            last = position
    return np.array(chosen, dtype=np.int64)


CONTENT_TAGS = frozenset({"NOUN", "PROPN", "ADJ"})
_SHORTEST = 3


@dataclass(frozen=True)
class Bags:
    """Word counts: row i of `counts` (n_units, n_words) belongs to unit i, column j to word j."""

    counts: sp.csr_matrix
    words: tuple[str, ...]


def content_words(prepared: Prepared) -> Tokens:
    """Return the lemmas of each unit that carry content, in their order, in lower case.

    Words of letters only, three or more, no stop words; with a tagger only nouns, names and
    adjectives (verbs such as come or get make themes that nobody can name).
    """
    lemmas, flags = prepared.tokens("lemmas"), prepared.token_flags()
    may = [is_long_enough(name, _SHORTEST) and name.upper() != URL_MARK for name in lemmas.names]
    mask = ((flags & ALPHA) > 0) & ((flags & STOP) == 0) & lemmas.marked(may)
    if "pos" in prepared.table.column_names:
        tags = prepared.tokens("pos")
        mask &= tags.marked([tag in CONTENT_TAGS for tag in tags.names])
    return lemmas.where(mask).renamed(str.lower)


def count_words(units: Sequence[Sequence[str]], min_df: int, max_df: float) -> Bags:
    """Count the words that occur in at least `min_df` units and at most a share `max_df` of them.

    Raises InputError when no word is left.
    """
    tokens = tokens_of(units)
    n_names = len(tokens.names)
    everything = _matrix(tokens, np.arange(n_names, dtype=np.int32), n_names, np.int32)
    document_frequency = np.bincount(everything.indices, minlength=n_names)
    most = max(max_df * max(len(tokens), 1), min_df)
    fit = (document_frequency >= min_df) & (document_frequency <= most) & (document_frequency > 0)
    words = sorted(tokens.names[index] for index in np.flatnonzero(fit))
    if len(words) < 2:
        raise InputError(
            f"{len(units)} units share only {len(words)} content words.",
            hint="Themes need more or longer texts; or lower min_df under [topics].",
        )
    return Bags(count_known_words(tokens, words), tuple(words))


def count_known_words(units: Sequence[Sequence[str]], words: Sequence[str]) -> sp.csr_matrix:
    """Count the words of a fitted vocabulary in new units; other words are passed over."""
    tokens = tokens_of(units)
    return _matrix(tokens, tokens.places_of(words), len(words), np.float64)


def _matrix(
    tokens: Tokens, column_of: Codes, n_columns: int, kind: type[np.float64] | type[np.int32]
) -> sp.csr_matrix:
    """Count words in the column of each name, (n_units, n_columns); -1 is no column."""
    columns = column_of[tokens.codes]
    counted: Bools = columns >= 0
    starts = starts_of(counted)[tokens.starts]
    ones = np.ones(int(starts[-1]), dtype=kind)
    counts = sp.csr_matrix((ones, columns[counted], starts), shape=(len(tokens), n_columns))
    counts.sum_duplicates()
    return counts
