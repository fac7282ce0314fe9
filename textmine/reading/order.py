"""In which order passages of a code are read, and which of them repeat others."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from textmine.choices import QuotationOrder
from textmine.corpus.duplicates import near_duplicate_groups
from textmine.nlp.encoders import TextMeaning
from textmine.nlp.quotable import says_little, stands_alone
from textmine.nlp.unlike import first_unlike
from textmine.reading.likeness import Likeness, ranks_of
from textmine.reading.quotation import Quotation
from textmine.schema import with_fields

_FEWEST_COMPARED = 200
_DEEP = 8
"""How many times as many passages as are wanted are compared by what they mean."""


def ranked(quotations: Sequence[Quotation], likeness: Likeness) -> list[Quotation]:
    """Return quotations that say how like they are to the others: their mean cosine."""
    if not quotations:
        return []
    ranks = ranks_of([quotation.text for quotation in quotations], likeness).tolist()
    return [
        with_fields(quotation, rank=rank) for quotation, rank in zip(quotations, ranks, strict=True)
    ]


def in_order(
    quotations: Sequence[Quotation], order: QuotationOrder, first: int | None = None
) -> list[Quotation]:
    """Return quotations in an order, the `first` so many; those of equal standing stay as they are.

    `typical` and `deviant` go by the `rank` of each. Passages that nobody understands alone
    (`stands_alone`) come behind the others there, and those of fewer than five different words
    last, for what they share with others cannot be judged. `dissenting` puts those first that the
    greatest share of their coders coded otherwise.
    """
    if order in ("typical", "deviant"):
        sign = -1 if order == "typical" else 1
        return _clear_first(
            sorted(quotations, key=lambda quotation: sign * (quotation.rank or 0.0)), first
        )
    if order == "dissenting":
        return sorted(quotations, key=_agreement)[:first]
    return list(quotations)[:first]


def _clear_first(quotations: Sequence[Quotation], first: int | None) -> list[Quotation]:
    """Return quotations by how clear they are; no more are judged than are needed."""
    by_clarity: tuple[list[Quotation], ...] = ([], [], [])
    for quotation in quotations:
        by_clarity[unclear(quotation.text)].append(quotation)
        if len(by_clarity[0]) == first:
            break
    return [*chain.from_iterable(by_clarity)][:first]


def telling_ones(ordered: Sequence[Quotation]) -> int:
    """Return how many of the `typical` or `deviant` ones stand before those that say little."""
    n = len(ordered)
    while n and says_little(ordered[n - 1].text):
        n -= 1
    return n


def enough_to_compare(limit: int) -> int:
    """Return how many quotations are looked at for repeats where so many are wanted."""
    return max(_FEWEST_COMPARED, 4 * limit)


def without_repeats(
    quotations: Sequence[Quotation],
    limit: int = 0,
    meaning: TextMeaning | None = None,
    every: Callable[[], Sequence[Quotation]] | None = None,
) -> tuple[list[Quotation], int]:
    """Return the first of those that say nearly the same words, and how many are left out.

    With a limit no more are looked at than are needed for so many (`enough_to_compare`); and of
    these none has half of its words in common with another, or means the same, where `meaning` can
    tell. `every` gives all of them where `quotations` are no more than these.
    """
    n = len(quotations)
    looked_at = min(n, enough_to_compare(limit)) if limit else n
    groups = near_duplicate_groups([quotation.text for quotation in quotations[:looked_at]])
    _, first = np.unique(groups, return_index=True)
    if len(first) < limit and (looked_at < n or every is not None):
        return without_repeats(quotations if every is None else every(), 0, meaning)
    distinct = [quotations[index] for index in sorted(first.tolist())]
    n_repeats = looked_at - len(distinct)
    if not limit:
        return distinct, n_repeats
    vectors = (
        None
        if meaning is None
        else meaning([quotation.text for quotation in distinct[: _DEEP * limit]])
    )
    near = distinct[: _DEEP * limit] if vectors is not None else distinct
    unlike = first_unlike([quotation.text for quotation in near], limit, vectors)
    seen = unlike[-1] + 1 if len(unlike) == limit else len(near)
    return [near[index] for index in unlike], n_repeats + seen - len(unlike)


def spread(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return one quotation of each voice, then a second one of each, and so on, in their order."""
    heard: Counter[str] = Counter()
    turns = []
    for quotation in quotations:
        turns.append(heard[quotation.voice])
        heard[quotation.voice] += 1
    return [quotations[index] for index in sorted(range(len(turns)), key=lambda at: turns[at])]


def unclear(text: str) -> int:
    """Return 0 for a text with a passage that is understood alone, 2 if it says little, else 1."""
    return 2 if says_little(text) else int(not stands_alone(text))


def _agreement(quotation: Quotation) -> float:
    """Return the share of the coders of a passage who gave it the codes, 0 to 1."""
    n_with = len(quotation.coders)
    return n_with / (n_with + len(quotation.dissent)) if quotation.dissent else 1.0
