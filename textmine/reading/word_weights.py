"""Texts as vectors of their words (TF-IDF), for comparing passages.

They are what scikit-learn's TfidfVectorizer gives with the same options, whose import alone takes
longer than weighing the words of 20,000 messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import scipy.sparse as sp

_BETWEEN_WORDS = r"[^\p{L}\p{N}_]+"
_SHORTEST = 2


@dataclass(frozen=True)
class WordWeights:
    """The words that tell something, each with its column and its idf, (n_words,)."""

    column: Mapping[str, int]
    idf: NDArray[np.float64]

    def vectors(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return the vectors of texts, (n, n_words): rows of length 1, or 0 for no known word."""
        return self.weighed(*_counted(texts))

    def weighed(self, words: Sequence[str], counts: sp.csr_matrix) -> sp.csr_matrix:
        """Return the vectors of texts by how often each has each of some words."""
        import scipy.sparse as sp

        n = counts.shape[0]
        column = np.array([self.column.get(word, -1) for word in words], dtype=np.int64)
        row, at = np.repeat(np.arange(n), np.diff(counts.indptr)), column[counts.indices]
        known = at >= 0
        told = (1.0 + np.log(counts.data[known])) * self.idf[at[known]]
        length = np.sqrt(np.bincount(row[known], told * told, n))
        cells = told / length[row[known]]
        return sp.csr_matrix((cells, (row[known], at[known])), (n, len(self.column)))


def weigh_words(texts: Sequence[str], most: float) -> tuple[WordWeights, sp.csr_matrix] | None:
    """Return the weights of the words of texts, and the vectors of these, None without such words.

    Words of one letter and those that more than the share `most` of the texts have tell nothing.
    """
    words, counts = _counted(texts)
    n_with = np.bincount(counts.indices, minlength=len(words))
    telling = n_with <= most * len(texts)
    kept = sorted(
        (word, n)
        for word, n, tells in zip(words, n_with.tolist(), telling.tolist(), strict=True)
        if tells and len(word) >= _SHORTEST
    )
    if not kept:
        return None
    idf = np.log((1 + len(texts)) / (1 + np.array([n for _, n in kept]))) + 1.0
    weights = WordWeights({word: column for column, (word, _) in enumerate(kept)}, idf)
    return weights, weights.weighed(words, counts)


def _counted(texts: Iterable[str]) -> tuple[list[str], sp.csr_matrix]:
    """Return the words of texts in small letters, and how often each text has each."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import scipy.sparse as sp

    lower = [text.lower().encode("utf-8", "replace") for text in texts]
    parts = pc.split_pattern_regex(pa.array(lower, pa.large_string()), _BETWEEN_WORDS)
    found = parts.flatten().dictionary_encode()
    words = found.dictionary.to_pylist()
    at, ends = np.array(found.indices), np.array(parts.offsets)
    counts = sp.csr_matrix((np.ones(len(at)), at, ends), (len(lower), max(len(words), 1)))
    counts.sum_duplicates()
    return words, counts
