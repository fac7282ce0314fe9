"""How labelled units came from a population of fixed size, and the variance that follows from it.

The population and its codes are fixed; chance lies only in which units were drawn. So units that
resemble each other, such as the messages of one thread, matter where whole threads were drawn, and
do not where each unit was drawn on its own. Source: Särndal, Swensson & Wretman (1992), Model
Assisted Survey Sampling, chapters 3 to 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError


@dataclass(frozen=True)
class SamplingDesign:
    """How n labelled units stand for the population that they were drawn from.

    `weights` (n,) sum to 1: the part of the population that each stands for. `missed` (n,) is 1
    less the chance of each to be drawn, 0 to 1: what is left of the variance in a finite
    population. `strata` (n,) are numbers from 0, within which units were drawn; `clusters` (n,) the
    numbers of what was drawn as a whole, None where each unit was drawn on its own.
    """

    weights: Floats
    missed: Floats
    strata: Ints
    clusters: Ints | None = None

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def simple(self) -> bool:
        """Whether the units are a simple random sample."""
        one_stratum = not self.strata.any()
        return self.clusters is None and one_stratum and bool(np.ptp(self.weights) < 1e-12)

    @property
    def degrees(self) -> float:
        """The degrees of freedom of a variance, by Satterthwaite for units of unequal weight."""
        weights, strata = self._drawn_weights()
        squares = weights**2
        by_stratum = np.bincount(strata, squares)
        fourth = np.bincount(strata, squares**2)
        here = by_stratum > 0
        spread_ratio = by_stratum[here] ** 2 / fourth[here] - 1
        if (spread_ratio <= 0).any():
            return 0.0
        return float(by_stratum[here].sum() ** 2 / (by_stratum[here] ** 2 / spread_ratio).sum())

    @property
    def kish_n(self) -> float:
        """The size of a simple random sample from an endless population that is worth as much.

        Holds for codes that have nothing to do with the weights. Source: Kish (1965), Survey
        Sampling, section 11.7.
        """
        spread = float((self.weights**2 * self.missed).sum())
        return 1 / spread if spread > 0 else np.inf

    def mean(self, values: Floats) -> Floats:
        """Return the weighted mean of each column of values (n, k)."""
        return np.asarray(self.weights @ values)

    def influence(self, values: Floats) -> Floats:
        """Return what each unit adds to the error of the weighted mean of its stratum: (n, k)."""
        n_strata = int(self.strata.max(initial=0)) + 1
        totals = np.bincount(self.strata, self.weights, minlength=n_strata)
        sums = np.zeros((n_strata, values.shape[1]))
        np.add.at(sums, self.strata, self.weights[:, None] * values)
        centre = sums / np.where(totals > 0, totals, 1)[:, None]
        return np.asarray(self.weights[:, None] * (values - centre[self.strata]))

    def covariance(self, one: Floats, other: Floats) -> Floats:
        """Return the covariance of two estimates from their influences (n, k): (k,).

        nan where a stratum has fewer than two draws.
        """
        first, missed, strata = self._drawn(one)
        second, _, _ = self._drawn(other)
        counts = np.bincount(strata)
        products = missed[:, None] * _centred(first, strata) * _centred(second, strata)
        factor = np.where(counts > 1, counts / np.maximum(counts - 1, 1), np.nan)
        return np.asarray((factor[strata][:, None] * products).sum(axis=0))

    def variance(self, influence: Floats) -> Floats:
        """Return the variance of an estimate from the influences of the units (n, k): (k,)."""
        return self.covariance(influence, influence)

    def _drawn(self, values: Floats) -> tuple[Floats, Floats, Ints]:
        """Return values, 1 - chance and stratum of what was drawn: of units, or of clusters."""
        if self.clusters is None:
            return values, self.missed, self.strata
        n_clusters = int(self.clusters.max(initial=0)) + 1
        sums = np.zeros((n_clusters, values.shape[1]))
        np.add.at(sums, self.clusters, values)
        missed = np.zeros(n_clusters)
        missed[self.clusters] = self.missed
        return sums, missed, np.zeros(n_clusters, dtype=np.int64)

    def _drawn_weights(self) -> tuple[Floats, Ints]:
        sums, _, strata = self._drawn(self.weights[:, None])
        return sums[:, 0], strata


def simple_random(n: int, size: float = np.inf) -> SamplingDesign:
    """Return the design of n units drawn at random out of `size`, endlessly many by default.

    Raises `InputError` when n is less than 1 or more than `size`.
    """
    if not 1 <= n <= size:
        raise InputError(f"A sample must have 1 to {size} units. Got {n}.")
    return SamplingDesign(np.full(n, 1 / n), np.full(n, 1 - n / size), np.zeros(n, dtype=np.int64))


def known_chances(chances: ArrayLike) -> SamplingDesign:
    """Return the design of units drawn with these chances (n,), weighted as Hájek (1971).

    Weights are 1 / chance, made to sum to 1. Raises `InputError` for a chance that is not above 0
    and at most 1.
    """
    array = np.asarray(chances, dtype=np.float64)
    if not ((array > 0) & (array <= 1)).all():
        wrong = array[~((array > 0) & (array <= 1))][0]
        raise InputError(f"The chance of a draw must be above 0 and at most 1. Got {wrong:g}.")
    weights = 1 / array
    return SamplingDesign(weights / weights.sum(), 1 - array, np.zeros(len(array), dtype=np.int64))


def stratified(
    strata: Ints, sizes: ArrayLike, chances: ArrayLike, parts: ArrayLike = 1.0
) -> SamplingDesign:
    """Return the design of units drawn at random within strata.

    `strata` (n,) is the stratum of each labelled unit, `sizes` (h,) how many units each stratum
    has, `chances` (h,) how likely one of its units was to be drawn. A stratum of which fewer than
    two units are labelled is put together with the one whose chance is next; within such a group
    units are weighted by 1 / chance. `parts` (h,), 0 to 1, says for how much of each stratum this
    sample answers, where `joined` ones answer for the rest.
    """
    population = np.asarray(sizes, dtype=np.float64)
    likely = np.asarray(chances, dtype=np.float64)
    part = np.broadcast_to(np.asarray(parts, dtype=np.float64), population.shape)
    group = _grouped(np.bincount(strata, minlength=len(population)), likely)
    mine = group[strata]
    group_size = np.bincount(group, population)
    mass = np.bincount(group, population * part)
    worth = part[strata] / likely[strata]
    weights = worth / np.bincount(mine, worth, minlength=len(mass))[mine] * mass[mine] / mass.sum()
    drawn = np.bincount(mine, minlength=len(group_size)) / np.maximum(group_size, 1)
    return SamplingDesign(weights, 1 - np.minimum(drawn, 1)[mine], mine)


def joined(designs: Sequence[SamplingDesign], masses: Sequence[float]) -> SamplingDesign:
    """Return the design of several samples, each drawn without regard to what the others hold.

    `masses` say for how much of the population each answers; units stand in the order of the
    samples. Samples of clusters cannot be joined.
    """
    total = sum(masses)
    strata, first = [], 0
    for design in designs:
        strata.append(design.strata + first)
        first += int(design.strata.max(initial=-1)) + 1
    return SamplingDesign(
        np.concatenate([d.weights * m / total for d, m in zip(designs, masses, strict=True)]),
        np.concatenate([design.missed for design in designs]),
        np.concatenate(strata),
    )


def whole_clusters(clusters: Ints, n_clusters: int) -> SamplingDesign:
    """Return the design of units whose whole clusters were drawn at random out of `n_clusters`.

    `clusters` (n,) are any integers. The mean is that of the units, so that it is a ratio of two
    totals. Raises `InputError` when there are more clusters than that.
    """
    numbers = _numbered(clusters)
    n_found = int(numbers.max(initial=-1)) + 1
    if n_found > n_clusters:
        raise InputError(f"There are {n_found} clusters in a sample out of {n_clusters}.")
    n = len(numbers)
    missed = np.full(n, 1 - n_found / n_clusters)
    return SamplingDesign(np.full(n, 1 / n), missed, np.zeros(n, dtype=np.int64), numbers)


def expected_clusters(sizes: Ints, n: int) -> tuple[float, float]:
    """Return mean and standard deviation of how many clusters n units touch, drawn one by one.

    `sizes` (n_clusters,) are the units of each cluster in the population.

    >>> mean, spread = expected_clusters(np.array([2, 2]), 2)
    >>> round(mean, 4), round(spread, 4)
    (1.6667, 0.4714)
    """
    total = int(sizes.sum())
    size, times = np.unique(sizes, return_counts=True)
    missed = _chance_of_none(total, size, n)
    pairs = _chance_of_none(total, size[:, None] + size, n) - missed[:, None] * missed
    apart = times[:, None] * times - np.diag(times)
    variance = (times * missed * (1 - missed)).sum() + (apart * pairs).sum()
    return float((times * (1 - missed)).sum()), float(np.sqrt(max(0.0, variance)))


def _chance_of_none(total: int, marked: Ints, n: int) -> Floats:
    """Return the chance that none of the marked units is among n of total, drawn at random."""
    from scipy.special import gammaln

    left = np.maximum(total - marked, n - 1)
    log = gammaln(left + 1) - gammaln(left - n + 1) - gammaln(total + 1) + gammaln(total - n + 1)
    return np.asarray(np.where(left >= n, np.exp(log), 0.0))


def _grouped(counts: Ints, chances: Floats) -> Ints:
    """Put strata together, in the order of their chances, until each group has two units."""
    group = np.zeros(len(counts), dtype=np.int64)
    order = np.argsort(chances, kind="stable")
    number, held = 0, 0
    for index, stratum in enumerate(order):
        group[stratum] = number
        held += int(counts[stratum])
        if held >= 2 and counts[order[index + 1 :]].sum() >= 2:
            number, held = number + 1, 0
    return group


def _centred(values: Floats, strata: Ints) -> Floats:
    n_strata = int(strata.max(initial=0)) + 1
    sums = np.zeros((n_strata, values.shape[1]))
    np.add.at(sums, strata, values)
    counts = np.bincount(strata, minlength=n_strata)
    return np.asarray(values - (sums / np.maximum(counts, 1)[:, None])[strata])


def _numbered(labels: Ints) -> Ints:
    return np.unique(labels, return_inverse=True)[1].reshape(-1).astype(np.int64)
