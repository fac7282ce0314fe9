"""Units as bags of content words: which words count, and how often each stands in a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.corpus.spaceless import is_long_enough
from textmine.errors import InputError
from textmine.nlp import Prepared
from textmine.nlp.clean import URL_MARK
from textmine.nlp.layers import ALPHA, STOP
from textmine.nlp.tokens import Codes, Tokens, starts_of, tokens_of

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
    counted: NDArray[np.bool_] = columns >= 0
    starts = starts_of(counted)[tokens.starts]
    ones = np.ones(int(starts[-1]), dtype=kind)
    counts = sp.csr_matrix((ones, columns[counted], starts), shape=(len(tokens), n_columns))
    counts.sum_duplicates()
    return counts
