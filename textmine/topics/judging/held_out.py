"""Coherence on texts that a fit has not seen: topics of one part, scored on the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats, Ints
from textmine.nlp.tokens import tokens_of
from textmine.topics.engines.engine import Engine, Fitted, unit_rows
from textmine.topics.judging.coherence import document_npmi

_FLOOR = 1e-12

TopWords = list[list[str]]


@dataclass(frozen=True)
class HeldOut:
    """Coherence of topics on units that they were not fitted to.

    `npmi` is the mean over both halves (each in `by_half`), `per_topic` that of each topic of the
    fit to all units, read off the topics of the halves that are most like it (nan where none could
    be scored); `n_units` are those of the smaller half. nan with a `reason` when it could not be
    measured.
    """

    npmi: float
    per_topic: Floats
    n_units: int
    reason: str = ""
    by_half: tuple[float, ...] = ()


def held_out_npmi(
    fit: Callable[[Sequence[int]], tuple[Floats, TopWords]],
    units: Sequence[Sequence[str]],
    groups: Sequence[int] | Ints,
    reference: Floats,
    window: int | None = None,
    seed: int = 0,
) -> HeldOut:
    """Fit to one half of the groups, score the topics on the other half, and the other way round.

    `fit` takes the places of units and returns topics as rows of p(word), in the columns of
    `reference` (n_topics, n_words), and their top words. Groups (threads, authors) are never cut.
    In-sample coherence rewards a fit for the accidents of its own texts; this does not.
    """
    tokens = tokens_of(units)
    halves = halves_of(np.asarray(groups), tokens.lengths, seed)
    smaller = min(map(len, halves))
    if smaller < 2:
        undefined = np.full(len(reference), np.nan)
        return HeldOut(
            np.nan, undefined, smaller, "the units are of one group: nothing to hold out"
        )
    scored_halves = []
    for here, there in (halves, halves[::-1]):
        topic_word, tops = fit(here)
        scores = document_npmi(tops, tokens.take(there), window)
        scored_halves.append((topic_word, scores))
    means = [float(np.nanmean(scores)) for _, scores in scored_halves if not np.isnan(scores).all()]
    per_topic = _mean_of_known(np.array([_as_in(reference, *half) for half in scored_halves]))
    npmi = float(np.mean(means)) if means else np.nan
    return HeldOut(npmi, per_topic, smaller, by_half=tuple(means))


def halves_of(groups: Ints, lengths: Sequence[int] | Ints, seed: int) -> list[list[int]]:
    """Return the places of units in two halves of about as many words, groups whole."""
    names, codes = np.unique(groups, return_inverse=True)
    sizes = np.bincount(codes, weights=np.asarray(lengths, dtype=np.float64) + 1)
    order = np.random.default_rng(seed).permutation(len(names))
    half_of = np.zeros(len(names), dtype=np.int64)
    filled = [0.0, 0.0]
    for group in sorted(order, key=lambda identity: -sizes[identity]):
        half_of[group] = int(filled[1] < filled[0])
        filled[half_of[group]] += sizes[group]
    return [[int(index) for index in np.flatnonzero(half_of[codes] == half)] for half in (0, 1)]


def _as_in(reference: Floats, topic_word: Floats, scores: Floats) -> Floats:
    """Return for each topic of the reference the score of the topic most like it."""
    nearest = (unit_rows(reference) @ unit_rows(topic_word).T).argmax(axis=1)
    scores_found: Floats = scores[nearest]
    return scores_found


def _mean_of_known(values: Floats) -> Floats:
    """Return the mean of each column (2, n_topics) over the values that are not nan."""
    known = ~np.isnan(values)
    totals = np.where(known, values, 0.0).sum(axis=0)
    mean: Floats = np.full(values.shape[1], np.nan)
    np.divide(totals, known.sum(axis=0), out=mean, where=known.any(axis=0))
    return mean


def completion_perplexity(
    engine: Engine, fitted: Fitted, unseen: sp.csr_matrix, seed: int
) -> float:
    """Return the perplexity of document completion, 1 or more; nan without a word to foretell.

    Each unit of `unseen` (n_units, n_words) is placed by a random half of its words, and the other
    half is foretold: exp of minus the mean log probability. It means something for engines that
    model probabilities (LDA and its kin), and compares only fits with the same vocabulary. Source:
    Wallach et al. (2009), Evaluation methods for topic models.
    """
    known, hidden = _split(unseen, seed)
    mixture = engine.place(known, fitted.parameters, seed)
    cells = hidden.tocoo()
    if not cells.nnz:
        return float("nan")
    log_probability = _log_probability(mixture, fitted.topic_word, cells)
    return float(np.exp(-(log_probability * cells.data).sum() / cells.data.sum()))


def _log_probability(mixture: Floats, topic_word: Floats, cells: sp.coo_matrix) -> Floats:
    parts = []
    for start in range(0, cells.nnz, 200_000):
        rows, columns = cells.row[start : start + 200_000], cells.col[start : start + 200_000]
        parts.append(np.einsum("ij,ij->i", mixture[rows], topic_word[:, columns].T))
    logs: Floats = np.log(np.concatenate(parts) + _FLOOR)
    return logs


def _split(counts: sp.csr_matrix, seed: int) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """Return the counts in two tables: each occurrence of a word goes to one of them at random."""
    draw = np.random.default_rng(seed)
    known = counts.copy()
    known.data = draw.binomial(counts.data.astype(np.int64), 0.5).astype(np.float64)
    hidden = sp.csr_matrix(counts - known)
    known.eliminate_zeros()
    hidden.eliminate_zeros()
    return known, hidden
