"""Shares of codes from a machine's counts, corrected by how it errs on other, hand-coded units.

Everything here assumes label shift: within a code the texts are of the same kind in both
collections, and only the shares differ. Nothing in the data can show that, and where it does not
hold the estimates are off by an unknown amount. Sources: Rogan & Gladen (1978); Saerens, Latinne &
Decaestecker (2002); Forman (2008), Quantifying counts and costs via classification (ACC); Bella et
al. (2010), Quantification via probability estimators (PACC).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from textmine.errors import InputError
from textmine.stats.counts import FloatArray, IntArray
from textmine.stats.intervals import Interval, undefined_interval
from textmine.stats.resampling import check_clusters
from textmine.stats.shares.corpus_shares import FEW
from textmine.stats.shares.quantification_interval import METHOD, Scored, adjusted_interval

WIDE = 0.5
"""An interval as wide as this asks for a word on why."""

Groups = tuple[IntArray | None, IntArray | None]
Solved = tuple[int, int, float, bool, Scored]
"""Column of a code, its place in the scores, its share, whether that is known, and the scores."""

_FEW_THREADS = 30
_SINGULAR = 1e-9
_SAME = 1e-3
_ONE = 1e4
"""How much heavier than a row of the confusion the condition that shares sum to 1 weighs."""


@dataclass(frozen=True)
class AdjustedShares:
    """Shares (k,) of a collection that has no hand codes, with intervals.

    A share is nan where no hand-coded unit has the code, or where the machine does not tell units
    with it from those without; `intervals` then say why. `remarks` (k,) say why an interval is so
    wide, "" where there is nothing to say.
    """

    value: FloatArray
    intervals: tuple[Interval, ...]
    remarks: tuple[str, ...]


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
    solution, _ = nnls(np.vstack([confusion, condition]), np.append(counted, _ONE))
    return np.asarray(solution / solution.sum())


def quantify(
    labels: FloatArray,
    said: FloatArray,
    target: FloatArray,
    *,
    one_code: bool = True,
    level: float = 0.95,
    clusters: IntArray | None = None,
    target_clusters: IntArray | None = None,
) -> AdjustedShares:
    """Estimate shares in `target` from the machine's errors on labelled units elsewhere.

    `labels` (n, k) is 1 where a unit has a code; `said` (n, k) and `target` (n_target, k) are what
    the machine says: 1 and 0 for its codes (ACC) or probabilities (PACC), by models that did not
    see the labels. With `one_code` all codes are solved at once, else each on its own as
    `rogan_gladen` does. Intervals are those of `adjusted_interval`, for the shares of these very
    target units; `clusters` (n,) and `target_clusters` (n_target,) are numbers of threads, in which
    a machine may err alike. Raises `InputError` when the shapes do not fit.
    """
    if labels.shape != said.shape or target.shape[1:] != said.shape[1:] or not len(target):
        raise InputError(
            "'labels' and 'said' must have one shape, and 'target' as many columns. "
            f"Got {labels.shape}, {said.shape} and {target.shape}."
        )
    groups = check_clusters(clusters, len(labels)), check_clusters(target_clusters, len(target))
    scored_codes = _together if one_code else _apart
    value = np.full(labels.shape[1], np.nan)
    reason = "No hand-coded unit has the code, or the machine does not tell it from others."
    intervals = [undefined_interval(level, METHOD, len(labels), reason)] * labels.shape[1]
    remarks = [""] * labels.shape[1]
    for code, column, share, known, scored in scored_codes(labels, said, target, groups):
        value[code] = share
        intervals[code] = (
            adjusted_interval(scored, column, share, level)
            if known
            else Interval(0.0, 1.0, level, METHOD, len(labels))
        )
        few = groups[0] is not None and len(np.unique(groups[0])) < min(_FEW_THREADS, len(labels))
        remarks[code] = _remark(intervals[code], int(labels[:, code].sum()), known, few)
    return AdjustedShares(value, tuple(intervals), tuple(remarks))


def _remark(interval: Interval, n_coded: int, known: bool, few_threads: bool) -> str:
    if not known:
        return "what the machine says fits any share"
    if n_coded < FEW:
        return (
            f"fewer than {FEW} hand-coded documents show how the machine errs, so that the "
            "interval is wide"
        )
    if few_threads:
        return (
            f"fewer than {_FEW_THREADS} threads show how the machine errs, so that the interval is "
            "rough (it held the truth in 90 to 97 % of simulations)"
        )
    if interval.high - interval.low >= WIDE:
        return "the machine hardly tells it from other codes, so that the interval is wide"
    return ""


def _together(
    labels: FloatArray, predicted: FloatArray, target: FloatArray, groups: Groups
) -> Iterator[Solved]:
    """Yield each code that some labelled unit has, all solved at once."""
    counts = labels.sum(axis=0)
    seen = np.flatnonzero(counts > 0)
    if not seen.size:
        return
    confusion = predicted.T @ labels[:, seen] / counts[seen]
    shares = adjusted_shares(confusion, target.mean(axis=0))
    # The score of a code is on average 1 with it and 0 with any other, where there is such a one.
    condition = np.full((1, seen.size), _ONE)
    inverse = np.linalg.pinv(np.vstack([confusion, condition]), rcond=_SINGULAR)
    weights, base = inverse[:, :-1], inverse[:, -1] * _ONE
    known = np.abs(weights @ confusion + base[:, None] - np.eye(seen.size)).max(axis=1) < _SAME
    kind = labels[:, seen].argmax(axis=1)
    for index, code in enumerate(seen):
        score = predicted @ weights[index] + base[index]
        there = target @ weights[index] + base[index]
        scored = Scored(score, kind, shares, there, *groups)
        yield int(code), index, float(shares[index]), bool(known[index]), scored


def _apart(
    labels: FloatArray, predicted: FloatArray, target: FloatArray, groups: Groups
) -> Iterator[Solved]:
    """Yield each code that the machine tells from its absence, each on its own."""
    for code in range(labels.shape[1]):
        without = np.where(labels[:, code] > 0, 0, 1)
        if without.all() or not without.any():
            continue
        sensitivity = float(predicted[without == 0, code].mean())
        wrongly = float(predicted[without == 1, code].mean())
        counted = float(target[:, code].mean())
        share = rogan_gladen(counted, sensitivity, 1 - wrongly)
        if np.isnan(share):
            continue
        room = sensitivity - wrongly
        score, there = (predicted[:, code] - wrongly) / room, (target[:, code] - wrongly) / room
        scored = Scored(score, without, np.array([share, 1 - share]), there, *groups)
        yield code, 0, share, True, scored
