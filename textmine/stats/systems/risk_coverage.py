"""How much error is left when the machine keeps only what it is surest of, and where to stop.

All figures are for confidences and errors of units that the models had not seen.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Bools, Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import check_level
from textmine.stats.resampling import check_clusters
from textmine.stats.shares import share_intervals
from textmine.stats.systems.scores import Score

CERTAINTY = 0.95
_STEPS = 100
"""About how many thresholds lie between accepting nothing and accepting all."""


@dataclass(frozen=True)
class RiskCoverage:
    """The risk-coverage curve: a point for each different confidence, highest confidence first.

    `coverage` (m,) is the share accepted when units of at least `threshold` (m,) are, `risk` (m,)
    the share of them that is wrong, each 0 to 1. `area` is the mean risk over all coverages
    (AURC): `best` would be had if every error were less sure than every right one, `chance` (the
    risk of all) if confidence said nothing.
    """

    coverage: Floats
    risk: Floats
    threshold: Floats
    area: float
    best: float
    chance: float


@dataclass(frozen=True)
class Certified:
    """A confidence threshold that keeps every kind of error below a limit, or why there is none.

    `threshold` is nan when there is none. Of the n held-out units `accepted` reach it; `errors`
    (one for each kind) is the share of those that is wrong, and `bounds` what the share among new
    units stays below with the `certainty`, for all kinds at once. `reachable` is the lowest limit
    that one of the thresholds looked at would have kept.
    """

    threshold: float
    n: int
    accepted: int
    errors: tuple[float, ...]
    bounds: tuple[float, ...]
    max_error: float
    certainty: float
    reachable: float

    @property
    def found(self) -> bool:
        """Whether there is such a threshold."""
        return not np.isnan(self.threshold)

    @property
    def coverage(self) -> float:
        """The share of the held-out units that is accepted, 0 to 1."""
        return self.accepted / self.n if self.n else 0.0


def risk_coverage(confidence: ArrayLike, wrong: ArrayLike) -> RiskCoverage:
    """Compute the risk-coverage curve of `confidence` (n,) and `wrong` (n,), yes or no.

    Units of equal confidence are accepted together; the area takes them in random order. Raises
    `InputError` without units. Source: Geifman, Uziel and El-Yaniv (2019), Bias-reduced uncertainty
    estimation for deep neural classifiers, section 3.

    >>> curve = risk_coverage([0.9, 0.8, 0.7, 0.6], [0, 0, 1, 0])
    >>> curve.coverage.tolist(), curve.risk.round(3).tolist()
    ([0.25, 0.5, 0.75, 1.0], [0.0, 0.0, 0.333, 0.25])
    >>> round(curve.area, 4), curve.best, curve.chance
    (0.1458, 0.0625, 0.25)
    """
    sure, errors = _checked(confidence, wrong)
    error = errors[:, 0].astype(np.float64)
    n = sure.size
    order = np.argsort(-sure, kind="stable")
    levels, first, count = np.unique(-sure[order], return_index=True, return_counts=True)
    last = first + count
    total = np.concatenate([[0.0], np.cumsum(error[order])])
    within = np.repeat((total[last] - total[first]) / count, count)
    steps = np.arange(1, n + 1)
    best = np.cumsum(np.sort(error)) / steps
    return RiskCoverage(
        coverage=last / n,
        risk=total[last] / last,
        threshold=-levels,
        area=float((np.cumsum(within) / steps).mean()),
        best=float(best.mean()),
        chance=float(error.mean()),
    )


def surest(confidence: ArrayLike, share: float) -> Ints:
    """Return the places of the units to accept when `share` (0 to 1) of them goes to people.

    Sorted; people get n * share units, rounded up, the least sure; of equals the later ones.
    Raises `InputError` for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise InputError(f"The 'share' must be in [0, 1]. Got {share}.")
    sure = np.asarray(confidence, dtype=np.float64)
    n_accepted = sure.size - math.ceil(sure.size * share - 1e-9)
    return np.sort(np.argsort(-sure, kind="stable")[:n_accepted]).astype(np.int64)


