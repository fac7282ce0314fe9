"""Gwet's linearised standard errors, from how much each unit adds to a coefficient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError, did_you_mean
from textmine.stats.agreement import alpha, kappas
from textmine.stats.agreement.alpha import CoefficientFunction
from textmine.stats.agreement.kappas import unit_agreement
from textmine.stats.agreement.weights import fixed_distances, similarity
from textmine.stats.counts import check_codes, check_n_categories, count_categories
from textmine.stats.intervals import Interval, t_interval
from textmine.stats.totals import TINY, Coefficient


@dataclass(frozen=True)
class LinearisedError:
    """The standard error of a coefficient over the sampling of units.

    `n` is the number of units that it rests on. It is nan where undefined, and `reason` says why.
    """

    name: str
    value: float
    standard_error: float
    n: int
    reason: str

    def interval(self, level: float = 0.95) -> Interval:
        """Return the t interval of the value with n - 1 degrees of freedom, cut at 1."""
        return t_interval(self.value, self.standard_error, self.n, level, highest=1)


def linearised_error(
    coefficient: CoefficientFunction,
    codes: ArrayLike,
    n_categories: int,
    *,
    ddof: int = 1,
    **options: Any,
) -> LinearisedError:
    """Compute Gwet's linearised standard error of an agreement coefficient.

    `coefficient` is one of the functions of this package, `options` its own arguments; alpha
    takes any metric but "ordinal", whose distances change with the sample: use the bootstrap.
    `ddof` 1 divides by n (n - 1), the general form; 0 divides by n^2, the form for a table of two
    coders. Raises `InputError` for another coefficient, bad codes or another ddof. Source: Gwet
    (2008), section 4; Gwet (2014), chapter 5. The figure is that of its 4 raters, 12 subjects.

    >>> raters = "123321412...", "1233224125..", ".33323422513", "12332441251."
    >>> codes = np.array([[".12345".index(code) - 1 for code in rater] for rater in raters]).T
    >>> round(linearised_error(kappas.gwet_ac1, codes, 5).standard_error, 5)
    0.14295
    """
    if ddof not in (0, 1):
        raise InputError(f"The 'ddof' parameter must be 0 or 1. Got {ddof}.")
    if coefficient not in LINEARISED:
        name = getattr(coefficient, "__name__", repr(coefficient))
        known = [function.__name__ for function in LINEARISED]
        raise InputError(
            f"There is no linearised standard error of '{name}'.", hint=did_you_mean(name, known)
        )
    checked = check_codes(codes, check_n_categories(n_categories))
    value = coefficient(checked, n_categories, **options)
    min_codes = 2 if coefficient is alpha.krippendorff_alpha else 1
    kept = checked[(checked >= 0).sum(axis=1) >= min_codes]
    if not value.defined or len(kept) < 2:
        reason = value.reason or "There are fewer than two units."
        return LinearisedError(value.name, value.value, np.nan, len(kept), reason)
    parts = LINEARISED[coefficient](value, kept, n_categories, **options)
    n = len(parts)
    error = np.sqrt(((parts - parts.mean()) ** 2).sum() / (n * (n - ddof)))
    return LinearisedError(value.name, value.value, float(error), n, value.reason)


Chance = Callable[[Ints, Floats, Floats], Floats]


def _from_shares(
    found: Coefficient, codes: Ints, n_categories: int, weights: Floats, chance: Chance
) -> Floats:
    """Return each unit's part, its chance agreement following from the mean shares."""
    counts = count_categories(codes, n_categories)
    shares = counts / counts.sum(axis=1, keepdims=True)
    return _parts(found, counts, weights, chance(counts, shares, weights))


def _parts(found: Coefficient, counts: Ints, weights: Floats, chance: Floats) -> Floats:
    """Combine each unit's agreement and its part of the chance agreement, as Gwet (2014)."""
    pairable = counts.sum(axis=1) >= 2
    room = 1 - found.expected
    gain = unit_agreement(counts, weights) - found.expected * pairable
    drift = 2 * (1 - found.value) * (chance - found.expected) / room
    return np.asarray(gain / room * len(counts) / pairable.sum() - drift)


