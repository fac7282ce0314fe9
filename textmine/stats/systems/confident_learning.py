"""Which hand codes are likely mistakes, and about how many: confident learning.

A unit is suspect when a model that never saw its group is confident of another code, as confident
as it is on average of the units that people gave that code.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import Interval, percentile_interval, undefined_interval
from textmine.stats.resampling import check_clusters, check_resampling

NONE = -1


@dataclass(frozen=True)
class LabelErrors:
    """What confident learning makes of n labels among K codes.

    `joint` (K, K) is the estimated share of units by given (row) and true code (column); it sums to
    1. `n_wrong` is the estimated number of wrong labels, with its `interval`. `likely` (n,) is the
    most probable code of a suspect unit, -1 for units that are not suspect, and `margin` (n,) the
    probability of the given code less that of the best other one, -1 to 1. `order` has the places
    of the suspects, the lowest margin first.
    """

    joint: Floats
    n_wrong: float
    interval: Interval
    likely: Ints
    margin: Floats
    order: Ints


def find_label_errors(
    probabilities: ArrayLike,
    labels: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    n_resamples: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> LabelErrors:
    """Find suspect labels from held-out `probabilities` (n, K) and given `labels` (n,), 0 to K - 1.

    The threshold of code k is the mean p_k of the units labelled k. A unit counts as truly k where
    p_k reaches the threshold; of several such codes the most probable one. The joint is the table
    of these counts, with rows scaled to how often each label was given; off its diagonal are the
    wrong labels, whose number has a percentile bootstrap interval over units, or over `clusters`
    (n,). Suspects are the units off the diagonal whose label is not their most probable code
    either, ranked by normalised margin.

    The estimate supposes that whether a label is wrong depends on the true code only, and that the
    model errs elsewhere than people do: a weak model takes its own mistakes for theirs, and it is
    then too high. Raises `InputError` when shapes or labels do not fit. Source: Northcutt, Jiang
    and Chuang (2021), Confident learning: estimating uncertainty in dataset labels, section 3.

    >>> p = [[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.1, 0.9], [0.2, 0.8], [0.1, 0.9]]
    >>> found = find_label_errors(p, [0, 0, 0, 1, 1, 1])
    >>> found.order.tolist(), found.likely.tolist(), found.joint.round(3).tolist()
    ([], [-1, -1, -1, -1, -1, -1], [[0.5, 0.0], [0.0, 0.5]])
    >>> found = find_label_errors([*p[:2], [0.05, 0.95], *p[3:]], [0, 0, 0, 1, 1, 1])
    >>> found.order.tolist(), round(found.n_wrong, 6)
    ([2], 1.0)
    """
    p, y, groups = _checked(probabilities, labels, clusters)
    check_resampling(n_resamples, seed)
    n, k = p.shape
    every = np.ones(n)
    true = _confident(p, y, every)
    joint = _joint(true, y, every, k)
    others = p.copy()
    others[np.arange(n), y] = -np.inf
    margin = p[np.arange(n), y] - (others.max(axis=1) if k > 1 else 0.0)
    suspect = (true != NONE) & (true != y) & (margin < 0)
    places = np.flatnonzero(suspect)
    return LabelErrors(
        joint=joint,
        n_wrong=_wrong(joint) * n,
        interval=_interval(p, y, groups, n_resamples, level, seed),
        likely=np.where(suspect, p.argmax(axis=1), NONE),
        margin=margin,
        order=places[np.argsort(margin[places], kind="stable")],
    )


def _confident(p: Floats, y: Ints, weight: Floats) -> Ints:
    """Return the code that each unit counts as, -1 where none reaches its threshold."""
    k = p.shape[1]
    n_given = np.bincount(y, weight, minlength=k)
    summed = np.bincount(y, weight * p[np.arange(len(y)), y], minlength=k)
    # A code that nobody gave has no threshold, and no unit counts as it.
    threshold = np.divide(summed, n_given, out=np.full(k, np.inf), where=n_given > 0)
    # A mean of equal probabilities may lie a last bit above them.
    reached = np.where(p >= threshold - 1e-12, p, -1.0)
    return np.where(reached.max(axis=1) >= 0, reached.argmax(axis=1), NONE).astype(np.int64)


def _joint(true: Ints, y: Ints, weight: Floats, k: int) -> Floats:
    """Return the shares by given and true code; a row without a confident unit stays as given."""
    known = true != NONE
    counts = np.bincount(y[known] * k + true[known], weight[known], k * k).reshape(k, k)
    n_given = np.bincount(y, weight, minlength=k)
    empty = counts.sum(axis=1) == 0
    counts[empty, np.flatnonzero(empty)] = 1.0
    scaled = counts / counts.sum(axis=1, keepdims=True) * n_given[:, None]
    return np.asarray(scaled / n_given.sum())


def _wrong(joint: Floats) -> float:
    return float(max(joint.sum() - np.trace(joint), 0.0))


def _interval(
    p: Floats, y: Ints, groups: Ints | None, n_resamples: int, level: float, seed: int
) -> Interval:
    n, k = p.shape
    resampled = "units" if groups is None else "clusters"
    cluster_of = np.arange(n) if groups is None else np.unique(groups, return_inverse=True)[1]
    n_drawn = int(cluster_of.max()) + 1
    if n_drawn < 2:
        return undefined_interval(level, "percentile", n_drawn, f"Fewer than two {resampled}.")
    rng = np.random.Generator(np.random.PCG64(seed))
    values = []
    for _ in range(n_resamples):
        weight = np.bincount(rng.integers(0, n_drawn, n_drawn), minlength=n_drawn)[cluster_of]
        drawn = weight.astype(np.float64)
        values.append(_wrong(_joint(_confident(p, y, drawn), y, drawn, k)) * n)
    return percentile_interval(values, level, n=n_drawn, resampled=resampled)


def _checked(
    probabilities: ArrayLike, labels: ArrayLike, clusters: ArrayLike | None
) -> tuple[Floats, Ints, Ints | None]:
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(labels)
    if p.ndim != 2 or p.size == 0 or y.shape != (len(p),):
        raise InputError(
            "'probabilities' must have a row a unit and a column a code, and 'labels' one code a "
            f"unit. Got shapes {p.shape} and {y.shape}."
        )
    if y.min() < 0 or y.max() >= p.shape[1]:
        raise InputError(
            f"The 'labels' must be from 0 to {p.shape[1] - 1}. Got {y.min()} to {y.max()}."
        )
    return p, y.astype(np.int64), check_clusters(clusters, len(p))
