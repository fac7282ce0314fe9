"""What may be said of a theme on two sides: shared, more on one, or on one only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.stats.multiple import holm
from textmine.stats.two_sides import TwoSides

ONLY_BELOW = 1 / 3
"""A theme is on one side only when its presence on the other is less than a third of it there: some
units of a corpus without a theme are always nearest to it, for want of a better one."""

SIGNIFICANT = 0.05

VERDICTS = ("only first", "more first", "shared", "undecided", "more second", "only second")


def verdicts(sides: TwoSides) -> tuple[list[str], NDArray[np.float64]]:
    """Return the verdict on each theme (see VERDICTS) and its p adjusted by Holm's method.

    A theme that chance could part as far (adjusted p of .05 or more) is shared, or undecided where
    it would be on one side only if the difference were real.
    """
    adjusted = np.array(holm(sides.p).adjusted)
    said = []
    for first, second, p in zip(sides.first, sides.second, adjusted, strict=True):
        larger = "first" if first > second else "second"
        only = min(first, second) < ONLY_BELOW * max(first, second)
        if p >= SIGNIFICANT:
            said.append("undecided" if only else "shared")
            continue
        said.append(f"{'only' if only else 'more'} {larger}")
    return said, adjusted
