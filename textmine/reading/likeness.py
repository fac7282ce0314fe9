"""How like passages are: as vectors by their words, or by an encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.nlp.encoders import Encoder, embed_texts
from textmine.reading.word_weights import WordWeights, weigh_words

if TYPE_CHECKING:
    import scipy.sparse as sp

    from textmine.nlp.cache import Keep

    _Weighed = tuple[WordWeights, sp.csr_matrix, dict[str, int]]
    """What gives texts their vectors, those of whole documents, and the row of each text."""

Likeness = Callable[[Sequence[str]], "sp.csr_matrix"]
"""Gives texts their vectors: rows of length 1, or 0 for a text of which nothing is known."""

_COMMON = 0.5
"""Share of the documents from which a word is so common that it tells nothing of a passage."""

_FEW = 10
"""Documents up to which every word tells something."""

_DECIMALS = 6


def by_words(corpus: Corpus) -> Likeness:
    """Return what gives texts their TF-IDF vectors, rows of length 1, or 0 for no known word.

    Weights are 1 + log of a word's count in the text, times its idf in the corpus; words that half
    of the documents have or more are left out, and so are words of one letter. The corpus is read
    when the first texts are compared; whole documents have their vectors then.
    """

    @cache
    def known() -> _Weighed | None:
        texts = corpus.texts
        found = weigh_words(texts, _COMMON if len(texts) > _FEW else 1.0)
        return found and (*found, {text: row for row, text in enumerate(texts)})

    def vectors(texts: Sequence[str]) -> sp.csr_matrix:
        import scipy.sparse as sp

        weighed = known()
        if weighed is None:
            return sp.csr_matrix((len(texts), 1))
        words, rows, row_of = weighed
        parts = [text for text in texts if text not in row_of]
        every = sp.vstack([rows, words.vectors(parts)], format="csr") if parts else rows
        place = iter(range(rows.shape[0], rows.shape[0] + len(parts)))
        return every[[row_of[text] if text in row_of else next(place) for text in texts]]

    return vectors


def by_meaning(encoder: Encoder, workspace: Keep = None, progress: Progress = silent) -> Likeness:
    """Return what gives texts their vectors by an encoder, which the workspace keeps."""

    def vectors(texts: Sequence[str]) -> sp.csr_matrix:
        import scipy.sparse as sp

        return sp.csr_matrix(embed_texts(texts, encoder, workspace, progress).astype(np.float64))

    return vectors


def centrality(vectors: sp.csr_matrix) -> NDArray[np.float64]:
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


def cosines(vectors: sp.csr_matrix, others: sp.csr_matrix) -> NDArray[np.float64]:
    """Return the cosine of every row with every other one, (n, n_others)."""
    return np.asarray(np.round((vectors @ others.T).toarray(), _DECIMALS) + 0.0)
