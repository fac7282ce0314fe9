"""Shares of codes from a machine's counts, corrected by how it errs on other, hand-coded units.

Everything here assumes label shift: within a code the texts are of the same kind in both
collections, and only the shares differ. Nothing in the data can show that, and where it does not
hold the estimates are off by an unknown amount. Sources: Rogan & Gladen (1978); Saerens, Latinne &
Decaestecker (2002); Forman (2008), Quantifying counts and costs via classification (ACC); Bella et
al. (2010), Quantification via probability estimators (PACC).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.intervals import Interval, check_level, undefined_interval
from textmine.stats.resampling import check_clusters
from textmine.stats.shares.corpus_shares import FEW
from textmine.stats.shares.share_intervals import design_effect, intracluster_correlation

METHOD = "test inversion"

_PLACES = np.linspace(0, 1, 1001)
_MANY = 1e6
_LEAST = 1e-9
_ONE_ERROR = 0.5
"""So many units more that the machine takes for another code are added to the variance of each."""


@dataclass(frozen=True)
class Scored:
    """Scores of hand-coded units and of a collection: on average 1 with a code, 0 with any other.

    `score` (n,) and `target` (n_target,) are linear in what the machine says; `kind` (n,) numbers
    the codes of the hand-coded units from 0, `shares` (m,) are their estimated shares in the
    collection. `clusters` (n,) and `target_clusters` (n_target,) are numbers of threads, or None.
    """

    score: Floats
    kind: Ints
    shares: Floats
    target: Floats
    clusters: Ints | None = None
    target_clusters: Ints | None = None


def _adjusted_interval(scored: Scored, place: int, value: float, level: float = 0.95) -> Interval:
    """Return the interval of the share of the code `place`, around its estimate `value`.

    All shares p of the code are kept for which (mean target score - mean of scores at p)^2 is at
    most t^2 V(p). V(p) is the sum over codes c of p_c^2 times the variance of c's mean score (CR2
    where units stand in clusters), and of p_c times the variance of its scores / n_target, times
    the design effect of the target's clusters. t has Satterthwaite's degrees of freedom at p. The
    other codes share 1 - p as they are estimated.
    """
    check_level(level)
    # scipy.stats takes a second to import; this does not.
    from scipy.special import stdtrit

    errors = _errors(scored)
    at = _shares_under_test(scored.shares, place)
    by_code = at**2 * ((errors.sums**2).sum(axis=0) + errors.one_more)
    hand = ((at @ errors.sums.T) ** 2).sum(axis=1) + at**2 @ errors.one_more
    machine = at @ errors.spread * errors.effect / len(scored.target)
    variance = hand + machine
    unsure = (by_code**2 / errors.degrees).sum(axis=1) + machine**2 / errors.all_degrees
    degrees = variance**2 / np.maximum(unsure, np.finfo(np.float64).tiny)
    quantile = stdtrit(np.clip(degrees, 1, _MANY), (1 + level) / 2)
    gap = scored.target.mean() - at @ errors.mean
    inside = _PLACES[gap**2 <= quantile**2 * variance]
    low, high = (inside.min(), inside.max()) if inside.size else (value, value)
    return Interval(
        float(min(low, value)), float(max(high, value)), level, METHOD, len(scored.score)
    )


@dataclass(frozen=True)
class _Errors:
    """How scores differ within m codes: what V(p) is made of.

    `mean` (m,) are mean scores, `sums` (n_clusters, m) what each cluster adds to their errors,
    `one_more` (m,) the variance of an error not seen, `spread` (m,) variances of single scores,
    `degrees` (m,) and `all_degrees` those of freedom, `effect` the target's design effect.
    """

    mean: Floats
    sums: Floats
    one_more: Floats
    spread: Floats
    degrees: Floats
    all_degrees: float
    effect: float


def _errors(scored: Scored) -> _Errors:
    m, kind = len(scored.shares), scored.kind
    counts = np.bincount(kind, minlength=m).astype(np.float64)
    mean = np.bincount(kind, scored.score, minlength=m) / counts
    rest = scored.score - mean[kind]
    clusters = np.arange(len(rest)) if scored.clusters is None else scored.clusters
    of = np.unique(clusters, return_inverse=True)[1].reshape(-1)
    n_clusters = int(of.max()) + 1
    cell = of * m + kind
    parts = np.bincount(cell, minlength=n_clusters * m).reshape(n_clusters, m) / counts
    sums = np.bincount(cell, rest, n_clusters * m).reshape(n_clusters, m) / counts
    size = np.bincount(of) / len(rest)
    rho = intracluster_correlation(rest, scored.clusters)
    return _Errors(
        mean=mean,
        sums=sums / (np.maximum(1 - parts, _LEAST) ** (0.5 if scored.clusters is None else 1.0)),
        # Units of one cluster say nothing of how far others would differ from them.
        one_more=_ONE_ERROR / np.where(parts.max(axis=0) < 1, counts, 1.0) ** 2,
        spread=(np.bincount(kind, rest**2, minlength=m) + _ONE_ERROR) / counts,
        degrees=np.maximum(1 / (parts**2).sum(axis=0) - 1, 0.5),
        all_degrees=max(0.5, float(1 / (size**2).sum() - 1)),
        effect=design_effect(scored.target_clusters, rho, len(scored.target)),
    )


def _shares_under_test(shares: Floats, code_index: int) -> Floats:
    """Return the shares of all m codes, a row a share under test: (n_places, m)."""
    mine = np.arange(len(shares)) == code_index
    others = np.where(mine, 0.0, shares)
    if others.sum() <= 0:
        others = np.where(mine, 0.0, 1.0)
    others = others / max(1.0, others.sum()) if len(shares) == 1 else others / others.sum()
    return np.asarray(_PLACES[:, None] * mine + (1 - _PLACES[:, None]) * others)


WIDE = 0.5
"""An interval as wide as this asks for a word on why."""

Groups = tuple[Ints | None, Ints | None]
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

    value: Floats
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


def adjusted_shares(confusion: Floats, counted: Floats) -> Floats:
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
    labels: Floats,
    said: Floats,
    target: Floats,
    *,
    one_code: bool = True,
    level: float = 0.95,
    clusters: Ints | None = None,
    target_clusters: Ints | None = None,
) -> AdjustedShares:
    """Estimate shares in `target` from the machine's errors on labelled units elsewhere.

    `labels` (n, k) is 1 where a unit has a code; `said` (n, k) and `target` (n_target, k) are what
    the machine says: 1 and 0 for its codes (ACC) or probabilities (PACC), by models that did not
    see the labels. With `one_code` all codes are solved at once, else each on its own as
    `rogan_gladen` does. Intervals are those of `_adjusted_interval`, for the shares of these very
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
            _adjusted_interval(scored, column, share, level)
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
    labels: Floats, predicted: Floats, target: Floats, groups: Groups
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


def _apart(labels: Floats, predicted: Floats, target: Floats, groups: Groups) -> Iterator[Solved]:
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
