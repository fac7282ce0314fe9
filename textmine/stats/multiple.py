"""Decisions over many tests at once: Holm and Benjamini-Yekutieli.

A test without a p value (nan) is no part of the family: it is never rejected, and `n` does not
count it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats
from textmine.errors import InputError


@dataclass(frozen=True)
class Decisions:
    """Adjusted p values and which tests are rejected, in the order the p values were given.

    A test is rejected when its adjusted p value is `q` or less; `n` is the number of tests with
    a p value. Holm and max-t (`textmine.stats.moving`) hold the chance of any false rejection at q,
    the other holds the expected share of false rejections among the rejected.
    """

    method: str
    q: float
    n: int
    adjusted: tuple[float, ...]
    rejected: tuple[bool, ...]

    @property
    def n_rejected(self) -> int:
        """The number of rejected tests."""
        return sum(self.rejected)


def holm(p: ArrayLike, q: float = 0.05) -> Decisions:
    """Decide by Holm's step-down procedure: the k-th smallest p times (m - k + 1), 0 to 1.

    `p` is (n_tests,), nan where there is no test. Raises `InputError` for p or q outside 0 to 1.
    Source: Holm (1979), A simple sequentially rejective multiple test procedure; the p values are
    the example of Benjamini and Hochberg (1995), of which three are below Bonferroni's limit.

    >>> p = ".0001 .0004 .0019 .0095 .0201 .0278 .0298 .0344 .0459 .324 .4262 .5719 .6528 .759 1"
    >>> holm([float(one) for one in p.split()]).n_rejected
    3
    """
    return _decide("holm", p, q, _step_down)


def benjamini_yekutieli(p: ArrayLike, q: float = 0.05) -> Decisions:
    """Decide by Benjamini and Yekutieli's procedure: Hochberg's, with q / (1 + 1/2 + ... + 1/m).

    `p` is (n_tests,), nan where there is no test. Holds under any dependence. Raises `InputError`
    for p or q outside 0 to 1. Source: Benjamini and Yekutieli (2001), The control of the false
    discovery rate in multiple testing under dependency, theorem 1.3.

    >>> benjamini_yekutieli([3.86e-8, 1.59e-7, 1.23e-7, 0.442]).rejected
    (True, True, True, False)
    """
    return _decide(
        "benjamini-yekutieli",
        p,
        q,
        lambda ordered: _step_up(ordered) * (1 / np.arange(1, ordered.size + 1)).sum(),
    )


def _step_down(ordered: Floats) -> Floats:
    return np.maximum.accumulate(ordered * np.arange(ordered.size, 0, -1))


def _step_up(ordered: Floats) -> Floats:
    raised = ordered * ordered.size / np.arange(1, ordered.size + 1)
    return np.minimum.accumulate(raised[::-1])[::-1]


def _decide(method: str, p: ArrayLike, q: float, adjust: Callable[[Floats], Floats]) -> Decisions:
    if not 0 < q < 1:
        raise InputError(f"The 'q' parameter must be between 0 and 1. Got {q}.")
    array = np.asarray(p, dtype=np.float64)
    if array.ndim != 1:
        raise InputError(f"The 'p' array must have 1 dimension. Got {array.ndim}.")
    tested = np.flatnonzero(~np.isnan(array))
    values = array[tested]
    if ((values < 0) | (values > 1)).any():
        raise InputError(f"The 'p' values must be between 0 and 1. Got {values.tolist()}.")
    order = np.argsort(values, kind="stable")
    adjusted = np.full(array.size, np.nan)
    adjusted[tested[order]] = np.minimum(adjust(values[order]), 1)
    return Decisions(
        method,
        q,
        tested.size,
        tuple(float(value) for value in adjusted),
        tuple(bool(value <= q) for value in adjusted),
    )
