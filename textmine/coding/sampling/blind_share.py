"""Which documents of a sheet show no suggestion: a share drawn by lot, texts alike together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.errors import InputError

NOT_SHOWN = "not shown"
"""Stands in the cells of a machine beside a document that is to be coded blind."""


@dataclass(frozen=True)
class BlindShare:
    """The share of a sheet, above 0 and below 1, that shows no suggestion, and the seed of the lot.

    Raises InputError for another share.
    """

    share: float
    seed: int

    def __post_init__(self) -> None:
        """Refuse a share that cannot be drawn."""
        check_share(self.share)


def blind_by_lot(groups: Sequence[int], share: float, seed: int) -> list[bool]:
    """Return for each document whether it is blind: about a `share` of them, above 0 and below 1.

    `groups` (n_documents,) has the same number for texts that are alike: all of them are blind or
    none is. Groups are taken in an order by lot as long as their middle lies within the share; at
    least one is blind and one is not. Raises InputError for another share, and for documents that
    are all alike.
    """
    check_share(share)
    labels, block, sizes = np.unique(
        np.asarray(groups, dtype=np.int64), return_inverse=True, return_counts=True
    )
    if len(labels) < 2:
        raise InputError(
            f"A blind share of {len(groups)} documents cannot be drawn: "
            f"{'they are all alike' if len(groups) > 1 else 'there must be two'}.",
            hint="Leave out --blind-share.",
        )
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(labels))
    middle = np.cumsum(sizes[order]) - sizes[order] / 2
    taken = min(max(int((middle <= share * len(groups)).sum()), 1), len(labels) - 1)
    blind = np.isin(np.arange(len(labels)), order[:taken])
    return [bool(is_blind) for is_blind in blind[block]]


def places_by_lot(blind: Sequence[bool], seed: int) -> list[int]:
    """Return an order in which blind blocks change places by lot, and the others keep theirs.

    The place of a block among those that are sorted by what a machine says would tell of it.
    """
    places = np.flatnonzero(blind)
    order = np.arange(len(blind))
    order[places] = np.random.Generator(np.random.PCG64(seed)).permutation(places)
    return [int(index) for index in order]


def check_share(share: float) -> None:
    """Raise InputError for a share that is not above 0 and below 1."""
    if not 0 < share < 1:
        raise InputError(f"A blind share is above 0 and below 1. Got {share:g}.")
