"""Intervals of lifts: how often two codes stand together, over how often by chance."""

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.stats.intervals import Interval, undefined_interval
from textmine.stats.totals import divide

METHOD = "log-ratio-t"

_UNSEEN = 0.5

_FEWEST = 3

_LOW_DF = 2.0


def over_clusters(
    first: Floats, second: Floats, of: Ints, places: tuple[Ints, ...], level: float
) -> tuple[list[Interval], Ints]:
    """Return the intervals of lifts over clusters, and in how many both codes stand."""
    order = np.argsort(of, kind="stable")
    sizes = np.bincount(of)
    ends = np.cumsum(sizes)
    n, pairs = sizes.size, places[0].size
    totals, holders = np.zeros((2, pairs)), np.zeros(pairs, dtype=np.int64)
    parts = []
    for end, size in zip(ends, sizes, strict=True):
        rows = order[end - size : end]
        x, y = first[rows], second[rows]
        together = (x.T @ y)[places]
        by_chance = x.sum(axis=0)[places[0]] * y.sum(axis=0)[places[1]] / size
        here = np.flatnonzero(by_chance)
        parts.append((here, together[here], by_chance[here]))
        totals[0, here] += together[here]
        totals[1, here] += by_chance[here]
        holders[here] += 1
    squares, fourth = np.zeros((2, pairs))
    log_o, log_e = totals + _UNSEEN
    for here, together, by_chance in parts:
        scores = together / log_o[here] - by_chance / log_e[here]
        squares[here] += scores**2
        fourth[here] += scores**4
    # The half unit more together is a cluster of its own, that has the pair by chance.
    extra = (_UNSEEN / log_o) ** 2
    return _intervals(
        log_o / log_e, squares + extra, fourth + extra**2, holders, n, level, "clusters"
    ), holders


def over_units(
    first: Floats, second: Floats, places: tuple[Ints, ...], level: float
) -> tuple[list[Interval], Ints]:
    """Return the intervals of lifts of independent units, and how many have both codes."""
    n = len(first)
    together = (first.T @ second)[places]
    a, b = first.sum(axis=0)[places[0]], second.sum(axis=0)[places[1]]
    expected = divide(a * b, np.full(a.size, float(n))) + _UNSEEN
    lift = (together + _UNSEEN) / expected
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = 1 / (together + _UNSEEN) - 1 / a - 1 / b - 1 / n + 2 * together / (a * b)
    variances = np.where((a > 0) & (b > 0), np.maximum(variance, 0), 0)
    few = np.full(a.size, np.nan)
    holders = np.minimum(a, b).astype(np.int64)
    return _intervals(lift, variances, few, holders, n, level, "units"), together.astype(np.int64)


def _intervals(
    lifts: Floats,
    variances: Floats,
    fourth: Floats,
    holders: Ints,
    n: int,
    level: float,
    drawn: str,
) -> list[Interval]:
    # scipy.stats takes a second to import; this does not.
    from scipy.special import stdtrit

    most = np.maximum(holders - 1.0, _LOW_DF)
    effective = divide(2 * variances**2, fourth - variances**2 / np.maximum(holders, 1))
    df = np.where(np.isnan(effective), most, np.clip(effective, _LOW_DF, most))
    half = stdtrit(df, (1 + level) / 2) * np.sqrt((1 + 1 / most) * variances)
    low, high = lifts * np.exp(-half), lifts * np.exp(half)
    few = {
        "clusters": "Both codes stand in {} of the clusters: an interval takes {}.",
        "units": "One of the codes stands in {} of the units: an interval takes {}.",
    }[drawn]

    def interval(pair: int) -> Interval:
        if holders[pair] < _FEWEST:
            reason = few.format(int(holders[pair]), _FEWEST)
            return undefined_interval(level, METHOD, n, reason, drawn)
        if not variances[pair] > 0:
            same = f"It is the same in all {drawn}: nothing says how it varies."
            return undefined_interval(level, METHOD, n, same, drawn)
        return Interval(float(low[pair]), float(high[pair]), level, METHOD, n, resampled=drawn)

    return [interval(pair) for pair in range(len(holders))]
