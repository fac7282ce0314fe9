"""Several systems over data sets, by ranks (Friedman, Nemenyi, Wilcoxon), or two over folds."""

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc, stdtr

from textmine.arrays import Floats
from textmine.errors import InputError


@dataclass(frozen=True)
class CorrectedT:
    """The corrected resampled t test of differences over folds, first - second system.

    All but `mean` are nan when undefined, and `reason` then says why.
    """

    mean: float
    standard_error: float
    n: int
    df: int
    t: float
    p_two_sided: float
    reason: str = ""


def corrected_t(differences: ArrayLike, n_train: float, n_test: float) -> CorrectedT:
    """Test the mean difference over J folds, with the variance that shared training data leaves.

    `differences` are (J,), one for each fold of each repetition; `n_train` and `n_test` the units
    of a fold. t = mean / sqrt(s^2 (1 / J + n_test / n_train)), J - 1 degrees of freedom. With
    n_test = 0 it is the uncorrected test, which is far too ready to find a difference. Raises
    `InputError` for sizes that are not those of a fold. Source: Nadeau and Bengio (2003), Inference
    for the generalization error, section 5.

    >>> result = corrected_t([0.02, 0.01, 0.03, 0.02, 0.00], 80, 20)
    >>> round(result.t, 3), result.df
    (2.092, 4)
    """
    d = _folds(differences, 1)
    if n_train <= 0 or n_test < 0:
        raise InputError(
            f"'n_train' must be more than 0, 'n_test' 0 or more. Got {n_train} and {n_test}."
        )
    n = d.size
    mean = float(d.mean()) if n else np.nan
    spread = float(d.std(ddof=1)) if n > 1 else np.nan
    reason = ""
    if n < 2:
        reason = "Two folds or more are needed."
    elif spread <= 1e-12 * max(1.0, abs(mean)):
        reason = "The difference is the same in every fold, so its error cannot be estimated."
    error = np.nan if reason else spread * float(np.sqrt(1 / n + n_test / n_train))
    t = mean / error
    return CorrectedT(
        mean=mean,
        standard_error=error,
        n=n,
        df=max(n - 1, 0),
        t=t,
        p_two_sided=2 * float(stdtr(n - 1, -abs(t))),
        reason=reason,
    )


def _folds(differences: ArrayLike, n_dimensions: int) -> Floats:
    d = np.asarray(differences, dtype=np.float64)
    if d.ndim != n_dimensions or not np.isfinite(d).all():
        raise InputError(
            f"The 'differences' must be {n_dimensions}-dimensional and finite. Got shape {d.shape}."
        )
    return d


MOST_ORDERS = 50_000


@dataclass(frozen=True)
class Friedman:
    """Friedman's test, and Iman and Davenport's F of it, which is less conservative.

    `mean_ranks` has a rank for each system, 1 the best. `f` is infinite, with p 0, when every
    data set ranks the systems alike, and `reason` then says so. `exact_p` counts the ways to order
    the systems in each data set; nan where there are more than `MOST_ORDERS`, and F is near enough.
    """

    mean_ranks: tuple[float, ...]
    n_data_sets: int
    chi2: float
    df: int
    p: float
    f: float
    f_df: tuple[int, int]
    f_p: float
    exact_p: float
    reason: str = ""


@dataclass(frozen=True)
class NemenyiDifference:
    """The difference of mean ranks at which two of k systems differ; `q` is that of Nemenyi."""

    critical_difference: float
    q: float
    n_systems: int
    n_data_sets: int
    alpha: float


def rank_systems(scores: ArrayLike) -> Floats:
    """Rank systems in each data set: 1 is the highest score, ties get their mean rank.

    `scores` and the result are (n_data_sets, n_systems); give errors with a minus sign. Raises
    `InputError` unless there are data sets, two systems or more, and finite scores.

    >>> rank_systems([[0.763, 0.768, 0.771, 0.798], [1, 1, 1, 1]]).tolist()
    [[4.0, 3.0, 2.0, 1.0], [2.5, 2.5, 2.5, 2.5]]
    """
    array = np.asarray(scores, dtype=np.float64)
    if array.ndim != 2 or len(array) == 0 or array.shape[1] < 2 or not np.isfinite(array).all():
        raise InputError(
            "The 'scores' must be finite, a row for each data set, a column for each of two "
            f"systems or more. Got shape {array.shape}."
        )
    mine, others = array[:, :, None], array[:, None, :]
    ranks: Floats = (others > mine).sum(axis=-1) + ((others == mine).sum(axis=-1) + 1) / 2
    return ranks


