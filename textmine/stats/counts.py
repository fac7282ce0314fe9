"""Codes, and the counts per unit and category that every coefficient is computed from.

Codes are integers of shape (n_units, n_coders): the index of a category in the codebook, or -1
where a coder did not code the unit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError

MISSING = -1


def check_n_categories(n_categories: int) -> int:
    """Return the size of the codebook, or raise `InputError` when it is not an int of 2 or more."""
    if isinstance(n_categories, bool) or not isinstance(n_categories, int | np.integer):
        raise InputError(
            "The 'n_categories' parameter must be an int, the number of categories in the "
            f"codebook. Got {type(n_categories).__name__}."
        )
    if n_categories < 2:
        raise InputError(
            f"The 'n_categories' parameter must be 2 or more. Got {n_categories}.",
            hint="Give the size of the codebook, with the categories that nobody used.",
        )
    return int(n_categories)


def integers(values: ArrayLike, name: str, n_dimensions: int) -> Ints:
    """Return an int64 array of that many dimensions, or raise `InputError` naming the argument."""
    array = np.asarray(values)
    if array.ndim != n_dimensions:
        raise InputError(
            f"The '{name}' array must have {n_dimensions} dimension(s). "
            f"Got {array.ndim}, of shape {array.shape}."
        )
    if array.size == 0:
        return np.zeros(array.shape, dtype=np.int64)
    if array.dtype.kind not in "biu":
        raise InputError(
            f"The '{name}' array must hold integers. Got {array.dtype}.",
            hint="Give each category its index in the codebook, and -1 (not NaN) where there "
            "is none.",
        )
    return array.astype(np.int64)


def check_codes(codes: ArrayLike, n_categories: int) -> Ints:
    """Return codes as an int64 array of shape (n_units, n_coders).

    Raises `InputError` when the array is not two-dimensional, not of integers, or holds a number
    other than -1 (missing) and 0 to n_categories - 1; the first such unit and coder are named.
    """
    n_categories = check_n_categories(n_categories)
    array = integers(codes, "codes", 2)
    wrong = (array < MISSING) | (array >= n_categories)
    if wrong.any():
        unit, coder = (int(index) for index in np.argwhere(wrong)[0])
        raise InputError(
            f"Code {array[unit, coder]} (unit {unit}, coder {coder}, counted from 0) is outside "
            f"the codebook of {n_categories} categories.",
            hint=f"Use 0 to {n_categories - 1}, and -1 where there is no code.",
        )
    return array


def count_categories(codes: Ints, n_categories: int) -> Ints:
    """Count the codes in each category of each unit: (n_units, n_categories).

    >>> count_categories(np.array([[0, 0, 2], [1, -1, 1]]), 3).tolist()
    [[2, 0, 1], [0, 2, 0]]
    """
    n_units = codes.shape[0]
    cells = codes + (np.arange(n_units) * n_categories)[:, None]
    counts = np.bincount(cells[codes >= 0], minlength=n_units * n_categories)
    return counts.astype(np.int64).reshape(n_units, n_categories)


def binarise(codes: ArrayLike, category: int) -> Ints:
    """Recode to 1 (that category) and 0 (any other), keeping missing codes missing.

    >>> binarise([[0, 2], [2, -1]], 2).tolist()
    [[0, 1], [1, -1]]
    """
    array = integers(codes, "codes", 2)
    return np.where(array == MISSING, MISSING, (array == category).astype(np.int64))


def codes_from_table(table: ArrayLike) -> Ints:
    """Unfold a square table (first coder x second coder) into codes: (sum of the table, 2).

    Raises `InputError` when the table is not square or has a negative count.

    >>> codes_from_table([[2, 0], [1, 0]]).tolist()
    [[0, 0], [0, 0], [1, 0]]
    """
    array = integers(table, "table", 2)
    if array.shape[0] != array.shape[1] or (array < 0).any():
        raise InputError(
            "The 'table' must be square and hold counts: a row for each category of the first "
            f"coder, a column for each category of the second. Got shape {array.shape}, "
            f"smallest count {array.min(initial=0)}."
        )
    return np.repeat(np.argwhere(array >= 0), array.ravel(), axis=0).astype(np.int64)


def codes_from_counts(counts: ArrayLike) -> Ints:
    """Unfold counts (n_units, n_categories) into codes, filled from the left, then -1.

    Which coder gave which code is not in the counts, so the columns of the result are not
    coders: use it only with coefficients that do not compare coders (not Cohen, not Conger).
    Raises `InputError` when a count is negative.

    >>> codes_from_counts([[2, 0, 1], [0, 1, 0]]).tolist()
    [[0, 0, 2], [1, -1, -1]]
    """
    array = integers(counts, "counts", 2)
    if (array < 0).any():
        raise InputError(f"The 'counts' must not be negative. Got {array.min()}.")
    per_unit = array.sum(axis=1)
    codes = np.full((array.shape[0], int(per_unit.max(initial=0))), MISSING, dtype=np.int64)
    filled = np.arange(codes.shape[1]) < per_unit[:, None]
    categories = np.tile(np.arange(array.shape[1]), array.shape[0])
    codes[filled] = np.repeat(categories, array.ravel())
    return codes


def unit_coincidences(counts: Ints) -> Floats:
    """Return each unit's share of the coincidences: (n_units, n_categories, n_categories).

    A unit with m codes adds (n_c n_k - [c = k] n_c) / (m - 1), and nothing when m < 2.
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, step 2.
    """
    n = counts.astype(np.float64)
    m = n.sum(axis=1)
    pairs = n[:, :, None] * n[:, None, :]
    diagonal = np.arange(n.shape[1])
    pairs[:, diagonal, diagonal] -= n
    return pairs * np.where(m >= 2, 1 / np.maximum(m - 1, 1), 0)[:, None, None]


@dataclass(frozen=True)
class UniqueRows:
    """The different rows of an array: `rows[index]` is the array, `multiplicity` how often each."""

    rows: Ints
    index: Ints
    multiplicity: Ints


def unique_rows(rows: Ints) -> UniqueRows:
    """Find the different rows of an integer array whose smallest value is -1 or more, sorted."""
    n_rows, n_columns = rows.shape
    base = int(rows.max(initial=0)) + 2
    if n_rows == 0 or base**n_columns >= 2**62:
        different, index, multiplicity = np.unique(
            rows, axis=0, return_inverse=True, return_counts=True
        )
        return UniqueRows(different, index.reshape(-1), multiplicity)
    # One number a row sorts twenty times as fast as a row of numbers.
    powers = base ** np.arange(n_columns - 1, -1, -1, dtype=np.int64)
    _, first, index, multiplicity = np.unique(
        (rows + 1) @ powers, return_index=True, return_inverse=True, return_counts=True
    )
    return UniqueRows(rows[first], index, multiplicity)
