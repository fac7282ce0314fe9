"""A system beside each coder, both held against the other coders on the same units."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats import resampling
from textmine.stats.agreement.alpha import krippendorff_alpha_totals
from textmine.stats.counts import MISSING, check_codes, count_categories, integers
from textmine.stats.intervals import check_level, undefined_interval
from textmine.stats.systems.paired import metric_of
from textmine.stats.systems.scores import Score
from textmine.stats.totals import divide


@dataclass(frozen=True)
class BesideCoder:
    """One coder and the system, each scored against the majority of the OTHER coders.

    `n` units have codes of this coder, of the system and a majority of the others; in `ties` more
    the others had none. `gap` is system - coder.
    """

    coder: int
    n: int
    ties: int
    human: Score
    system: Score
    gap: Score


@dataclass(frozen=True)
class AgainstOthers:
    """The human ceiling (mean of the coders' scores), the system's mean, and the gap between them.

    `reason` says what stands in the way, or how to read it: with two coders "the others" are one.
    """

    metric: str
    coders: tuple[BesideCoder, ...]
    ceiling: Score
    system: Score
    gap: Score
    reason: str = ""


@dataclass(frozen=True)
class Replacement:
    """Krippendorff's alpha with the system in place of one coder; `change` is from the coders'."""

    coder: int
    alpha: Score
    change: Score


@dataclass(frozen=True)
class ReplacedAlpha:
    """Alpha of the coders, with each replaced in turn, and the mean change, on the same units."""

    humans: Score
    coders: tuple[Replacement, ...]
    change: Score


def majority_codes(codes: ArrayLike, n_categories: int) -> Ints:
    """Return the commonest code of each unit: (n_units,), -1 where two are as common or none is.

    Raises `InputError` for codes outside the codebook.

    >>> majority_codes([[0, 0, 1], [0, 1, -1], [-1, 2, -1]], 3).tolist()
    [0, -1, 2]
    """
    counts = count_categories(check_codes(codes, n_categories), n_categories)
    most = counts.max(axis=1, initial=0)
    unique = (counts == most[:, None]).sum(axis=1) == 1
    return np.where(unique & (most > 0), counts.argmax(axis=1), MISSING).astype(np.int64)


def against_others(
    codes: ArrayLike,
    system: ArrayLike,
    n_categories: int,
    metric: str = "kappa",
    *,
    clusters: ArrayLike | None = None,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> AgainstOthers:
    """Score a system and each coder against the majority of the other coders, on the same units.

    `codes` are (n_units, n_coders), `system` (n_units,), -1 = missing; `metric` is one of
    `paired.METRICS`. A majority never includes the coder it is compared with. Intervals are
    over units, or over `clusters` (n_units,), those of `Replicates`: the jackknife with t below 100
    of them, else the percentile bootstrap, the same draws for all figures.
    Raises `InputError` for bad codes, an unknown metric or bad clusters.

    >>> codes = np.array([[0, 0, 0], [1, 1, 1], [0, 0, 1], [1, 1, 0]] * 10)
    >>> result = against_others(codes, codes[:, 0], 2, "accuracy")
    >>> [round(one.human.value, 2) for one in result.coders], round(result.gap.value, 2)
    ([1.0, 1.0, 0.5], 0.17)
    """
    check_level(level)
    resampling.check_resampling(n_resamples, seed)
    function = metric_of(metric)
    checked, guesses = check_system(codes, system, n_categories)
    labels = resampling.check_clusters(clusters, len(checked))
    q, n_coders = n_categories, checked.shape[1]
    if n_coders < 2:
        empty = Score(np.nan, undefined_interval(level, "percentile", 0, _ONE), 0, _ONE)
        return AgainstOthers(metric, (), empty, empty, empty, _ONE)
    features = np.zeros((len(checked), n_coders, 2, q * q))
    shared, ties = np.zeros(n_coders, dtype=np.int64), np.zeros(n_coders, dtype=np.int64)
    for coder in range(n_coders):
        others = np.delete(checked, coder, axis=1)
        majority = majority_codes(others, q)
        both = (checked[:, coder] >= 0) & (guesses >= 0)
        used = np.flatnonzero(both & (majority >= 0))
        shared[coder] = used.size
        ties[coder] = int((both & (majority < 0) & (others >= 0).any(axis=1)).sum())
        for index, codes_given in enumerate((checked[used, coder], guesses[used])):
            features[used, coder, index, majority[used] * q + codes_given] = 1
    used_units = np.flatnonzero(features.any(axis=(1, 2, 3)))
    pool = _pool(
        features[used_units].reshape(len(used_units), -1),
        None if labels is None else labels[used_units],
    )

    def values_of(totals: Floats) -> Floats:
        """Return coder's and system's score by coder: (n_totals, n_coders, 2)."""
        return function(totals.reshape(len(totals), n_coders, 2, q, q))

    drawn = resampling.replicates(pool, n_resamples, seed)
    values = values_of(drawn.totals)
    score = partial(_score, drawn=drawn, level=level, what=metric)
    coders = tuple(
        BesideCoder(
            coder,
            int(shared[coder]),
            int(ties[coder]),
            score(values[:, coder, 0], int(shared[coder])),
            score(values[:, coder, 1], int(shared[coder])),
            score(values[:, coder, 1] - values[:, coder, 0], int(shared[coder])),
        )
        for coder in range(n_coders)
    )
    n = len(used_units)
    return AgainstOthers(
        metric,
        coders,
        score(_mean(values[..., 0]), n),
        score(_mean(values[..., 1]), n),
        score(_mean(values[..., 1] - values[..., 0]), n),
        _TWO if n_coders == 2 else "",
    )


def replaced_alpha(
    codes: ArrayLike,
    system: ArrayLike,
    n_categories: int,
    metric: str = "nominal",
    *,
    clusters: ArrayLike | None = None,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> ReplacedAlpha:
    """Compute Krippendorff's alpha of the coders, and with the system in place of each of them.

    Only units with a code of the system and of two coders take part; where a coder gave no code
    the system gives none in that coder's place. `metric` is that of `krippendorff_alpha`.
    Intervals as in `against_others`. Raises `InputError` for bad codes or clusters.

    >>> codes = np.array([[0, 0], [1, 1], [0, 1], [1, 1]] * 10)
    >>> round(replaced_alpha(codes, codes[:, 0], 2).coders[1].alpha.value, 3)
    1.0
    """
    check_level(level)
    resampling.check_resampling(n_resamples, seed)
    checked, guesses = check_system(codes, system, n_categories)
    labels = resampling.check_clusters(clusters, len(checked))
    used_units = np.flatnonzero(((checked >= 0).sum(axis=1) >= 2) & (guesses >= 0))
    rows, guess = checked[used_units], guesses[used_units]
    form = krippendorff_alpha_totals(n_categories, metric)
    versions = [rows]
    for coder in range(rows.shape[1]):
        replaced = rows.copy()
        replaced[:, coder] = np.where(rows[:, coder] >= 0, guess, MISSING)
        versions.append(replaced)
    parts = [form.features(count_categories(version, n_categories)) for version in versions]
    width = parts[0].shape[1]
    pool = _pool(np.hstack(parts), None if labels is None else labels[used_units])

    def values_of(totals: Floats) -> Floats:
        split = totals.reshape(len(totals), len(parts), width)
        return np.stack([form.solve(split[:, i]).value for i in range(len(parts))], axis=1)

    drawn = resampling.replicates(pool, n_resamples, seed)
    values = values_of(drawn.totals)
    score = partial(_score, n=len(used_units), drawn=drawn, level=level, what="alpha")
    return ReplacedAlpha(
        score(values[:, 0]),
        tuple(
            Replacement(
                coder, score(values[:, coder + 1]), score(values[:, coder + 1] - values[:, 0])
            )
            for coder in range(rows.shape[1])
        ),
        score(_mean(values[:, 1:] - values[:, :1])),
    )


def check_system(codes: ArrayLike, system: ArrayLike, n_categories: int) -> tuple[Ints, Ints]:
    """Return codes and the system's codes as int64, or raise `InputError` when they do not fit."""
    checked = check_codes(codes, n_categories)
    guesses = integers(system, "system", 1)
    if guesses.size != len(checked):
        raise InputError(
            f"The 'system' must have a code, or -1, for each of the {len(checked)} units. "
            f"Got {guesses.size}."
        )
    return checked, check_codes(guesses[:, None], n_categories)[:, 0]


_ONE = "Only one coder: there are no others to compare with."
_TWO = "With two coders 'the others' are one coder, and the ceiling is their agreement."


def _pool(features: Floats, labels: Ints | None) -> resampling.Pool:
    n = len(features)
    return resampling.make_pool(features, np.arange(n), np.ones(n, dtype=np.int64), labels)


def _mean(values: Floats) -> Floats:
    """Average over coders, leaving out those whose figure is undefined."""
    known = ~np.isnan(values)
    n = known.sum(axis=-1)
    total = np.where(known, values, 0).sum(axis=-1)
    return divide(np.asarray(total, dtype=np.float64), np.asarray(n, dtype=np.float64))


def _score(values: Floats, n: int, drawn: resampling.Replicates, level: float, what: str) -> Score:
    """Return the first value, with the interval from the others."""
    value = float(values[0])
    interval = drawn.interval(values, level)
    if np.isnan(value):
        reason = "No unit is shared." if n == 0 else f"The {what} is undefined: one code only."
        return Score(value, interval, n, reason)
    return Score(value, interval, n)
