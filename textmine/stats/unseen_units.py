"""Units that were not seen, a little of each: what keeps an interval honest where few differ.

Coders who never disagree in 60 units may disagree in the next one, and a code that was given twice
may be given to other units by other coders. So a part of a unit in which all coders agree is added
for each category, and a part of a unit in which one coder of them differs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.stats.counts import count_categories
from textmine.stats.resampling import Pool
from textmine.stats.totals import TotalsForm

_STEPS = 60
_TINY = 1e-300
_MANY = 10_000
"""Degrees of freedom from which on the expansion is exact to twelve places."""


def t_quantile(df: float, p: float) -> float:
    """Return the value below which Student's t with df > 0 lies with probability p, 0 < p < 1.

    The start is the expansion of Cornish and Fisher (Abramowitz and Stegun 1964, 26.7.5); Newton's
    method does the rest. The figures are those of table 26.10 there.

    >>> [round(t_quantile(df, 0.975), 3) for df in (1, 2, 5, 30, 120)]
    [12.706, 4.303, 2.571, 2.042, 1.98]
    """
    if p == 0.5:
        return 0.0
    if p < 0.5:
        return -t_quantile(df, 1 - p)
    if df > _MANY:
        return _cornish_fisher(df, p)
    t, low, high = max(_cornish_fisher(df, p), 1e-12), 0.0, math.inf
    for _ in range(_STEPS):
        error = (p - 0.5) - (0.5 - _upper_tail(df, t))
        low, high = (t, high) if error > 0 else (low, t)
        step = error / _density(df, t)
        new = t + step
        if not low < new < high:
            new = (low + high) / 2 if high < math.inf else 2 * t
        if abs(new - t) <= 1e-14 * abs(t):
            return new
        t = new
    return t


def _cornish_fisher(df: float, p: float) -> float:
    z = NormalDist().inv_cdf(p)
    return (
        z
        + (z**3 + z) / (4 * df)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    )


def _density(df: float, t: float) -> float:
    log = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
    return math.exp(log - (df + 1) / 2 * math.log1p(t * t / df))


def _upper_tail(df: float, t: float) -> float:
    """Return P(T > t) for t > 0: half of the incomplete beta I_x(df / 2, 1 / 2)."""
    x = df / (df + t * t)
    return 0.5 * _incomplete_beta(df / 2, 0.5, x, t * t / (df + t * t))


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """Return I_x(a, b) with rest = 1 - x, by its continued fraction (Lentz's method)."""
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(log + a * math.log(x) + b * math.log(rest))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / (_away(1 - (a + b) * x / (a + 1)))
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _away(1 + even * d), _away(1 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _away(1 + odd * d), _away(1 + odd / c)
        value *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


SLIGHTLY = 0.05
"""How much of a unit not seen is left out, to see how fast a figure changes with it."""
_MOST_PAIRS = 30
"""A unit in which coders differ is the mean over the pairs of so many categories."""


@dataclass(frozen=True)
class UnseenUnits:
    """Features (q + 1, n_features) of units that are added, and how much of each: (q + 1,)."""

    features: Floats
    weights: Floats


def smoothed_shares(codes: Ints, n_categories: int) -> Floats:
    """Return the shares of the categories with one code more, spread over all of them: (q,)."""
    counts = np.bincount(codes[codes >= 0], minlength=n_categories)
    return np.asarray((counts + 1 / n_categories) / (counts.sum() + 1))


def unseen_units(form: TotalsForm, codes: Ints, shares: Floats) -> UnseenUnits:
    """Return one unit with agreement, spread evenly over the categories, and one without.

    In the second one a coder says d where the others say c; it is the mean over all c and d by
    their shares (q,). Units have as many codes as those of `codes` (n_units, n_coders) have on
    average, and a code of every coder where the form compares coders. Half a unit for each of
    the four cells of two coders and two categories is Jeffreys' prior; more than this in larger
    tables would drown what was seen. Source: Jeffreys (1946); Agresti and Coull (1998).
    """
    q = form.n_categories
    n_coders = codes.shape[1]
    if not form.by_coder:
        n_codes = (codes >= 0).sum(axis=1)
        n_coders = max(2, round(float(n_codes[n_codes >= 2].mean()))) if (n_codes >= 2).any() else 2
    agreeing = np.repeat(np.arange(q), n_coders).reshape(q, n_coders)
    common = np.argsort(-shares, kind="stable")[:_MOST_PAIRS]
    pairs = np.array([(c, d) for c in common for d in common if c != d])
    # The coder who differs is each of them in turn.
    differing = np.repeat(pairs[:, :1], n_coders, axis=1)[:, None, :].repeat(n_coders, axis=1)
    places = np.arange(n_coders)
    differing[:, places, places] = pairs[:, 1:]
    weights = np.repeat(shares[pairs].prod(axis=1), n_coders)
    rows = np.vstack([agreeing, differing.reshape(-1, n_coders)])
    features = form.features(rows if form.by_coder else count_categories(rows, q))
    mean = (weights / weights.sum()) @ features[q:]
    return UnseenUnits(np.vstack([features[:q], mean]), np.append(np.full(q, 1 / q), 1.0))


def least_value(form: TotalsForm, shares: Floats, n_coders: int) -> float:
    """Return the value that a coefficient has where coders with these shares (q,) agree least.

    Of two coders whose codes lie on a circle in the order of the categories one is turned by half
    a round: they disagree in twice the share of all but the commonest category, or always.
    """
    ends = np.append(0.0, np.cumsum(shares)) / shares.sum()
    cuts = np.unique(np.concatenate((ends, (ends + 0.5) % 1)).round(12))
    middles, widths = (cuts[1:] + cuts[:-1]) / 2, np.diff(cuts)
    last = form.n_categories - 1
    first, second = (
        np.minimum(np.searchsorted(ends[1:], point % 1, side="right"), last)
        for point in (middles, middles + 0.5)
    )
    rows = np.full((n_coders, len(first), n_coders), -1, dtype=np.int64)
    for coder in range(n_coders):
        rows[coder, :, coder], rows[coder, :, (coder + 1) % n_coders] = first, second
    flat = rows.reshape(-1, n_coders)
    features = form.features(flat if form.by_coder else count_categories(flat, form.n_categories))
    # Many of them, since alpha is corrected for few.
    totals = 1e6 * np.tile(widths, n_coders) @ features
    return float(form.solve(totals[None, :]).value[0])


def limits_with_unseen(
    pool: Pool,
    unseen: UnseenUnits,
    solve: Callable[[Floats], Floats],
    least: float,
    level: float,
) -> tuple[float, float]:
    """Return the limits of a figure by the jackknife, with units not seen added to the pool.

    `solve` maps totals (n_totals, n_features) to figures (n_totals,) of at most 1, and `least` is
    the least that the figure can be. Units and clusters are left out whole, of a unit not seen a
    little. See `agreement_interval` for the formula. The limits are nan where the figure of all is
    undefined.
    """
    features = np.vstack([pool.features, unseen.features])
    times = np.concatenate([pool.multiplicity.astype(np.float64), unseen.weights])
    part = np.ones(len(features))
    part[len(pool.features) :] = SLIGHTLY
    totals = (times @ features)[None, :]
    centre = float(solve(totals)[0])
    if np.isnan(centre):
        return np.nan, np.nan
    left_out = solve(totals - part[:, None] * features)
    # Fewer units than the shares promise can agree less than that.
    bottom = float(np.nanmin(np.append(left_out, [least, centre])))

    def forward(values: Floats) -> Floats:
        return np.asarray(2 * np.arcsin(np.sqrt(np.clip((values - bottom) / (1 - bottom), 0, 1))))

    angle = float(forward(np.array(centre)))
    change = np.nan_to_num((forward(left_out) - angle) / part)
    n = float(times.sum())
    spread = float(times @ change**2 - (times @ change) ** 2 / n)
    half = t_quantile(n - 1, (1 + level) / 2) * np.sqrt(max(0.0, (n - 1) / n * spread))
    ends = np.clip((angle - half, angle + half), 0, np.pi)
    low, high = bottom + (1 - bottom) * np.sin(ends / 2) ** 2
    return float(low), float(high)
