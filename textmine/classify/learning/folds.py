"""Cut units into folds so that no group stands on both sides."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]

_TRIES = 20
"""How often folds are drawn until no code that stands in several groups stands in one fold only."""


def assign_folds(gold: Marks, groups: Ints | None, n_folds: int, seed: int) -> Ints:
    """Return the fold of each unit, 0 to n_folds - 1; units of one group share a fold.

    `gold` (n_units, n_classes) marks the codes. Folds are stratified by the rarest code of a unit
    as far as the groups allow, and drawn again where a code would stand in one fold only without
    need: nothing could be learned of it when that fold is held out. There are never more folds than
    groups, nor than units of the commonest class.
    """
    best = _drawn_folds(gold, groups, n_folds, seed)
    alone = np.arange(len(gold), dtype=np.int64) if groups is None else groups
    fewest = len(in_one(gold, alone))
    for again in range(1, _TRIES):
        if len(in_one(gold, best)) <= fewest:
            break
        # Far from the seeds of the other repeats, so that these do not become alike.
        fold = _drawn_folds(gold, groups, n_folds, seed + 1_000_003 * again)
        best = min(best, fold, key=lambda candidate: len(in_one(gold, candidate)))
    return best


def in_one(gold: Marks, part: Ints) -> list[int]:
    """Return the codes (columns of `gold`) whose units all lie in one group, or in one fold."""
    return [
        column
        for column in range(gold.shape[1])
        if gold[:, column].any() and len(np.unique(part[gold[:, column]])) == 1
    ]


def _drawn_folds(gold: Marks, groups: Ints | None, n_folds: int, seed: int) -> Ints:
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    strata = _rarest(gold)
    commonest = int(np.bincount(strata).max())
    n_groups = len(gold) if groups is None else len(np.unique(groups))
    n_splits = max(2, min(n_folds, n_groups, commonest))
    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    splitter = kind(n_splits, shuffle=True, random_state=seed)
    fold = np.zeros(len(gold), dtype=np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for index, (_, held_out) in enumerate(splitter.split(strata, strata, groups)):
            fold[held_out] = index
    return fold


def _rarest(gold: Marks) -> Ints:
    """Return the class of each unit, or the rarest of several; a class of its own for none."""
    counts = gold.sum(axis=0)
    rank = np.where(gold, counts, len(gold) + 1)
    none = ~gold.any(axis=1)
    strata: Ints = np.where(none, gold.shape[1], rank.argmin(axis=1)).astype(np.int64)
    return strata
