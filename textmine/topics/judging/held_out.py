"""Coherence on texts that a fit has not seen: topics of one part, scored on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.topics.engines.engine import Floats, unit_rows
from textmine.topics.judging.coherence import document_npmi

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
    per_topic: NDArray[np.float64]
    n_units: int
    reason: str = ""
    by_half: tuple[float, ...] = ()


def held_out_npmi(
    fit: Callable[[Sequence[int]], tuple[Floats, TopWords]],
    units: Sequence[Sequence[str]],
    groups: Sequence[int] | NDArray[np.int64],
    reference: Floats,
    window: int | None = None,
    seed: int = 0,
) -> HeldOut:
    """Fit to one half of the groups, score the topics on the other half, and the other way round.

    `fit` takes the places of units and returns topics as rows of p(word), in the columns of
    `reference` (n_topics, n_words), and their top words. Groups (threads, authors) are never cut.
    In-sample coherence rewards a fit for the accidents of its own texts; this does not.
    """
    halves = halves_of(np.asarray(groups), [len(unit) for unit in units], seed)
    smaller = min(map(len, halves))
    if smaller < 2:
        undefined = np.full(len(reference), np.nan)
        return HeldOut(
            np.nan, undefined, smaller, "the units are of one group: nothing to hold out"
        )
    found = []
    for here, there in (halves, halves[::-1]):
        topic_word, tops = fit(here)
        scores = document_npmi(tops, [units[place] for place in there], window)
        found.append((topic_word, scores))
    means = [float(np.nanmean(scores)) for _, scores in found if not np.isnan(scores).all()]
    per_topic = _mean_of_known(np.array([_as_in(reference, *one) for one in found]))
    npmi = float(np.mean(means)) if means else np.nan
    return HeldOut(npmi, per_topic, smaller, by_half=tuple(means))


def halves_of(groups: NDArray[np.int64], lengths: Sequence[int], seed: int) -> list[list[int]]:
    """Return the places of units in two halves of about as many words, groups whole."""
    names, codes = np.unique(groups, return_inverse=True)
    sizes = np.bincount(codes, weights=np.asarray(lengths, dtype=np.float64) + 1)
    order = np.random.default_rng(seed).permutation(len(names))
    half_of = np.zeros(len(names), dtype=np.int64)
    filled = [0.0, 0.0]
    for group in sorted(order, key=lambda one: -sizes[one]):
        half_of[group] = int(filled[1] < filled[0])
        filled[half_of[group]] += sizes[group]
    return [[int(place) for place in np.flatnonzero(half_of[codes] == half)] for half in (0, 1)]


def _as_in(
    reference: Floats, topic_word: Floats, scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return for each topic of the reference the score of the topic most like it."""
    nearest = (unit_rows(reference) @ unit_rows(topic_word).T).argmax(axis=1)
    found: NDArray[np.float64] = scores[nearest]
    return found


def _mean_of_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each column (2, n_topics) over the values that are not nan."""
    known = ~np.isnan(values)
    totals = np.where(known, values, 0.0).sum(axis=0)
    mean: NDArray[np.float64] = np.full(values.shape[1], np.nan)
    np.divide(totals, known.sum(axis=0), out=mean, where=known.any(axis=0))
    return mean
