"""Shares of codes from a machine's counts, corrected by how it errs on other, hand-coded units.

Everything here assumes label shift: within a code the texts are of the same kind in both
collections, and only the shares differ. Nothing in the data can show that, and where it does not
hold the estimates are off by an unknown amount. Sources: Rogan & Gladen (1978); Saerens, Latinne &
Decaestecker (2002); Forman (2008), Quantifying counts and costs via classification (ACC); Bella et
al. (2010), Quantification via probability estimators (PACC).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.errors import InputError
from textmine.stats.counts import FloatArray
from textmine.stats.intervals import Interval, percentile_interval, undefined_interval

_ONE = 1e4
"""How much heavier than a row of the confusion the condition that shares sum to 1 weighs."""


@dataclass(frozen=True)
class AdjustedShares:
    """Shares (k,) of a collection that has no hand codes, with bootstrap intervals.

    A share is nan where no hand-coded unit has the code, or where the machine does not tell units
    with it from those without; `intervals` then say why.
    """

    value: FloatArray
    intervals: tuple[Interval, ...]


def rogan_gladen(counted: float, sensitivity: float, specificity: float) -> float:
    """Return the share behind a machine's share, (counted + specificity - 1) / (both - 1).

    Cut to 0 to 1; nan when sensitivity + specificity is at most 1, where the machine knows nothing.
    Source: Rogan & Gladen (1978), Estimating prevalence from the results of a screening test.

    >>> round(rogan_gladen(0.3, 0.8, 0.9), 7)
    0.2857143
    """
    room = sensitivity + specificity - 1
    if not room > 0:
        return float("nan")
    return float(np.clip((counted + specificity - 1) / room, 0, 1))


def adjusted_shares(confusion: FloatArray, counted: FloatArray) -> FloatArray:
    """Return the shares p, 0 or more and summing to 1, for which confusion @ p is nearest counted.

    `confusion` (k, m): column c is what the machine says on average of units with code c; `counted`
    (k,) is what it says of the collection. Least squares on the simplex.

    >>> adjusted_shares(np.array([[0.8, 0.1], [0.2, 0.9]]), np.array([0.3, 0.7])).round(4).tolist()
    [0.2857, 0.7143]
    """
    from scipy.optimize import nnls

    condition = np.full((1, confusion.shape[1]), _ONE)
    found, _ = nnls(np.vstack([confusion, condition]), np.append(counted, _ONE))
    return np.asarray(found / found.sum())


def quantify(
    labels: FloatArray,
    said: FloatArray,
    target: FloatArray,
    *,
    one_code: bool = True,
    n_resamples: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> AdjustedShares:
    """Estimate shares in `target` from the machine's errors on labelled units elsewhere.

    `labels` (n, k) is 1 where a unit has a code; `said` (n, k) and `target` (n_target, k) are what
    the machine says: 1 and 0 for its codes (ACC) or probabilities (PACC), by models that did not
    see the labels. With `one_code` all codes are solved at once, else each on its own as
    `rogan_gladen` does. Intervals: percentile bootstrap of the units with and without each code,
    and of the target. Raises `InputError` when the shapes do not fit.
    """
    if labels.shape != said.shape or target.shape[1:] != said.shape[1:] or not len(target):
        raise InputError(
            "'labels' and 'said' must have one shape, and 'target' as many columns. "
            f"Got {labels.shape}, {said.shape} and {target.shape}."
        )
    solve = _together if one_code else _each
    value = solve(labels, said, target.mean(axis=0))
    rng = np.random.Generator(np.random.PCG64(seed))
    n, n_target = len(labels), len(target)
    kinds = np.unique(labels, axis=0, return_inverse=True)[1].reshape(-1)
    places = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
    drawn = np.empty((n_resamples, labels.shape[1]))
    for resample in range(n_resamples):
        rows = np.concatenate([rng.choice(at, len(at)) for at in places])
        times = rng.multinomial(n_target, np.full(n_target, 1 / n_target))
        drawn[resample] = solve(labels[rows], said[rows], times @ target / n_target)
    return AdjustedShares(
        value,
        tuple(
            _interval(drawn[:, place], float(value[place]), level, n) for place in range(len(value))
        ),
    )


def _interval(drawn: FloatArray, value: float, level: float, n: int) -> Interval:
    if np.isnan(value):
        reason = "No hand-coded unit has the code, or the machine does not tell it from others."
        return undefined_interval(level, "percentile", n, reason, "units")
    return percentile_interval(drawn, level, n=n)


def _together(labels: FloatArray, said: FloatArray, counted: FloatArray) -> FloatArray:
    counts = labels.sum(axis=0)
    seen = counts > 0
    shares = np.full(len(counts), np.nan)
    confusion = said.T @ labels[:, seen] / counts[seen]
    shares[seen] = adjusted_shares(confusion, counted)
    return shares


def _each(labels: FloatArray, said: FloatArray, counted: FloatArray) -> FloatArray:
    shares = np.full(labels.shape[1], np.nan)
    for place in range(labels.shape[1]):
        with_code = labels[:, place] > 0
        if with_code.any() and not with_code.all():
            sensitivity = float(said[with_code, place].mean())
            specificity = 1 - float(said[~with_code, place].mean())
            shares[place] = rogan_gladen(float(counted[place]), sensitivity, specificity)
    return shares
