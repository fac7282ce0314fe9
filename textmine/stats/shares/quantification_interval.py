"""Intervals of adjusted shares: every share that the machine's words do not speak against.

A share p of a code is tested by what the machine would have said on average if it were true, less
what it did say. How the machine errs is known from hand-coded units only, within each code, so the
variance depends on the p under test, and a code whose errors few units show gets few degrees of
freedom. Where the machine hardly tells the code from others no p is ruled out, and the interval is
wide: no division by a small number is left to chance. Units of one cluster may err alike.

Sources: Fieller (1954), Some problems in interval estimation, for the inversion; Lang & Reiczigel
(2014), Confidence limits for prevalence of disease adjusted for estimated sensitivity and
specificity, Prev. Vet. Med. 113, for an error that may be added to those seen; Bell & McCaffrey
(2002), Bias reduction in standard errors for linear regression with multi-stage samples, for the
residuals of clusters; Satterthwaite (1946) for the degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.stats.counts import FloatArray, IntArray
from textmine.stats.intervals import Interval, check_level
from textmine.stats.shares.clustered_share import design_effect, intracluster_correlation

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

    score: FloatArray
    kind: IntArray
    shares: FloatArray
    target: FloatArray
    clusters: IntArray | None = None
    target_clusters: IntArray | None = None


def adjusted_interval(scored: Scored, place: int, value: float, level: float = 0.95) -> Interval:
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

    mean: FloatArray
    sums: FloatArray
    one_more: FloatArray
    spread: FloatArray
    degrees: FloatArray
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


def _shares_under_test(shares: FloatArray, code_index: int) -> FloatArray:
    """Return the shares of all m codes, a row a share under test: (n_places, m)."""
    mine = np.arange(len(shares)) == code_index
    others = np.where(mine, 0.0, shares)
    if others.sum() <= 0:
        others = np.where(mine, 0.0, 1.0)
    others = others / max(1.0, others.sum()) if len(shares) == 1 else others / others.sum()
    return np.asarray(_PLACES[:, None] * mine + (1 - _PLACES[:, None]) * others)
