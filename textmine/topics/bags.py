"""Units as bags of content words: which words count, and how often each stands in a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.corpus.spaceless import is_long_enough
from textmine.errors import InputError
from textmine.nlp import Prepared
from textmine.nlp.clean import URL_MARK
from textmine.nlp.layers import ALPHA, STOP

CONTENT_TAGS = frozenset({"NOUN", "PROPN", "ADJ"})
_SHORTEST = 3


@dataclass(frozen=True)
class Bags:
    """Word counts: row i of `counts` (n_units, n_words) belongs to unit i, column j to word j."""

    counts: sp.csr_matrix
    words: tuple[str, ...]


def content_words(prepared: Prepared) -> list[list[str]]:
    """Return the lemmas of each unit that carry content, in their order, in lower case.

    Words of letters only, three or more, no stop words; with a tagger only nouns, names and
    adjectives (verbs such as come or get make themes that nobody can name).
    """
    lemmas, flags = prepared.layer("lemmas"), prepared.flags()
    tags = prepared.layer("pos") if "pos" in prepared.table.column_names else [[]] * len(lemmas)
    kept = []
    for words, bits, pos in zip(lemmas, flags, tags, strict=True):
        kept.append(
            [
                word.lower()
                for place, (word, bit) in enumerate(zip(words, bits, strict=True))
                if bit & ALPHA
                and not bit & STOP
                and is_long_enough(word, _SHORTEST)
                and word.upper() != URL_MARK
                and (not pos or pos[place] in CONTENT_TAGS)
            ]
        )
    return kept


def count_words(units: Sequence[Sequence[str]], min_df: int, max_df: float) -> Bags:
    """Count the words that occur in at least `min_df` units and at most a share `max_df` of them.

    Raises InputError when no word is left.
    """
    document_frequency = Counter(word for unit in units for word in set(unit))
    most = max_df * max(len(units), 1)
    words = sorted(
        word for word, times in document_frequency.items() if min_df <= times <= max(most, min_df)
    )
    if len(words) < 2:
        raise InputError(
            f"{len(units)} units share only {len(words)} content words.",
            hint="Themes need more or longer texts; or lower min_df under [topics].",
        )
    return Bags(_matrix(units, words), tuple(words))


def count_known_words(units: Sequence[Sequence[str]], words: Sequence[str]) -> sp.csr_matrix:
    """Count the words of a fitted vocabulary in new units; other words are passed over."""
    return _matrix(units, words)


def _matrix(units: Sequence[Sequence[str]], words: Sequence[str]) -> sp.csr_matrix:
    column = {word: place for place, word in enumerate(words)}
    data: list[int] = []
    indices: list[int] = []
    starts = [0]
    for unit in units:
        counted = Counter(column[word] for word in unit if word in column)
        for place in sorted(counted):
            indices.append(place)
            data.append(counted[place])
        starts.append(len(indices))
    shape = (len(units), len(words))
    return sp.csr_matrix((np.array(data, dtype=np.float64), indices, starts), shape=shape)
