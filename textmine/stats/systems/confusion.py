"""The confusion matrix of gold and predicted codes, and the figures that follow from it.

The figures take matrices of shape (..., q, q), rows gold, columns predicted, so that one matrix
and a thousand resampled ones are computed alike. Undefined figures are nan.
"""

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.counts import check_n_categories, integers
from textmine.stats.totals import TINY, divide


def check_labels(gold: ArrayLike, predicted: ArrayLike, n_categories: int) -> tuple[Ints, Ints]:
    """Return both arrays as int64, or raise `InputError` when they cannot be compared."""
    q = check_n_categories(n_categories)
    arrays = integers(gold, "gold", 1), integers(predicted, "predicted", 1)
    if arrays[0].size != arrays[1].size:
        raise InputError(
            "'gold' and 'predicted' must be of the same length. "
            f"Got {arrays[0].size} and {arrays[1].size}."
        )
    for name, array in zip(("gold", "predicted"), arrays, strict=True):
        wrong = np.flatnonzero((array < 0) | (array >= q))
        if wrong.size:
            raise InputError(
                f"Code {array[wrong[0]]} of unit {wrong[0]} (counted from 0) in '{name}' is "
                f"outside the codebook of {q} categories.",
                hint=f"Use 0 to {q - 1}; leave out units without a code first.",
            )
    return arrays


def confusion_matrix(gold: ArrayLike, predicted: ArrayLike, n_categories: int) -> Ints:
    """Count units by gold code (rows) and predicted code (columns): (q, q).

    Raises `InputError` for arrays of different lengths and for codes outside 0 to q - 1.

    >>> confusion_matrix([0, 0, 1], [0, 1, 1], 2).tolist()
    [[1, 1], [0, 1]]
    """
    truth, guess = check_labels(gold, predicted, n_categories)
    cells = np.bincount(truth * n_categories + guess, minlength=n_categories**2)
    return cells.reshape(n_categories, n_categories).astype(np.int64)


def _correct(matrices: Floats) -> Floats:
    return np.diagonal(matrices, axis1=-2, axis2=-1)


def accuracy_of(matrices: Floats) -> Floats:
    """Return the share of units on the diagonal: (...), 0 to 1."""
    return divide(_correct(matrices).sum(axis=-1), matrices.sum(axis=(-2, -1)))


def precision_of(matrices: Floats) -> Floats:
    """Return correct / predicted for each class: (..., q); nan for classes never predicted."""
    return divide(_correct(matrices), matrices.sum(axis=-2))


def recall_of(matrices: Floats) -> Floats:
    """Return correct / gold for each class: (..., q); nan for classes not in gold."""
    return divide(_correct(matrices), matrices.sum(axis=-1))


def f1_of(matrices: Floats) -> Floats:
    """Return 2 correct / (gold + predicted) for each class: (..., q); nan for absent classes."""
    return divide(2 * _correct(matrices), matrices.sum(axis=-1) + matrices.sum(axis=-2))


def macro_f1_of(matrices: Floats, classes: Ints) -> Floats:
    """Average F1 over those of the classes that are in gold or predicted: (...).

    A class that a resample lacks is left out of that resample's average.
    """
    f1 = f1_of(matrices)[..., classes]
    present = ~np.isnan(f1)
    return divide(np.where(present, f1, 0).sum(axis=-1), present.sum(axis=-1).astype(np.float64))


def kappa_of(matrices: Floats) -> Floats:
    """Return Cohen's kappa: (...); nan when both sides use one and the same class only."""
    n = matrices.sum(axis=(-2, -1))
    chance = divide((matrices.sum(axis=-1) * matrices.sum(axis=-2)).sum(axis=-1), n * n)
    room = 1 - chance
    return divide(accuracy_of(matrices) - chance, np.where(room > TINY, room, 0))


def weighted_kappa_of(matrices: Floats) -> Floats:
    """Return Cohen's kappa with quadratic weights, for ordered classes: (...); nan without spread.

    Source: Cohen (1968), with disagreement (i - j)². One class off counts a ninth of three off.
    These are the weights that the agreement of coders is measured with.
    """
    q = matrices.shape[-1]
    apart = np.subtract.outer(np.arange(q), np.arange(q)).astype(np.float64) ** 2
    n = matrices.sum(axis=(-2, -1))
    by_chance = matrices.sum(axis=-1)[..., :, None] * matrices.sum(axis=-2)[..., None, :]
    expected = divide((by_chance * apart).sum(axis=(-2, -1)), n)
    observed = (matrices * apart).sum(axis=(-2, -1))
    return 1 - divide(observed, np.where(expected > TINY, expected, 0))
