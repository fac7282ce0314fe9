"""Which words a share may be told in: the one rule that binds "most" and "few" to intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from textmine.stats import Interval

AmountWord = Literal["nearly_all", "most", "half", "minority", "few", "open"]
"""Key of a word in the catalogue; "open" has none, and the figures alone are told."""

ALMOST, BELOW_HALF, ABOVE_HALF, FEW = 0.9, 0.4, 0.6, 0.1
_HALF_COUNTED = (0.45, 0.55)


@dataclass(frozen=True)
class Amount:
    """A share of units, 0 to 1.

    `low` and `high` are the limits of its interval; both are the share itself where it was counted:
    in all units there are, or in those coded, of which alone is spoken then.
    """

    share: float
    low: float
    high: float

    @property
    def counted(self) -> bool:
        """Whether there is no interval."""
        return self.low == self.high


def amount_of(share: float, interval: Interval | None) -> Amount:
    """Return a share with its interval, or as one that was counted."""
    if interval is None or not interval.defined:
        return Amount(share, share, share)
    return Amount(share, interval.low, interval.high)


def amount_word(amount: Amount) -> AmountWord:
    """Return the word for a share, by its whole interval.

    nearly all: the whole interval is 90 % or more. most: it is above 50 %. about half: it covers
    50 % and lies in 40 to 60 % (a counted share: 45 to 55 %). few: it is 10 % or less. a minority:
    it is below 50 %. Else no word fits.

    >>> [amount_word(Amount(0.6, low, 0.7)) for low in (0.51, 0.5)]
    ['most', 'open']
    >>> amount_word(Amount(0.5, 0.44, 0.56)), amount_word(Amount(0.3, 0.2, 0.49))
    ('half', 'minority')
    """
    low, high = amount.low, amount.high
    if math.isnan(low + high):
        return "open"
    if low >= ALMOST:
        return "nearly_all"
    if amount.counted and _HALF_COUNTED[0] <= low <= _HALF_COUNTED[1]:
        return "half"
    if BELOW_HALF <= low <= 0.5 <= high <= ABOVE_HALF:
        return "half"
    if low > 0.5:
        return "most"
    if high <= FEW:
        return "few"
    return "minority" if high < 0.5 else "open"


def is_more(first: Amount, second: Amount, n: int, together: float | None = 0.0) -> bool:
    """Return whether the first share may be called larger than the second.

    Counted shares: where it is. Of one random sample of `n` units: where the interval of the
    difference, 95 %, does not reach 0; `together` is the share of units that have both codes. That
    interval is the adjusted Wald interval of Bonett and Price (2012), with one imagined unit of
    each kind. Where `together` is None the two are estimates whose difference has no interval: then
    their intervals must not overlap.

    >>> is_more(Amount(0.6, 0.5, 0.7), Amount(0.4, 0.3, 0.5), 100)
    True
    >>> is_more(Amount(0.52, 0.42, 0.62), Amount(0.48, 0.38, 0.58), 100)
    False
    """
    if first.counted and second.counted:
        return first.share > second.share
    if together is None or n < 1:
        return first.low > second.high
    only_first = (n * (first.share - together) + 1) / (n + 2)
    only_second = (n * (second.share - together) + 1) / (n + 2)
    value = only_first - only_second
    error = math.sqrt(max(0.0, only_first + only_second - value**2) / (n + 2))
    return value - NormalDist().inv_cdf(0.975) * error > 0