def friedman(scores: ArrayLike) -> Friedman:
    """Test whether the systems have the same mean rank over the data sets.

    `scores` (n_data_sets, n_systems), higher is better. chi2 is not corrected for ties, as in the
    source. Three systems alike over three data sets have p of F below .05 in 19 of 100 cases: read
    `exact_p` where there is one. Raises `InputError` as `rank_systems` does. Source: Friedman
    (1937); Iman and Davenport (1980); Demsar (2006), Statistical comparisons of classifiers over
    multiple data sets, section 3.2.2, whose table 6 is in the tests: chi2 9.28, F 3.69.

    >>> result = friedman([[1, 2, 3], [1, 2, 3], [2, 1, 3], [1, 3, 2]])
    >>> result.mean_ranks, result.chi2, result.f
    ((2.75, 2.0, 1.25), 4.5, 3.857142857142857)
    >>> round(result.exact_p, 3)  # the table of Friedman (1937) for 4 sets of 3: .125
    0.125
    """
    ranks = rank_systems(scores)
    n, k = ranks.shape
    means = ranks.mean(axis=0)
    chi2 = float(12 * n / (k * (k + 1)) * ((means**2).sum() - k * (k + 1) ** 2 / 4))
    df = (k - 1, (k - 1) * (n - 1))
    room = n * (k - 1) - chi2
    reason = ""
    if n < 2:
        f, f_p, reason = np.nan, np.nan, "One data set has no F."
    elif room <= 1e-9:
        f, f_p, reason = np.inf, 0.0, "Every data set ranks the systems alike, so F is infinite."
    else:
        f = (n - 1) * chi2 / room
        f_p = float(fdtrc(*df, f))
    ranked = tuple(float(mean) for mean in means)
    return Friedman(
        ranked, n, chi2, k - 1, float(chdtrc(k - 1, chi2)), f, df, f_p, exact_p(ranks), reason
    )


def exact_p(ranks: Floats) -> float:
    """Return the share of all orders within data sets whose mean ranks lie as far apart.

    `ranks` is (n_data_sets, n_systems); the first row may stay. nan with more than `MOST_ORDERS`.

    >>> exact_p(np.array([[1.0, 2, 3]] * 3)) == 1 / 36
    True
    """
    n, k = ranks.shape
    if n < 2 or (n - 1) * np.log(factorial(k)) > np.log(MOST_ORDERS):
        return float("nan")
    orders = np.array(list(permutations(range(k))))
    sums = ranks[:1]
    for row in ranks[1:]:
        sums = (sums[:, None, :] + row[orders][None]).reshape(-1, k)
    spread = (sums**2).sum(axis=1)
    return float((spread >= (ranks.sum(axis=0) ** 2).sum() - 1e-9).mean())


def nemenyi_difference(n_systems: int, n_data_sets: int, alpha: float = 0.05) -> NemenyiDifference:
    """Compute the critical difference of mean ranks, q sqrt(k (k + 1) / 6 N).

    q is the studentized range for infinite degrees of freedom, divided by the root of 2. Raises
    `InputError` for fewer than two systems, no data sets, or alpha outside 0 to 1. Source: Demsar
    (2006), equation 2 and table 5.

    >>> result = nemenyi_difference(4, 14)
    >>> round(result.q, 3), round(result.critical_difference, 2)
    (2.569, 1.25)
    """
    # scipy.stats takes a second to import.
    from scipy.stats import studentized_range

    if n_systems < 2 or n_data_sets < 1 or not 0 < alpha < 1:
        raise InputError(
            "Nemenyi's difference needs two systems or more, a data set or more, and alpha between "
            f"0 and 1. Got {n_systems}, {n_data_sets} and {alpha}."
        )
    q = float(studentized_range.ppf(1 - alpha, n_systems, np.inf)) / float(np.sqrt(2))
    width = q * float(np.sqrt(n_systems * (n_systems + 1) / (6 * n_data_sets)))
    return NemenyiDifference(width, q, n_systems, n_data_sets, alpha)
