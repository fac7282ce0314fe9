"""When coding more documents no longer changes what a model says.

After each round of coding a model is trained and asked about the same documents, the stop set.
Models that agree with the one before them, again and again, have settled. Source: Bloodgood and
Vijay-Shanker (2009), A method for stopping active learning based on stabilizing predictions and the
need for user-adjustable stopping, CoNLL, W09-1107: a stop set of 2,000 units, and a mean kappa of
.99 or more over the last three pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.errors import InputError
from textmine.stats.counts import check_codes
from textmine.stats.systems.confusion import confusion_matrix, kappa_of
from textmine.stats.totals import TINY

STOP_SET = 2_000
WINDOW = 3
THRESHOLD = 0.99


@dataclass(frozen=True)
class Stopping:
    """Whether successive models have settled.

    `kappas` are Cohen's kappas of each model with the next, in the order of training, -1 to 1, nan
    where undefined. `mean` is that of the last `window` of them, nan where there are fewer or one
    is undefined. `reason` says why the rule is not met; it is "" where it is.
    """

    kappas: tuple[float, ...]
    mean: float
    window: int
    threshold: float
    met: bool
    reason: str


def successive_kappas(codes: ArrayLike, n_categories: int) -> tuple[float, ...]:
    """Return Cohen's kappa of each model with the next on the same units, -1 to 1.

    `codes` has shape (n_units, n_models), the models in the order of training. A kappa is nan where
    both models give one and the same code to every unit. Raises `InputError` for fewer than two
    models, no units, and codes that are missing or outside the codebook.

    >>> successive_kappas([[0, 0, 0], [0, 1, 1], [1, 1, 1], [1, 1, 1]], 2)
    (0.5, 1.0)
    """
    checked = check_codes(codes, n_categories)
    n_units, n_models = checked.shape
    if n_models < 2 or n_units < 1:
        raise InputError(
            "The agreement of successive models needs two models and one unit at the least. "
            f"Got {n_models} and {n_units}."
        )
    tables = [
        confusion_matrix(checked[:, column], checked[:, column + 1], n_categories)
        for column in range(n_models - 1)
    ]
    return tuple(float(kappa_of(table.astype(np.float64))) for table in tables)


def stopping_rule(
    kappas: Sequence[float], *, window: int = WINDOW, threshold: float = THRESHOLD
) -> Stopping:
    """Say whether the mean of the last `window` kappas reaches the threshold.

    Raises `InputError` for a window below 1.

    >>> stopping_rule([0.8, 0.992, 0.991, 0.99]).met
    True
    >>> stopping_rule([0.992, 0.991]).reason
    'The rule looks at 3 pairs of successive models, and there are 2.'
    """
    if window < 1:
        raise InputError(f"The 'window' parameter must be 1 or more. Got {window}.")
    last = np.array(kappas[-window:], dtype=np.float64)
    mean, reason = np.nan, ""
    if len(last) < window:
        reason = (
            f"The rule looks at {window} pairs of successive models, and there are {len(last)}."
        )
    elif np.isnan(last).any():
        reason = "A kappa is undefined: two models give one and the same code to every unit."
    else:
        mean = float(last.mean())
        if mean < threshold - TINY:
            reason = f"The mean kappa of the last {window} pairs is below {threshold:g}."
    return Stopping(tuple(map(float, kappas)), mean, window, threshold, not reason, reason)
