"""Texts as vectors of their words (TF-IDF), for comparing passages.

They are what scikit-learn's TfidfVectorizer gives with the same options, whose import alone takes
longer than weighing the words of 20,000 messages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import scipy.sparse as sp

_WORD = re.compile(r"\w\w++")


@dataclass(frozen=True)
class WordWeights:
    """The words that tell something, each with its column and its idf, (n_words,)."""

    column: Mapping[str, int]
    idf: NDArray[np.float64]

    def vectors(self, texts: Iterable[str]) -> sp.csr_matrix:
        """Return the vectors of texts, (n, n_words): rows of length 1, or 0 for no known word."""
        column = self.column
        known = [[column[one] for one in words if one in column] for words in _words(texts)]
        return self.weighed(_counts(known, len(column)))

    def weighed(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        """Return the vectors of texts by how often each has each of the words."""
        rows = counts.copy()
        rows.data = (1.0 + np.log(rows.data)) * self.idf[rows.indices]
        length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows.data /= np.repeat(length, np.diff(rows.indptr))
        return rows


def weigh_words(texts: Sequence[str], most: float) -> tuple[WordWeights, sp.csr_matrix] | None:
    """Return the weights of the words of texts, and the vectors of these, None without such words.

    Words of one letter and those that more than the share `most` of the texts have tell nothing.
    """
    place: defaultdict[str, int] = defaultdict()
    place.default_factory = place.__len__
    columns = [[*map(place.__getitem__, words)] for words in _words(texts)]
    counts = _counts(columns, len(place))
    n_with = np.bincount(counts.indices, minlength=len(place))
    words = [word for word in sorted(place) if n_with[place[word]] <= most * len(texts)]
    if not words:
        return None
    kept = np.array([place[word] for word in words])
    idf = np.log((1 + len(texts)) / (1 + n_with[kept])) + 1.0
    weights = WordWeights({word: column for column, word in enumerate(words)}, idf)
    return weights, weights.weighed(counts[:, kept])


def _words(texts: Iterable[str]) -> Iterable[list[str]]:
    return (_WORD.findall(text.lower()) for text in texts)


def _counts(columns: Sequence[Sequence[int]], n_columns: int) -> sp.csr_matrix:
    """Return how often each row has each column."""
    import scipy.sparse as sp

    ends = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter(chain.from_iterable(columns), dtype=np.int64, count=int(ends[-1]))
    found = sp.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(columns), n_columns))
    found.sum_duplicates()
    return found
