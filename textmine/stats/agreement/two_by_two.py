"""Agreement of two coders on one code: how many units both, one, the other or neither gave it."""

from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats
from textmine.stats.intervals import Interval, percentile_interval, undefined_interval

FEWEST_DOCUMENTS = 10
"""Documents from which on an interval is given."""


@dataclass(frozen=True)
class TwoByTwo:
    """Counts of units, and what they make: shares and coefficients, nan where undefined.

    `agreement` counts units that neither coded as agreed on, `overlap` leaves them out. `kappa` is
    Cohen's, `alpha` Krippendorff's for nominal codes.
    """

    both: float
    first: float
    second: float
    neither: float

    @property
    def n(self) -> float:
        """How many units there are."""
        return self.both + self.first + self.second + self.neither

    @property
    def agreement(self) -> float:
        """The share of units on which the two say the same."""
        return (self.both + self.neither) / self.n if self.n else np.nan

    @property
    def overlap(self) -> float:
        """The share that both coded of what any of them coded."""
        some = self.n - self.neither
        return self.both / some if some else np.nan

    @property
    def kappa(self) -> float:
        """Cohen's kappa."""
        return float(kappas(_row(self))[0])

    @property
    def alpha(self) -> float:
        """Krippendorff's alpha for nominal codes."""
        return float(alphas(_row(self))[0])


def _row(table: TwoByTwo) -> Floats:
    return np.array([[table.both, table.first, table.second, table.neither]], dtype=np.float64)


def kappas(counts: Floats) -> Floats:
    """Compute Cohen's kappa of tables, a row each: both, first alone, second alone, neither.

    It is nan where nobody, or everybody, gave the code to every unit.

    >>> kappas(np.array([[20.0, 5.0, 10.0, 15.0]])).round(3).tolist()
    [0.4]
    """
    both, first, second, neither = counts.T
    n = counts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (both + neither) / n
        first_share, second_share = (both + first) / n, (both + second) / n
        expected = first_share * second_share + (1 - first_share) * (1 - second_share)
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def alphas(counts: Floats) -> Floats:
    """Compute Krippendorff's alpha for nominal codes of tables as `kappas` takes them.

    >>> alphas(np.array([[20.0, 5.0, 10.0, 15.0]])).round(3).tolist()
    [0.4]
    """
    both, first, second, _ = counts.T
    n = counts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        disagreed = (first + second) / n
        share = (2 * both + first + second) / (2 * n)
        expected = 2 * share * (1 - share) * 2 * n / (2 * n - 1)
        return np.where(expected > 0, 1 - disagreed / expected, np.nan)


def alpha_interval(
    counts: Floats, n_resamples: int, seed: int | None, level: float = 0.95
) -> Interval:
    """Compute the percentile interval of alpha when documents are drawn again.

    `counts` has a row a document, with four counts of units each. There is none for few documents,
    nor where nothing is disagreed on: drawn again they would all say the same.
    """
    n = len(counts)
    if n < FEWEST_DOCUMENTS or not counts[:, 1:3].any():
        why = f"under {FEWEST_DOCUMENTS} documents" if n < FEWEST_DOCUMENTS else "no disagreement"
        return undefined_interval(level, "percentile", n, f"No interval: {why}.", "units")
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=n_resamples)
    return percentile_interval(alphas(draws @ counts), level, n=n, resampled="units")


def as_nvivo(counts: Floats) -> tuple[float, float]:
    """Return the means over documents of kappa and of agreement, as NVivo reports them a document.

    `counts` has a row a document, in characters. NVivo takes text that neither coded as agreed on,
    and kappa as 1 where a document has no disagreement; every document counts alike here.
    """
    n = counts.sum(axis=1)
    agreed = (counts[:, 0] + counts[:, 3]) / n
    values = kappas(counts)
    return float(np.where(agreed == 1, 1.0, values).mean()), float(agreed.mean())
