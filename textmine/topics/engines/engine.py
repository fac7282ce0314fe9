"""A topic engine: it fits topics to word counts, and places new units without refitting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Floats

if TYPE_CHECKING:
    import scipy.sparse as sp

Parameters = dict[str, NDArray[Any]]

_ROUNDS = 100
_CLOSE = 1e-4
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Guide:
    """What an engine may be told beside the counts; each engine says in `reads` what it heeds.

    `seeds`: for some topics the columns of the words given for them. `labels`: a covariate, one
    value a unit. `vectors` (n_units, n_numbers): sentence embeddings of the units.
    """

    seeds: tuple[tuple[int, ...], ...] = ()
    labels: tuple[str, ...] = ()
    vectors: Floats | None = None

    def of_units(self, places: Sequence[int]) -> Guide:
        """Return the guide for some of the units."""
        rows = list(places)
        labels = tuple(self.labels[index] for index in rows) if self.labels else ()
        vectors = None if self.vectors is None else self.vectors[rows]
        return Guide(self.seeds, labels, vectors)


UNGUIDED = Guide()


@dataclass(frozen=True)
class Fitted:
    """What an engine learned.

    `topic_word` (n_topics, n_words): how probable a word is in a topic, rows sum to 1. `unit_topic`
    (n_units, n_topics): what `place` says of the units fitted to, so that fitting and placing
    agree; rows sum to 1, or to 0 for a unit without a known word. `parameters`: the arrays that
    `place` needs. Topics for which words were given come first, in the order of their seeds.
    """

    topic_word: Floats
    unit_topic: Floats
    parameters: Parameters


Learn = Callable[["sp.csr_matrix", int, int, Guide], tuple[Floats, Parameters]]
Place = Callable[["sp.csr_matrix", Parameters, int, Guide], Floats]


def place_by_folding(
    counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide
) -> Floats:
    """Place units by what a model of probabilities learned: `words` and the `prior` of topics."""
    return fold_in(counts, parameters["words"], parameters["prior"])


@dataclass(frozen=True)
class Engine:
    """A way to find topics.

    `learn(counts, n_topics, seed, guide)` returns `topic_word` and `parameters` of a `Fitted`;
    `infer(counts, parameters, seed, guide)` the topics of units. `reads` are the fields of the
    guide that it heeds, `needs` those that it cannot do without. `draws` says whether the seed
    changes anything.
    """

    title: str
    learn: Learn
    infer: Place = place_by_folding
    reads: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    draws: bool = True

    def fit(
        self, counts: sp.csr_matrix, n_topics: int, seed: int, guide: Guide = UNGUIDED
    ) -> Fitted:
        """Fit topics to word counts of shape (n_units, n_words).

        Raises ExtraMissingError when a package that the engine needs is not installed.
        """
        topic_word, parameters = self.learn(counts, n_topics, seed, guide)
        return Fitted(topic_word, self.infer(counts, parameters, seed, guide), parameters)

    def place(
        self, counts: sp.csr_matrix, parameters: Parameters, seed: int, guide: Guide = UNGUIDED
    ) -> Floats:
        """Return the topics of units, shape (n_units, n_topics), with nothing refitted."""
        return self.infer(counts, parameters, seed, guide)


def shares(weights: Floats) -> Floats:
    """Return rows that sum to 1; a row of zeros stays zeros."""
    totals = weights.sum(axis=1, keepdims=True)
    result: Floats = np.zeros_like(weights)
    np.divide(weights, totals, out=result, where=totals > 0)
    return result


def unit_rows(matrix: Floats) -> Floats:
    """Return rows of length 1; a row of zeros stays zeros."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    result: Floats = np.zeros_like(matrix)
    np.divide(matrix, lengths, out=result, where=lengths > 0)
    return result


def fold_in(counts: sp.csr_matrix, topic_word: Floats, prior: Floats) -> Floats:
    """Return the topics of units, (n_units, n_topics), the topics' words held fixed.

    Variational inference of LDA (Blei, Ng & Jordan 2003, eq. 6 and 7, with the mean in place of the
    geometric mean) with a Dirichlet prior (n_topics,) per unit. Rows sum to 1, or to 0 for a unit
    without a known word.
    """
    parts = [
        _folded(counts[start : start + _AT_ONCE], topic_word, prior)
        for start in range(0, counts.shape[0], _AT_ONCE)
    ]
    return np.vstack(parts) if parts else np.zeros((0, len(topic_word)))


def _folded(counts: sp.csr_matrix, topic_word: Floats, prior: Floats) -> Floats:
    import scipy.sparse as sp

    lengths = np.asarray(counts.sum(axis=1), dtype=np.float64)
    mixture = np.full((counts.shape[0], len(topic_word)), 1.0) / len(topic_word)
    words = topic_word + 1e-12
    columns = counts.tocoo()
    for _ in range(_ROUNDS):
        expected = np.einsum("ij,ij->i", mixture[columns.row], words[:, columns.col].T)
        ratio = sp.csr_matrix((columns.data / expected, (columns.row, columns.col)), counts.shape)
        fresh = shares(mixture * np.asarray(ratio @ words.T) + prior)
        moved = float(np.abs(fresh - mixture).max(initial=0.0))
        mixture = fresh
        if moved < _CLOSE:
            break
    mixture[lengths.ravel() == 0] = 0
    return mixture


def inverse_document_frequency(counts: sp.csr_matrix) -> Floats:
    """Return log((1 + n) / (1 + df)) + 1 of each word, shape (n_words,)."""
    frequency = np.asarray((counts > 0).sum(axis=0), dtype=np.float64).ravel()
    smoothed = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    return np.asarray(smoothed, dtype=np.float64)


def tfidf(counts: sp.csr_matrix, idf: Floats) -> sp.csr_matrix:
    """Return (1 + log count) * idf with rows of unit length."""
    import scipy.sparse as sp

    weighted = counts.copy()
    weighted.data = 1 + np.log(weighted.data)
    weighted = weighted @ sp.diags(idf)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_matrix(sp.diags(scale) @ weighted)


def word_shares(components: Floats, idf: Floats) -> Floats:
    """Return components of TF-IDF weights as shares of words: rows (n_topics, n_words) sum to 1.

    The weighting by rarity is taken out again, and half as much once more, since rows of unit
    length had favoured rare words a second time.
    """
    return shares(components / idf**1.5)


def seed_rows(seeds: tuple[tuple[int, ...], ...], idf: Floats) -> sp.csr_matrix | None:
    """Return the TF-IDF weights of a text of just those words, a row a seeded topic; or None."""
    import scipy.sparse as sp

    if not seeds:
        return None
    counts = np.zeros((len(seeds), len(idf)))
    for row, columns in enumerate(seeds):
        counts[row, list(columns)] = 1
    return tfidf(sp.csr_matrix(counts), idf)