def _fixed_chance(counts: Ints, shares: Floats, weights: Floats) -> Floats:
    return np.full(len(counts), weights.mean())


def _fleiss_chance(counts: Ints, shares: Floats, weights: Floats) -> Floats:
    return np.asarray(shares @ weights @ shares.mean(axis=0))


def _gwet_chance(counts: Ints, shares: Floats, weights: Floats) -> Floats:
    q = len(weights)
    return np.asarray(weights.sum() / (q * (q - 1)) * (shares @ (1 - shares.mean(axis=0))))


def _brennan_prediger(
    found: Coefficient, codes: Ints, q: int, weights: kappas.Weights = "identity"
) -> Floats:
    return _from_shares(found, codes, q, similarity(weights, q), _fixed_chance)


def _fleiss(
    found: Coefficient, codes: Ints, q: int, weights: kappas.Weights = "identity"
) -> Floats:
    return _from_shares(found, codes, q, similarity(weights, q), _fleiss_chance)


def _gwet(found: Coefficient, codes: Ints, q: int, weights: kappas.Weights = "identity") -> Floats:
    return _from_shares(found, codes, q, similarity(weights, q), _gwet_chance)


def _percent(
    found: Coefficient, codes: Ints, q: int, weights: kappas.Weights = "identity"
) -> Floats:
    counts = count_categories(codes, q)
    return _parts(found, counts, similarity(weights, q), np.zeros(len(codes)))


def _conger(
    found: Coefficient, codes: Ints, q: int, weights: kappas.Weights = "identity"
) -> Floats:
    """Return each unit's part of Conger's kappa: each coder's shares are ratios of two means."""
    w = similarity(weights, q)
    codes = codes[:, (codes >= 0).any(axis=0)]
    r = codes.shape[1]
    indicator = (codes[:, :, None] == np.arange(q)).astype(np.float64)
    coded = (codes >= 0).astype(np.float64)
    share_coded = coded.mean(axis=0)
    by_coder = indicator.mean(axis=0) / share_coded[:, None]
    others = by_coder.sum(axis=0) - by_coder
    moved = indicator - (coded - share_coded)[:, :, None] * by_coder
    chance = ((moved @ w) * others).sum(axis=2) / share_coded
    return _parts(found, count_categories(codes, q), w, chance.sum(axis=1) / (r * (r - 1)))


def _alpha(
    found: Coefficient,
    codes: Ints,
    q: int,
    metric: str | ArrayLike = "nominal",
    values: ArrayLike | None = None,
) -> Floats:
    """Return each unit's part of alpha before its small-sample correction, as Gwet (2014)."""
    distances = fixed_distances(metric, q, values)
    if distances is None:
        raise InputError(
            "Alpha with the ordinal metric has no linearised standard error.",
            hint="Use bootstrap_interval.",
        )
    w = 1 - distances / max(distances.max(), TINY)
    counts = count_categories(codes, q)
    n = counts.sum(axis=1)
    total = int(n.sum())
    size = n / n.mean()
    share = counts.sum(axis=0) / total
    expected = float(share @ w @ share)
    agreeing = unit_agreement(counts, w) * size
    plain = (agreeing.mean() - expected) / (1 - expected)
    observed = (1 - 1 / total) * agreeing.mean() + 1 / total
    gain = agreeing - observed * (size - 1) - expected
    chance = counts @ (w @ share) / n.mean() - expected * (size - 1) - expected
    return np.asarray((gain - 2 * (1 - plain) * chance) / (1 - expected))


LINEARISED: dict[CoefficientFunction, Callable[..., Floats]] = {
    kappas.percent_agreement: _percent,
    kappas.cohen_kappa: _conger,
    kappas.scott_pi: _fleiss,
    kappas.fleiss_kappa: _fleiss,
    kappas.conger_kappa: _conger,
    kappas.brennan_prediger: _brennan_prediger,
    kappas.gwet_ac1: _gwet,
    kappas.gwet_ac2: _gwet,
    alpha.krippendorff_alpha: _alpha,
}
