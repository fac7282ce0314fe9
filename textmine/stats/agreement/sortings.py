"""Two sortings of the same codes into themes, and how alike the passages of a theme are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats.counts import integers
from textmine.stats.resampling import check_resampling
from textmine.stats.totals import divide

_FEWEST = 3
_TINY = 1e-12


@dataclass(frozen=True)
class DisputedPair:
    """Two codes that one person puts together and the other apart; `together_in` 0 or 1."""

    first: int
    second: int
    together_in: int


@dataclass(frozen=True)
class SortingsCompared:
    """How far two sortings of the same codes agree.

    `adjusted_rand` is 1 for the same groups, 0 on average for chance, down to -.5. `p` is the share
    of random sortings into groups of the same sizes that agree as well. `n_pairs` of codes are
    together in both, apart in both, or together in the first or the second only. `disputed_by_code`
    (n_codes,) counts the disputed pairs of each code. No interval: codes are no draw from others.
    `adjusted_rand` and `p` are nan, with a reason, where both sort all codes into one group, or
    each into its own.
    """

    adjusted_rand: float
    p: float
    n_codes: int
    together: int
    apart: int
    first_only: int
    second_only: int
    disputed: tuple[DisputedPair, ...]
    disputed_by_code: tuple[int, ...]
    n_permutations: int
    reason: str = ""

    @property
    def n_pairs(self) -> int:
        """All pairs of codes."""
        return self.together + self.apart + self.first_only + self.second_only


@dataclass(frozen=True)
class Homogeneity:
    """Mean similarity of passages of different codes, within themes and between them.

    `within` and `between` are means over pairs of codes of the mean similarity of their passages;
    `themes` are those within each theme, nan for a theme of one code. `p` is one-sided: the share
    of random sortings of the codes into themes of the same sizes with `within` - `between` as
    large. nan, and a reason, where no two codes share a theme or no two are apart.
    """

    within: float
    between: float
    themes: tuple[float, ...]
    p: float
    n_codes: int
    n_permutations: int
    reason: str = ""


def compare_sortings(
    first: ArrayLike, second: ArrayLike, *, n_permutations: int = 4999, seed: int = 0
) -> SortingsCompared:
    """Compare two sortings of the same codes into groups, whatever the groups are called.

    Both are (n_codes,) ints, the group of each code. p = (1 + permutations that agree as well) /
    (1 + all). Raises `InputError` for lengths that differ and a bad seed or number of draws.
    Source: Hubert & Arabie (1985), Comparing partitions, equation 5; the figure is that of the
    example in Yeung & Ruzzo (2001), Details of the adjusted Rand index (.313).

    >>> table = np.array([[1, 1, 0], [1, 2, 1], [0, 0, 4]])
    >>> rows, columns = (np.repeat(one.ravel(), table.ravel()) for one in np.indices((3, 3)))
    >>> round(compare_sortings(rows, columns).adjusted_rand, 4)
    0.3126
    """
    check_resampling(n_permutations, seed)
    left, right = integers(first, "first", 1), integers(second, "second", 1)
    if left.size != right.size:
        raise InputError(
            f"Both sortings must have a group for each code. Got {left.size} and {right.size}."
        )
    both = [group[:, None] == group for group in (left, right)]
    upper = np.triu(np.ones((left.size, left.size), dtype=bool), 1)
    together, apart, first_only, second_only = (
        int((upper & (both[0] == x) & (both[1] == y)).sum())
        for x, y in ((True, True), (False, False), (True, False), (False, True))
    )
    places = np.argwhere(upper & (both[0] != both[1]))
    disputed = tuple(DisputedPair(int(j), int(k), 0 if both[0][j, k] else 1) for j, k in places)
    rand = _adjusted_rand(together, apart, first_only, second_only)
    reason, p = "", float("nan")
    if np.isnan(rand):
        reason = "Both sort all codes into one group, or each into its own: nothing can differ."
    else:
        rng = np.random.default_rng(seed)
        # With the sizes of groups as they are, the index grows with the pairs together in both.
        drawn = (left[rng.permutation(left.size)] for _ in range(n_permutations))
        as_good = sum(_together(moved, right) >= together for moved in drawn)
        p = (1 + as_good) / (1 + n_permutations)
    by_code = (both[0] != both[1]).sum(axis=1)
    return SortingsCompared(
        rand,
        p,
        left.size,
        together,
        apart,
        first_only,
        second_only,
        disputed,
        tuple(int(number) for number in by_code),
        n_permutations,
        reason,
    )


def homogeneity(
    similarity: ArrayLike,
    codes: ArrayLike,
    themes: ArrayLike,
    *,
    n_permutations: int = 4999,
    seed: int = 0,
) -> Homogeneity:
    """Compare how alike passages are within hand-made themes and between them.

    `similarity` is (n_passages, n_passages), such as cosines, `codes` (n_passages,) the code of
    each passage, 0 to n_codes - 1, and `themes` (n_codes,) the theme of each code, ints. Passages
    of one code are alike since it is one code: they are left out, and whole codes change themes.
    A passage with several codes stands in several rows; pairs of such rows are of one passage and
    should be nan, which is left out. Raises `InputError` for shapes that do not fit, and a bad seed
    or number of draws. Source: Mantel (1967), The detection of disease clustering; Legendre &
    Legendre (2012), Numerical Ecology, section 10.5 (a matrix against a grouping).

    >>> alike = np.kron(np.eye(2), np.ones((8, 8)))
    >>> found = homogeneity(alike, np.repeat(np.arange(8), 2), [0, 0, 0, 0, 1, 1, 1, 1])
    >>> found.within, found.between, found.p < 0.05
    (1.0, 0.0, True)
    """
    check_resampling(n_permutations, seed)
    values = np.asarray(similarity, dtype=np.float64)
    code, theme = integers(codes, "codes", 1), integers(themes, "themes", 1)
    n = code.size
    if values.shape != (n, n) or (code < 0).any() or (n and code.max() >= theme.size):
        raise InputError(
            "'similarity' must have a row and a column, 'codes' a number below the number of "
            f"'themes', for each passage. Got {values.shape}, {n} and {theme.size}."
        )
    means = _between_codes(values, code, theme.size)
    names, group = np.unique(theme, return_inverse=True)

    def apart(group: Ints) -> tuple[float, float]:
        same = group[:, None] == group
        return _mean(means[same]), _mean(means[~same])

    within, between = apart(group)
    of_themes = tuple(
        _mean(means[np.ix_(group == number, group == number)]) for number in range(names.size)
    )
    if np.isnan(within) or np.isnan(between) or theme.size < _FEWEST:
        reason = "It takes two codes in one theme and two in different ones."
        return Homogeneity(within, between, of_themes, np.nan, theme.size, n_permutations, reason)
    rng = np.random.default_rng(seed)
    as_large = 0
    for _ in range(n_permutations):
        inside, outside = apart(rng.permutation(group))
        as_large += not inside - outside < within - between - _TINY
    p = (1 + as_large) / (1 + n_permutations)
    return Homogeneity(within, between, of_themes, p, theme.size, n_permutations)


def _adjusted_rand(together: int, apart: int, first_only: int, second_only: int) -> float:
    n_pairs = together + apart + first_only + second_only
    rows, columns = together + first_only, together + second_only
    if not n_pairs or (rows == columns and rows in (0, n_pairs)):
        return float("nan")
    expected = rows * columns / n_pairs
    return (together - expected) / ((rows + columns) / 2 - expected)


def _together(first: Ints, second: Ints) -> int:
    """Count the pairs of codes that are together in both sortings."""
    cells = np.unique(np.stack([first, second]), axis=1, return_counts=True)[1]
    return int((cells * (cells - 1) // 2).sum())


def _between_codes(values: Floats, code: Ints, n_codes: int) -> Floats:
    """Return the mean similarity of passages of each two codes, nan on the diagonal."""
    member = (code == np.arange(n_codes)[:, None]).astype(np.float64)
    known = ~np.isnan(values)
    sums = member @ np.where(known, values, 0) @ member.T
    means = divide(sums, member @ known.astype(np.float64) @ member.T)
    np.fill_diagonal(means, np.nan)
    return means


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