def accuracy_above(
    confidence: ArrayLike,
    wrong: ArrayLike,
    threshold: float,
    *,
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> Score:
    """Return the share of units right among those with at least this confidence.

    Shapes as in `certified_threshold`, with one kind of error; the interval has as many units as
    `clusters` (n,) are worth. nan, with a reason, where no unit is so sure.
    """
    sure, errors = _checked(confidence, wrong)
    groups = check_clusters(clusters, sure.size)
    accepted = sure >= threshold
    right = ~errors[:, 0]
    interval = share_intervals.share_interval(
        right[accepted],
        None if groups is None else groups[accepted],
        level=level,
        correlation=share_intervals.intracluster_correlation(right, groups),
    )
    value = float(right[accepted].mean()) if accepted.any() else float("nan")
    reason = "" if accepted.any() else "No held-out unit is so sure."
    return Score(value, interval, int(accepted.sum()), reason)


def certified_threshold(
    confidence: ArrayLike,
    wrong: ArrayLike,
    max_error: float,
    certainty: float = CERTAINTY,
    *,
    clusters: ArrayLike | None = None,
) -> Certified:
    """Find the confidence above which no kind of error is more frequent than `max_error`.

    `confidence` is (n,), `wrong` (n,) or (n, kinds of error), of held-out units. One starts with
    the surest half, quarter, eighth and so on, as far as these are enough to promise anything, and
    from each start accepts more and more, as long as the error bound of every kind stays at or
    below `max_error`; the longest of these ways wins. A bound is one-sided and exact, with
    1 - certainty shared out over the starts and the kinds, so that the promise survives the search.
    Units of one of the `clusters` (n,) depend on each other: they count as n / design effect, with
    the correlation within clusters of the errors of all units. Raises `InputError` for a
    `max_error` or `certainty` not between 0 and 1, or without units.

    Source: Geifman and El-Yaniv (2017), Selective classification for deep neural networks, for the
    bound; Angelopoulos, Bates, Candes, Jordan and Lei (2021), Learn then test, section 2.3, for the
    search, which finds more than halving with the same certainty.

    >>> sure = np.linspace(0, 1, 400)
    >>> found = certified_threshold(sure, sure < 0.5, 0.1)
    >>> round(found.threshold, 2), found.accepted, found.errors[0] < 0.1
    (0.48, 210, True)
    """
    check_level(certainty)
    if not 0 < max_error < 1:
        raise InputError(f"The 'max_error' must be between 0 and 1. Got {max_error}.")
    sure, errors = _checked(confidence, wrong)
    groups = check_clusters(clusters, sure.size)
    n, kinds = errors.shape
    rho = [
        share_intervals.intracluster_correlation(errors[:, kind], groups) for kind in range(kinds)
    ]
    starts = _starts(n, max_error, (1 - certainty) / kinds)
    level = 1 - (1 - certainty) / (max(len(starts), 1) * kinds)
    falling = np.sort(sure)[::-1]
    step = max(1, n // _STEPS)
    best, reachable = Certified(np.nan, n, 0, (), (), max_error, certainty, 1.0), 1.0
    for start in starts:
        for count in [*range(start, n, step), n]:
            threshold = float(falling[count - 1])
            accepted_units = sure >= threshold
            rates = errors[accepted_units].mean(axis=0)
            near = None if groups is None else groups[accepted_units]
            worth = [
                share_intervals.effective_n(near, rho[kind], int(accepted_units.sum()))
                for kind in range(kinds)
            ]
            bounds = tuple(
                share_intervals.highest_share(float(rate) * m, m, level)
                for rate, m in zip(rates, worth, strict=True)
            )
            reachable = min(reachable, max(bounds))
            if max(bounds) > max_error:
                break
            if accepted_units.sum() > best.accepted:
                accepted, shown = int(accepted_units.sum()), tuple(float(rate) for rate in rates)
                best = replace(
                    best, threshold=threshold, accepted=accepted, errors=shown, bounds=bounds
                )
    return replace(best, reachable=reachable)


def _starts(n: int, max_error: float, risk: float) -> list[int]:
    """Return how many units to start with: n / 2, n / 4, ..., none too few to promise anything.

    The more starts, the less of the `risk` of a broken promise falls to each.
    """
    halves = [n >> power for power in range(1, n.bit_length())] or [n]
    for number in range(len(halves), 0, -1):
        if halves[number - 1] >= math.log(risk / number) / math.log(1 - max_error):
            return halves[:number]
    return halves[:1]


def accepted_held_out(
    confidence: ArrayLike,
    wrong: ArrayLike,
    fold: ArrayLike,
    max_error: float,
    certainty: float = CERTAINTY,
    *,
    clusters: ArrayLike | None = None,
) -> Bools:
    """Return which units reach the certified threshold of the other folds, shape (n,).

    Their errors say what the procedure keeps of its promise: no unit had a say in the threshold
    that it is held against. Shapes as in `certified_threshold`; `fold` is (n,).
    """
    sure, errors = _checked(confidence, wrong)
    groups = check_clusters(clusters, sure.size)
    folds = np.asarray(fold)
    accepted = np.zeros(sure.size, dtype=np.bool_)
    for held_out in np.unique(folds):
        test = folds == held_out
        if test.all():
            break
        certified = certified_threshold(
            sure[~test],
            errors[~test],
            max_error,
            certainty,
            clusters=None if groups is None else groups[~test],
        )
        if certified.found:
            accepted[test] = sure[test] >= certified.threshold
    return accepted


def _checked(confidence: ArrayLike, wrong: ArrayLike) -> tuple[Floats, Bools]:
    """Return confidences (n,) and errors (n, kinds)."""
    sure = np.asarray(confidence, dtype=np.float64)
    errors = np.asarray(wrong).astype(np.bool_)
    if errors.ndim == 1:
        errors = errors[:, None]
    if sure.ndim != 1 or sure.size == 0 or errors.ndim != 2 or len(errors) != sure.size:
        raise InputError(
            "'confidence' and 'wrong' must be of the same units, one or more. Got shapes "
            f"{sure.shape} and {np.shape(wrong)}."
        )
    return sure, errors
