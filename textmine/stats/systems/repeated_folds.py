"""Two systems compared over the folds of repeated cross-validation, which share training data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from textmine.errors import InputError
from textmine.stats.counts import FloatArray


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


def _folds(differences: ArrayLike, n_dimensions: int) -> FloatArray:
    d = np.asarray(differences, dtype=np.float64)
    if d.ndim != n_dimensions or not np.isfinite(d).all():
        raise InputError(
            f"The 'differences' must be {n_dimensions}-dimensional and finite. Got shape {d.shape}."
        )
    return d
