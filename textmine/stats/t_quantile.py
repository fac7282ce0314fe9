"""Quantiles of Student's t, without scipy, whose special functions take long to import."""

from __future__ import annotations

import math
from statistics import NormalDist

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
