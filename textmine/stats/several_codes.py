"""Scores where a unit takes several codes: each code is a question of yes or no."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.confusion import kappa_of
from textmine.stats.counts import FloatArray
from textmine.stats.design import divide
from textmine.stats.intervals import Interval, percentile_interval, undefined_interval
from textmine.stats.resampling import check_clusters, check_resampling, make_pool, resampled_totals
from textmine.stats.scores import ClassificationScores, ClassScore, Score

Of = Callable[[FloatArray], FloatArray]
"""A score of totals (..., n_features): (...)."""


def several_code_scores(
    gold: ArrayLike,
    given: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    repeats: int = 1,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> ClassificationScores:
    """Score given against gold codes, both bool (n_units, n_codes), with bootstrap intervals.

    macro_f1 averages F1 over the codes that occur; kappa is the mean over the codes of Cohen's
    kappa on the question whether the code is given; accuracy is the share of units with exactly the
    gold codes. `clusters` and `repeats` as in `classification_scores`. Raises `InputError` for
    shapes that differ, no units, and bad clusters, n_resamples or seed.
    """
    truth, guess = np.asarray(gold, dtype=np.bool_), np.asarray(given, dtype=np.bool_)
    if truth.ndim != 2 or truth.shape != guess.shape:
        raise InputError(
            "'gold' and 'given' must be tables of one shape, units by codes. "
            f"Got {truth.shape} and {guess.shape}."
        )
    if not truth.size:
        raise InputError("There are no units to score.", hint="Give at least one unit.")
    check_resampling(n_resamples, seed)
    n_units, n_codes = truth.shape
    labels = check_clusters(clusters, n_units)
    cells = np.eye(4)[2 * truth.astype(int) + guess.astype(int)].reshape(n_units, 4 * n_codes)
    features = np.column_stack([cells, (truth == guess).all(axis=1)])
    unique, index, multiplicity = np.unique(
        features, axis=0, return_inverse=True, return_counts=True
    )
    pool = make_pool(unique, index.ravel(), multiplicity, labels)
    draws = resampled_totals(pool, n_resamples if pool.n >= 2 else 0, seed)
    total = features.sum(axis=0) / repeats
    n = n_units // repeats

    def interval(values: FloatArray) -> Interval:
        if pool.n < 2:
            reason = f"There are fewer than two {pool.resampled} to draw from."
            return undefined_interval(level, "percentile", pool.n, reason, pool.resampled)
        return percentile_interval(values, level, n=pool.n, resampled=pool.resampled)

    def score(of: Of, n: int, reason: str) -> Score:
        value = float(of(total))
        return Score(value, interval(of(draws)), n, reason if np.isnan(value) else "")

    in_gold = np.rint(total[:-1].reshape(n_codes, 4)[:, 2:].sum(axis=1)).astype(int)
    in_given = np.rint(total[:-1].reshape(n_codes, 4)[:, 1::2].sum(axis=1)).astype(int)
    return ClassificationScores(
        n=n,
        accuracy=score(lambda t: divide(t[..., -1], _units(t)), n, ""),
        macro_f1=score(lambda t: _mean(_f1(_tables(t))), n, "None of the codes occurs."),
        kappa=score(lambda t: _mean(kappa_of(_tables(t))), n, "No code is given and not given."),
        classes=tuple(
            _class_score(k, int(in_gold[k]), int(in_given[k]), score) for k in range(n_codes)
        ),
        macro_classes=tuple(int(k) for k in np.flatnonzero(in_gold + in_given)),
        confusion=(),
    )


def _class_score(
    k: int, n_gold: int, n_given: int, score: Callable[[Of, int, str], Score]
) -> ClassScore:
    def at(of: Of) -> Of:
        return lambda totals: of(_tables(totals))[..., k]

    return ClassScore(
        k,
        n_gold,
        n_given,
        score(at(_precision), n_given, f"Code {k} is not given."),
        score(at(_recall), n_gold, f"Code {k} is not in gold."),
        score(at(_f1), n_gold, f"Code {k} is in neither."),
    )


def _tables(totals: FloatArray) -> FloatArray:
    """Return a two by two table for each code, (..., n_codes, 2, 2), gold in the rows."""
    return totals[..., :-1].reshape(*totals.shape[:-1], -1, 2, 2)


def _units(totals: FloatArray) -> FloatArray:
    units: FloatArray = totals[..., :4].sum(axis=-1)
    return units


def _precision(tables: FloatArray) -> FloatArray:
    return divide(tables[..., 1, 1], tables[..., 1].sum(axis=-1))


def _recall(tables: FloatArray) -> FloatArray:
    return divide(tables[..., 1, 1], tables[..., 1, :].sum(axis=-1))


def _f1(tables: FloatArray) -> FloatArray:
    both = tables[..., 1, 1]
    return divide(2 * both, 2 * both + tables[..., 0, 1] + tables[..., 1, 0])


def _mean(values: FloatArray) -> FloatArray:
    known = ~np.isnan(values)
    return divide(np.where(known, values, 0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))
