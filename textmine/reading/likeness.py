"""How like passages are: as vectors by their words, or by an encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from textmine.arrays import Floats
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.nlp.encoders import Encoder, embed_texts
from textmine.reading.word_weights import SparseRows, WordWeights, rows_of, weigh_words

if TYPE_CHECKING:
    import scipy.sparse as sp

    from textmine.nlp.cache import Keep

Likeness = Callable[[Sequence[str]], "sp.csr_matrix"]
"""Gives texts their vectors: rows of length 1, or 0 for a text of which nothing is known."""

_COMMON = 0.5
"""Share of the documents from which a word is so common that it tells nothing of a passage."""

_FEW = 10
"""Documents up to which every word tells something."""

_DECIMALS = 6


class WordLikeness:
    """Gives texts the vectors of their words, as they are weighed in a corpus.

    The corpus is read when the first texts are compared; whole documents have their vectors then.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __call__(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return the vectors of texts, (n, n_words)."""
        return self.rows(texts).matrix()

    def rows(self, texts: Sequence[str]) -> SparseRows:
        """Return the same as arrays of numpy alone."""
        if self._weighed is None:
            none = np.zeros(0, dtype=np.int64)
            return rows_of(none, none, np.zeros(0), (len(texts), 1))
        words, rows, row_of = self._weighed
        parts = [text for text in texts if text not in row_of]
        every = rows.above(words.vectors(parts)) if parts else rows
        next_row = iter(range(len(rows), len(every)))
        return every.taken([row_of[text] if text in row_of else next(next_row) for text in texts])

    @cached_property
    def _weighed(self) -> tuple[WordWeights, SparseRows, dict[str, int]] | None:
        """What gives texts their vectors, those of whole documents, and the row of each text."""
        texts = self._corpus.texts
        weighed = weigh_words(texts, _COMMON if len(texts) > _FEW else 1.0)
        return weighed and (*weighed, {text: row for row, text in enumerate(texts)})


def by_words(corpus: Corpus) -> WordLikeness:
    """Return what gives texts their TF-IDF vectors, rows of length 1, or 0 for no known word.

    Weights are 1 + log of a word's count in the text, times its idf in the corpus; words that half
    of the documents have or more are left out, and so are words of one letter.
    """
    return WordLikeness(corpus)


def by_meaning(encoder: Encoder, workspace: Keep = None, progress: Progress = silent) -> Likeness:
    """Return what gives texts their vectors by an encoder, which the workspace keeps."""

    def vectors(texts: Sequence[str]) -> sp.csr_matrix:
        import scipy.sparse as sp

        return sp.csr_matrix(embed_texts(texts, encoder, workspace, progress).astype(np.float64))

    return vectors


def ranks_of(texts: Sequence[str], likeness: Likeness) -> Floats:
    """Return the mean cosine of each text with the other ones, (n,); 0 where there is no other."""
    if isinstance(likeness, WordLikeness):
        likenesses = likeness.rows(texts).likeness_to_others()
        return np.asarray(np.round(likenesses, _DECIMALS) + 0.0)
    return centrality(likeness(texts))


def centrality(vectors: sp.csr_matrix) -> Floats:
    """Return the mean cosine of each row with the other rows, (n,); 0 where there is no other.

    >>> import scipy.sparse as sp
    >>> centrality(sp.csr_matrix([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])).tolist()
    [0.5, 0.5, 0.0]
    """
    n = vectors.shape[0]
    if n < 2:
        return np.zeros(n)
    total = np.asarray(vectors.sum(axis=0)).ravel()
    own = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel()
    mean = (np.asarray(vectors @ total).ravel() - own) / (n - 1)
    return np.asarray(np.round(mean, _DECIMALS) + 0.0)


def cosines(vectors: sp.csr_matrix, others: sp.csr_matrix) -> Floats:
    """Return the cosine of every row with every other one, (n, n_others)."""
    return np.asarray(np.round((vectors @ others.T).toarray(), _DECIMALS) + 0.0)
