"""Whether probabilities can be taken at their word: the reliability diagram and its mean gap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import Interval
from textmine.stats.resampling import check_clusters
from textmine.stats.shares.share_intervals import intracluster_correlation, share_interval

N_BINS = 10


@dataclass(frozen=True)
class ReliabilityPoint:
    """Units of like probability: how sure the machine was on average, and how often right.

    `said`, `seen`, `lowest` and `highest` (the range of the probabilities) are 0 to 1.
    """

    said: float
    seen: float
    interval: Interval
    n: int
    lowest: float
    highest: float


def reliability_curve(
    probabilities: ArrayLike,
    gold: ArrayLike,
    n_bins: int = N_BINS,
    *,
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> list[ReliabilityPoint]:
    """Return the points of the reliability diagram, the least sure first.

    `probabilities` is (n,), with `gold` (n,) saying whether each was right; or (n, K) with `gold`
    (n,) the index of the right class, and the most probable class is looked at; or (n, K) with
    `gold` (n, K) yes and no, and every cell counts. Bins hold equally many units, as far as equal
    probabilities stay together. `clusters` (n,) makes intervals as wide as dependent units ask for.
    Raises `InputError` when shapes do not fit, there is no unit, or `n_bins` is below 1. Source:
    Nguyen and O'Connor (2015), Posterior calibration and exploratory analysis for natural language
    processing models, section 4.2.

    >>> points = reliability_curve([0.2, 0.2, 0.9, 0.9], [0, 0, 1, 0], n_bins=2)
    >>> [(point.said, point.seen, point.n) for point in points]
    [(0.2, 0.0, 2), (0.9, 0.5, 2)]
    """
    probability, right, groups = _pairs(probabilities, gold, clusters)
    rho = intracluster_correlation(right, groups)
    points = []
    for places in _bins(probability, n_bins):
        seen = right[places]
        interval = share_interval(
            seen, None if groups is None else groups[places], level=level, correlation=rho
        )
        sure = probability[places]
        points.append(
            ReliabilityPoint(
                said=float(sure.mean()),
                seen=float(seen.mean()),
                interval=interval,
                n=int(places.size),
                lowest=float(sure.min()),
                highest=float(sure.max()),
            )
        )
    return points


def calibration_error(probabilities: ArrayLike, gold: ArrayLike, n_bins: int = N_BINS) -> float:
    """Return the expected calibration error, 0 to 1: the mean gap of the reliability diagram.

    Arguments as in `reliability_curve`. With few units a bin it is above 0 by chance alone. Source:
    Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian
    binning, section 3; the bins are of equal count, as in Nguyen and O'Connor (2015).

    >>> round(calibration_error([[0.75, 0.25]] * 4, [0, 0, 1, 1]), 2)
    0.25
    """
    probability, right, _ = _pairs(probabilities, gold, None)
    gaps = [
        abs(right[places].mean() - probability[places].mean()) * places.size
        for places in _bins(probability, n_bins)
    ]
    return float(np.sum(gaps) / probability.size)


def _bins(probability: Floats, n_bins: int) -> list[Ints]:
    """Return the places of the units of each bin; a bin ends only where the probability changes."""
    if n_bins < 1:
        raise InputError(f"The 'n_bins' parameter must be 1 or more. Got {n_bins}.")
    order = np.argsort(probability, kind="stable")
    changes = np.flatnonzero(np.diff(probability[order]) > 0) + 1
    wanted = np.arange(1, n_bins) * probability.size / n_bins
    if changes.size == 0:
        return [order]
    after = np.searchsorted(changes, wanted).clip(max=changes.size - 1)
    before = (after - 1).clip(min=0)
    nearer = np.abs(changes[before] - wanted) < np.abs(changes[after] - wanted)
    cuts = np.unique(np.where(nearer, changes[before], changes[after]))
    return np.split(order, cuts)


def _pairs(
    probabilities: ArrayLike, gold: ArrayLike, clusters: ArrayLike | None
) -> tuple[Floats, Floats, Ints | None]:
    """Return probabilities, whether each was right (1 or 0), and clusters, all (n,)."""
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(gold)
    if p.size == 0 or p.ndim not in (1, 2) or len(p) != len(y) or y.ndim > p.ndim:
        raise InputError(
            "'probabilities' and 'gold' must be of the same units, one or more. Got shapes "
            f"{p.shape} and {y.shape}."
        )
    groups = check_clusters(clusters, len(p))
    if p.ndim == 2 and y.ndim == 2:
        if p.shape != y.shape:
            raise InputError(f"'gold' must have the shape {p.shape}. Got {y.shape}.")
        repeated = None if groups is None else np.repeat(groups, p.shape[1])
        return p.ravel(), y.astype(np.float64).ravel(), repeated
    if p.ndim == 2:
        return p.max(axis=1), (p.argmax(axis=1) == y).astype(np.float64), groups
    return p, y.astype(np.float64), groups
