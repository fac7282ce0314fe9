"""What may be said of a theme on two sides: shared, more on one, on one only, or not settled."""

from __future__ import annotations

from textmine.stats.groups.two_sides import TwoSides

ONLY_BELOW = 1 / 4
"""A theme is on one side only when its presence on the other is less than a quarter of it there:
some units of a corpus without a theme are always nearest to it, for want of a better one."""

MORE_BELOW = 2 / 3
"""A theme is more on one side when its presence on the other is less than two thirds of it."""

SIGNIFICANT = 0.05

VERDICTS = ("only first", "more first", "shared", "more second", "only second", "not settled")


def verdicts(sides: TwoSides) -> list[str]:
    """Return the verdict on each theme, see VERDICTS.

    One-sided is what chance would not part as far (corrected p below .05) and differs as much as
    the limits say. A theme that looks one-sided, but chance could part as far, is not settled;
    shared are those that both sides have, one perhaps somewhat more.
    """
    said = []
    for first, second, p in zip(sides.first, sides.second, sides.p_adjusted, strict=True):
        less, larger = sorted((float(first), float(second)))
        side = "first" if first > second else "second"
        if p >= SIGNIFICANT:
            said.append("not settled" if less < ONLY_BELOW * larger else "shared")
        elif less < ONLY_BELOW * larger:
            said.append(f"only {side}")
        else:
            said.append(f"more {side}" if less < MORE_BELOW * larger else "shared")
    return said
