"""Similarity weights for weighted agreement, and Krippendorff's metrics as distances.

A weight of 1 is full agreement, 0 none. A distance of 0 is full agreement. Gwet's "ordinal"
weights and Krippendorff's "ordinal" metric are different things and give different figures.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError, did_you_mean
from textmine.stats.counts import MISSING, check_n_categories

CodeSet = frozenset[int]


def _jaccard_distances(common: Floats, sizes: Floats) -> Floats:
    """Return 1 - |A and B| / |A or B| for sizes of sets (n,) and of their common parts (n, n).

    Source: Jaccard (1912).
    """
    union = sizes[:, None] + sizes - common
    return np.asarray(1 - np.where(union > 0, common, 1) / np.where(union > 0, union, 1))


def _masi_distances(common: Floats, sizes: Floats) -> Floats:
    """Return 1 - J M: J is Jaccard's similarity, M 1 for equal sets, 2/3 nested, 1/3 overlapping.

    The thirds are exact; older software has .67 and .33. Source: Passonneau (2006), Measuring
    agreement on set-valued items (MASI) for semantic and pragmatic annotation.
    """
    nested = common == np.minimum(sizes[:, None], sizes)
    equal = nested & (sizes[:, None] == sizes)
    monotonic = np.where(equal, 1.0, np.where(nested, 2 / 3, 1 / 3))
    return np.asarray(1 - (1 - _jaccard_distances(common, sizes)) * monotonic)


DISTANCES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "masi": _masi_distances,
    "jaccard": _jaccard_distances,
}


def set_distances(sets: Sequence[CodeSet], how: str) -> Floats:
    """Compute the distance between every two sets of codes: (n_sets, n_sets), 0 to 1.

    `how` is a name in `DISTANCES`. Two empty sets are 0 apart, an empty set and another one 1.
    The result is the `metric` of `krippendorff_alpha` and of `bootstrap_interval` for codes that
    are places in `sets`. Those need two sets or more: where everybody gave one and the same set,
    alpha is undefined, and the share of equal sets is what can be reported. Raises `InputError`
    for an unknown name. Source: Passonneau (2006); the figures are those of nltk's documentation.

    >>> sets = frozenset({1, 2}), frozenset({1, 2, 3, 4}), frozenset({2, 3})
    >>> set_distances(sets, "masi")[0].round(6).tolist()
    [0.0, 0.666667, 0.888889]
    """
    if how not in DISTANCES:
        raise InputError(
            f"There is no distance between sets called '{how}'.", hint=did_you_mean(how, DISTANCES)
        )
    codes = {code: index for index, code in enumerate(sorted(frozenset().union(*sets)))}
    holds = np.zeros((len(sets), len(codes)))
    for row, members in enumerate(sets):
        holds[row, [codes[code] for code in members]] = 1
    return DISTANCES[how](holds @ holds.T, holds.sum(axis=1))


def distinct_sets(rows: Sequence[Sequence[CodeSet | None]]) -> tuple[Ints, tuple[CodeSet, ...]]:
    """Number the different sets in cells (n_units, n_coders): codes of that shape, and the sets.

    A code is the place of the cell's set among the sets, -1 where the cell is None. The sets are
    sorted by size, then by their codes, so the numbers do not depend on the order of the units.
    Raises `InputError` when a unit has another number of cells than the first one.

    >>> a, b = frozenset({1}), frozenset({0, 1})
    >>> codes, sets = distinct_sets([[a, b], [a, None]])
    >>> codes.tolist(), sets == (a, b)
    ([[0, 1], [0, -1]], True)
    """
    n_coders = len(rows[0]) if rows else 0
    for unit, row in enumerate(rows):
        if len(row) != n_coders:
            raise InputError(
                f"Unit {unit} (counted from 0) has {len(row)} cells, and unit 0 has {n_coders}.",
                hint="Give every unit a cell for each coder, None where the coder gave no code.",
            )
    distinct = {cell for row in rows for cell in row if cell is not None}
    sets = tuple(sorted(distinct, key=lambda members: (len(members), sorted(members))))
    number_of = {members: index for index, members in enumerate(sets)}
    codes = [[MISSING if cell is None else number_of[cell] for cell in row] for row in rows]
    return np.array(codes, dtype=np.int64).reshape(len(rows), n_coders), sets


def _steps(n_categories: int) -> Floats:
    category = np.arange(check_n_categories(n_categories), dtype=np.float64)
    return np.abs(category[:, None] - category)


def identity_weights(n_categories: int) -> Floats:
    """Return weights that count only equal codes: (n_categories, n_categories)."""
    return np.eye(check_n_categories(n_categories))


def linear_weights(n_categories: int) -> Floats:
    """Return 1 - |k - l| / (q - 1).

    Source: Cicchetti and Allison (1971).

    >>> linear_weights(3)[0].tolist()
    [1.0, 0.5, 0.0]
    """
    return 1 - _steps(n_categories) / (n_categories - 1)


def quadratic_weights(n_categories: int) -> Floats:
    """Return 1 - ((k - l) / (q - 1))^2.

    Source: Fleiss and Cohen (1973).

    >>> quadratic_weights(3)[0].tolist()
    [1.0, 0.75, 0.0]
    """
    return 1 - (_steps(n_categories) / (n_categories - 1)) ** 2


def ordinal_weights(n_categories: int) -> Floats:
    """Return Gwet's ordinal weights, 1 - C(|k - l| + 1, 2) / C(q, 2).

    Not Krippendorff's ordinal metric, which depends on how often each category was used.
    Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, section 3.5.

    >>> ordinal_weights(4)[0].round(3).tolist()
    [1.0, 0.833, 0.5, 0.0]
    """
    steps = _steps(n_categories)
    return 1 - steps * (steps + 1) / (n_categories * (n_categories - 1))


def value_weights(values: ArrayLike, kind: str) -> Floats:
    """Return linear or quadratic weights from the numbers that the categories stand for: (q, q).

    1 - (|x_k - x_l| / (max - min))^p, with p = 1 or 2: those of `linear_weights` and
    `quadratic_weights` where the numbers have equal distances. Raises InputError for another kind.
    Source: Gwet (2014), section 3.5, as irrCAC's weights of numeric categories.

    >>> value_weights([1, 2, 10], "quadratic")[0].round(3).tolist()
    [1.0, 0.988, 0.0]
    """
    powers = {"linear": 1, "quadratic": 2}
    if kind not in powers:
        raise InputError(
            f"There are no weights called '{kind}' of values.", hint=did_you_mean(kind, powers)
        )
    number = _numbers(values)
    spread = float(np.ptp(number)) or 1.0
    return np.asarray(1 - (np.abs(number[:, None] - number) / spread) ** powers[kind])


WEIGHTS: dict[str, Callable[[int], Floats]] = {
    "identity": identity_weights,
    "linear": linear_weights,
    "quadratic": quadratic_weights,
    "ordinal": ordinal_weights,
}


def nominal_distances(n_categories: int) -> Floats:
    """Return 1 between different categories, 0 on the diagonal."""
    return 1 - np.eye(check_n_categories(n_categories))


def interval_distances(values: ArrayLike) -> Floats:
    """Return (c - k)^2 for the numeric values of the categories.

    Raises `InputError` when the values are not finite numbers in one dimension.
    """
    number = _numbers(values)
    return (number[:, None] - number) ** 2


def ratio_distances(values: ArrayLike) -> Floats:
    """Return ((c - k) / (c + k))^2 for the numeric values of the categories, 0 between zeros.

    Raises `InputError` when a value is negative or not a finite number.
    """
    number = _numbers(values)
    if (number < 0).any():
        raise InputError(
            "The ratio metric needs category values of 0 or more. "
            f"Got {number.min():g}. Use the interval metric instead."
        )
    total = number[:, None] + number
    return ((number[:, None] - number) / np.where(total > 0, total, 1)) ** 2


def ordinal_distances(category_totals: Floats) -> Floats:
    """Return Krippendorff's ordinal distances, (sum of n_g for g in c..k - (n_c + n_k) / 2)^2.

    `category_totals` has shape (..., q): the pairable codes in each category, in codebook order.
    The result has shape (..., q, q). The sum is the difference of two mid-ranks, so it is
    computed as that. Source: Krippendorff (2011), step 4.

    >>> ordinal_distances(np.array([2.0, 4.0, 2.0]))[0].tolist()
    [0.0, 9.0, 36.0]
    """
    mid_ranks = np.cumsum(category_totals, axis=-1) - category_totals / 2
    return np.asarray((mid_ranks[..., :, None] - mid_ranks[..., None, :]) ** 2)


def similarity(weights: str | ArrayLike, n_categories: int) -> Floats:
    """Return the weights named in `WEIGHTS`, or a matrix of weights after checking it.

    Raises `InputError` for an unknown name, and for a matrix that is not (q, q), symmetric,
    within 0 and 1, and 1 on the diagonal.
    """
    if isinstance(weights, str):
        if weights not in WEIGHTS:
            raise InputError(
                f"There are no weights called '{weights}'.", hint=did_you_mean(weights, WEIGHTS)
            )
        return WEIGHTS[weights](n_categories)
    matrix = _square(weights, n_categories, "weights")
    if not np.allclose(matrix.diagonal(), 1) or matrix.max() > 1:
        raise InputError(
            "The 'weights' must be 1 on the diagonal and at most 1 elsewhere. "
            f"Got {matrix.diagonal().tolist()} on the diagonal, largest {matrix.max():g}.",
            hint="Turn disagreement weights w into 1 - w / w.max() first.",
        )
    return matrix


def fixed_distances(
    metric: str | ArrayLike, n_categories: int, values: ArrayLike | None = None
) -> Floats | None:
    """Return the distances of a metric: (q, q), or None for "ordinal", which needs the totals.

    `metric` is "nominal", "ordinal", "interval", "ratio" or a matrix of distances; `values` are
    the numbers that the categories stand for, 1 to q when None. Raises `InputError` for an
    unknown name, and for a matrix that is not (q, q), symmetric, 0 on the diagonal and 0 or more
    elsewhere.
    """
    if not isinstance(metric, str):
        matrix = _square(metric, n_categories, "metric")
        if matrix.diagonal().any():
            raise InputError("A matrix of distances must be 0 on the diagonal.")
        return matrix
    numbers = np.arange(1, n_categories + 1) if values is None else np.asarray(values)
    if numbers.shape != (n_categories,):
        raise InputError(
            f"The 'values' must be one number for each of the {n_categories} categories. "
            f"Got shape {numbers.shape}."
        )
    if metric not in METRICS:
        raise InputError(
            f"There is no metric called '{metric}'.", hint=did_you_mean(metric, METRICS)
        )
    return METRICS[metric](numbers)


METRICS: dict[str, Callable[[ArrayLike], Floats | None]] = {
    "nominal": lambda values: nominal_distances(np.asarray(values).size),
    "ordinal": lambda values: None,
    "interval": interval_distances,
    "ratio": ratio_distances,
}


def _numbers(values: ArrayLike) -> Floats:
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        raise InputError(
            "The 'values' must be finite numbers, one for each category. "
            f"Got shape {array.shape} of {array.dtype}."
        )
    return array.astype(np.float64)


def _square(matrix: ArrayLike, n_categories: int, name: str) -> Floats:
    array = np.asarray(matrix)
    if array.shape != (n_categories, n_categories) or array.dtype.kind not in "biuf":
        raise InputError(
            f"The '{name}' must be numbers of shape ({n_categories}, {n_categories}), a row and a "
            f"column for each category. Got shape {array.shape} of {array.dtype}."
        )
    array = array.astype(np.float64)
    if not np.isfinite(array).all() or (array < 0).any() or not np.allclose(array, array.T):
        raise InputError(f"The '{name}' must be symmetric, finite and 0 or more.")
    return array
