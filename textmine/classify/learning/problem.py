"""One dimension to be learned: its units, gold codes, groups and neighbours, and folds of them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.choices import Labels, LearningMetric, ModelMetric
from textmine.classify.features.columns import Neighbourhood, neighbourhood
from textmine.classify.features.fold_matrix import BlockCounter, BlockCounts, count_blocks
from textmine.classify.learning.classifiers import active_members
from textmine.classify.learning.thresholds import metric_for
from textmine.corpus.duplicates.near import near_duplicate_groups
from textmine.corpus.duplicates.word_for_word import LONG, n_words

_MANY_COPIED, _LARGEST = 0.05, 0.2
"""Share of units with a near copy elsewhere from which on groups are linked, and the largest share
that one linked group may have."""

_TRIES = 20
"""How often folds are drawn until no code that stands in several groups stands in one fold only."""


def assign_folds(gold: Bools, groups: Ints | None, n_folds: int, seed: int) -> Ints:
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


def in_one(gold: Bools, part: Ints) -> list[int]:
    """Return the codes (columns of `gold`) whose units all lie in one group, or in one fold."""
    return [
        column
        for column in range(gold.shape[1])
        if gold[:, column].any() and len(np.unique(part[gold[:, column]])) == 1
    ]


def _drawn_folds(gold: Bools, groups: Ints | None, n_folds: int, seed: int) -> Ints:
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


def _rarest(gold: Bools) -> Ints:
    """Return the class of each unit, or the rarest of several; a class of its own for none."""
    counts = gold.sum(axis=0)
    rank = np.where(gold, counts, len(gold) + 1)
    none = ~gold.any(axis=1)
    strata: Ints = np.where(none, gold.shape[1], rank.argmin(axis=1)).astype(np.int64)
    return strata


def _linked(groups: Ints, copies: Ints) -> Ints:
    """Return numbers of units, (n_units,), that are one for all that a group or a copy links."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    at, to = (np.unique(part, return_inverse=True)[1] for part in (groups, copies))
    n = int(at.max()) + 1
    links = coo_array((np.ones(len(at)), (at, to + n)), shape=(n + to.max() + 1,) * 2)
    numbers: Ints = connected_components(links, directed=False)[1][at].astype(np.int64)
    return numbers


def near_copies(texts: Sequence[str]) -> Ints:
    """Return a number for each text, (n_texts,), which near copies share.

    Only texts of eight words or more are copies: many people write "I agree."
    """
    copies: Ints = np.arange(len(texts), dtype=np.int64)
    long = np.array([at for at, text in enumerate(texts) if n_words(text) >= LONG], dtype=np.int64)
    alike = near_duplicate_groups([texts[at] for at in long])
    _, first = np.unique(alike, return_index=True)
    copies[long] = long[first][alike]
    return copies


@dataclass(frozen=True)
class Problem:
    """Everything that cross-validation needs, with all texts counted once.

    `documents` are all rows, in reading order: the coded ones and those of their threads. `rows`
    (n_units,) are the places of the coded ones, `gold` (n_units, n_classes) their codes, `groups`
    (n_units,) numbers of what must not be cut. Units of one number in `copies` (n_units,) are near
    copies. `members` maps classifiers to the blocks they read. `ordinal` codes stand in their
    order.
    """

    dimension: str
    labels: Labels
    classes: tuple[str, ...]
    documents: tuple[str, ...]
    rows: Ints
    gold: Bools
    groups: Ints
    copies: Ints
    around: Neighbourhood
    members: dict[str, tuple[str, ...]]
    counter: BlockCounter
    counts: BlockCounts
    ordinal: bool = False

    @property
    def coded(self) -> tuple[str, ...]:
        """The coded documents, in the order of `rows`."""
        return tuple(self.documents[row] for row in self.rows)

    @property
    def texts(self) -> list[str]:
        """The cleaned texts of all rows."""
        return [str(text) for text in self.counts.columns["text"]]

    @property
    def n_classes(self) -> int:
        """How many codes there are to choose from."""
        return len(self.classes)

    def metric(self, asked: LearningMetric) -> ModelMetric:
        """Return the score that settles it: see `metric_for`."""
        return metric_for(asked, self.labels, ordinal=self.ordinal)

    def apart(self, units: Bools, held_out: Bools) -> Bools:
        """Return the `units` (n_units,) that are no near copies of those held out.

        A model that learned the letter of a campaign knows the next one. Where all are copies, they
        stay: something must be learned.
        """
        kept = units & ~np.isin(self.copies, self.copies[held_out])
        return kept if kept.any() else units

    @property
    def fold_groups(self) -> Ints:
        """The groups by which folds are drawn, (n_units,): those that share near copies are one.

        Else little would be left to learn where copies are many. Where they are few, or would link
        a large part of all units, groups stay: then `apart` alone keeps copies out.
        """
        if self.n_copied < _MANY_COPIED * len(self.rows):
            return self.groups
        linked = _linked(self.groups, self.copies)
        return linked if np.bincount(linked).max() <= _LARGEST * len(linked) else self.groups

    @property
    def n_copied(self) -> int:
        """How many units are near copies of a unit in another group."""
        pairs = np.unique(np.column_stack([self.copies, self.groups]), axis=0)
        copied, n_groups = np.unique(pairs[:, 0], return_counts=True)
        return int(np.isin(self.copies, copied[n_groups > 1]).sum())

    def row_folds(self, fold: Ints) -> Ints:
        """Return the fold of every row: that of the coded units of its thread.

        A thread is never cut, so that its uncoded documents share the fold of the coded ones.
        """
        begins = self.around.begins
        fold_of = dict(zip(begins[self.rows].tolist(), fold.tolist(), strict=True))
        return np.array([fold_of[begin] for begin in begins.tolist()], dtype=np.int64)


def make_problem(
    columns: Any,
    threads: Sequence[Sequence[str]],
    gold_of: dict[str, tuple[str, ...]],
    *,
    dimension: str,
    labels: Labels,
    classes: Sequence[str],
    groups: dict[str, int],
    blocks: Sequence[str],
    ordinal: bool = False,
) -> Problem:
    """Return the problem of one dimension.

    `columns` are those of `unit_columns` for whole `threads` with a coded document in each;
    `gold_of` the codes of coded documents; `groups` a number for each of them.
    """
    documents = tuple(identity for thread in threads for identity in thread)
    around = neighbourhood(threads)
    place_of = {identity: index for index, identity in enumerate(documents)}
    ids = [identity for identity in documents if identity in gold_of]
    gold = np.array([[code in gold_of[i] for code in classes] for i in ids], dtype=np.bool_)
    texts = [str(text) for text in columns["text"]]
    rows = np.array([place_of[identity] for identity in ids], dtype=np.int64)
    members = active_members(blocks, has_neighbours=not around.alone)
    used = sorted({block for read in members.values() for block in read})
    counter, counts = count_blocks(columns, used)
    return Problem(
        dimension,
        labels,
        tuple(classes),
        documents,
        rows,
        gold.reshape(len(ids), len(classes)),
        np.array([groups[identity] for identity in ids], dtype=np.int64),
        near_copies([texts[row] for row in rows]),
        around,
        members,
        counter,
        counts,
        ordinal,
    )
