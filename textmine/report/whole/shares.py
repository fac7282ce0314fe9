"""How common the codes of a dimension are, and which words a share may be told in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from textmine.classify.prevalence import Prevalence
from textmine.codebook import Codebook, Dimension
from textmine.reading.counting.tabulation import Tabulation
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


Basis = Literal["census", "drawn", "coded", "disputed", "corrected"]
"""All units were coded; a random sample; some that no draw chose; those that are left where coders
differ on others and nobody settled it; a sample and a model."""


@dataclass(frozen=True)
class CodeShare:
    """A code by its name, with its definition, and its share of the units.

    `count` coded units have it.
    """

    code: str
    name: str
    definition: str
    count: int
    amount: Amount


@dataclass(frozen=True)
class DimensionShares:
    """The codes of one dimension in the order of the codebook.

    `n` units have final codes, of `n_corpus` (None where nobody knows), each one code or, where
    `several`, any number. `n_open` others are coded, and nobody settled on what. `unit` is what a
    unit is called.
    """

    dimension: str
    name: str
    basis: Basis
    codes: tuple[CodeShare, ...]
    n: int
    n_corpus: int | None
    unit: str
    several: bool = False
    n_open: int = 0

    @property
    def leading(self) -> list[CodeShare]:
        """The codes that somebody gave, the commonest first."""
        given_codes = [code for code in self.codes if code.amount.share > 0]
        return sorted(given_codes, key=lambda share: (-share.amount.share, share.code))

    def more(self, first: CodeShare, second: CodeShare) -> bool:
        """Return whether the first code may be called commoner than the second."""
        together = None if self.several or self.basis == "corrected" else 0.0
        return is_more(first.amount, second.amount, self.n, together)


def counted_shares(
    table: Tabulation, book: Codebook, unit: str, n_open: int = 0
) -> DimensionShares:
    """Return the shares that were counted by people's codes, of one dimension.

    On `n_open` other units the coders differ, and nobody settled it.
    """
    dimension = book.dimension(table.rows)
    codes = tuple(
        CodeShare(
            label,
            name_of(dimension, label),
            _definition(dimension, label),
            share.count,
            amount_of(share.percent / 100, share.interval),
        )
        for label, share in table.row_totals.items()
    )
    sampled = any(share.interval is not None for share in table.row_totals.values())
    without: Basis = "disputed" if n_open else "coded"
    basis: Basis = "census" if table.census else "drawn" if sampled else without
    several = dimension.labels == "multi" or table.several > 0
    return DimensionShares(
        dimension.id,
        dimension.name or dimension.id,
        basis,
        codes,
        table.n,
        table.n_corpus,
        "passage" if table.unit == "passages" else unit,
        several,
        n_open,
    )


def corrected_shares(counted: DimensionShares, found: Sequence[Prevalence]) -> DimensionShares:
    """Return the shares of a dimension as a model and a random sample together give them.

    What was counted comes back where there is no such estimate.
    """
    for result in found:
        sure = result.sampling in ("drawn", "chances") and result.methods[0] in ("ppi", "hand")
        if result.question != counted.dimension or result.by or not sure:
            continue
        group = result.groups[0]
        shares = {code.code: code.shares.get(result.methods[0]) for code in group.codes}
        codes = []
        for counted_code in counted.codes:
            share = shares.get(counted_code.code)
            if share is None or share.interval is None or not share.interval.defined:
                return counted
            amount = amount_of(share.value, share.interval)
            codes.append(
                CodeShare(
                    counted_code.code,
                    counted_code.name,
                    counted_code.definition,
                    counted_code.count,
                    amount,
                )
            )
        return DimensionShares(
            counted.dimension,
            counted.name,
            "corrected",
            tuple(codes),
            group.n_sampled,
            group.n_documents,
            counted.unit,
            counted.several,
            counted.n_open,
        )
    return counted


def name_of(dimension: Dimension, label: str) -> str:
    """Return the name of a code by its label, CODE or CODE:ROLE; the label of one without a name.

    Where several codes of the dimension have one name, their ids tell them apart.
    """
    code, _, role = label.partition(":")
    known_code = next((candidate for candidate in dimension.codes if candidate.id == code), None)
    name = (known_code.name if known_code else "") or code
    if (
        known_code
        and sum(candidate.name == known_code.name for candidate in dimension.codes) > 1
        and name != code
    ):
        name = f"{name} ({code})"
    return f"{name} ({role})" if role else name


def _definition(dimension: Dimension, label: str) -> str:
    code = label.partition(":")[0]
    return next((own_code.definition for own_code in dimension.codes if own_code.id == code), "")
