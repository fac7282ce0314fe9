"""Shares of themes by the values of a column, with what two of them differ by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from textmine.arrays import Floats
from textmine.choices import Cluster
from textmine.corpus import column_of, levels_of
from textmine.errors import InputError, did_you_mean
from textmine.stats.intervals import Interval
from textmine.stats.multiple import holm
from textmine.stats.shares.means_by_group import MeansBy, means_by
from textmine.store.tables import write_table
from textmine.topics.groups.clusters import clusters_of
from textmine.topics.placed import Placed


def write_shares(
    placed: Placed, target: Path, roll_ups: Sequence[str] = ()
) -> dict[str, tuple[Path, int]]:
    """Write a row a document, and beside it a file for each column with a row a value.

    Returns the file of each column and how many values it has. Raises InputError for a column that
    is not there, before anything is written.
    """
    rolled = {column: roll_up(placed, column) for column in roll_ups}
    units = zip(placed.corpus.ids, placed.unit_topic, strict=True)
    _write(target, placed, ["id"], (([identity], row) for identity, row in units))
    written = {}
    for column, wholes in rolled.items():
        path = target.with_name(f"{target.stem}.{column}{target.suffix or '.csv'}")
        rows = (([whole.whole, whole.n_units, whole.n_words], whole.shares) for whole in wholes)
        _write(path, placed, [column, "documents", "words"], rows)
        written[column] = (path, len(wholes))
    return written


def _write(
    target: Path,
    placed: Placed,
    head: Sequence[str],
    rows: Iterable[tuple[Sequence[object], Floats]],
) -> None:
    """Write a row each: its first cells, the main topic and its theme, the share of each theme."""
    names = placed.model.topic_ids
    cells = (
        [
            *first,
            *((names[main], placed.names[main]) if shares.sum() > 0 else ("", "")),
            *(round(float(share), 6) for share in shares),
        ]
        for first, shares in rows
        for main in (int(shares.argmax()),)
    )
    write_table(target, [*head, "topic", "theme", *placed.captions], cells)


@dataclass(frozen=True)
class Rolled:
    """A whole (thread, file, author): its units with a known word, their words, topic shares.

    `shares` (n_topics,) sum to 1, or to 0 for a whole without a known word.
    """

    whole: str
    n_units: int
    n_words: int
    shares: Floats


def roll_up(placed: Placed, column: str) -> list[Rolled]:
    """Return the shares of topics in each value of a column, units weighted by their length.

    Length is the number of content words. Units without a value are wholes of their own. Raises
    InputError for a column that is not there.
    """
    cells = placed.corpus.column(column_of(placed.corpus, column))
    wholes = [cell or identity for cell, identity in zip(cells, placed.corpus.ids, strict=True)]
    lengths = placed.units.lengths.astype(np.float64)
    lengths[~placed.in_topics] = 0
    rolled = []
    names, places = np.unique(wholes, return_inverse=True)
    counted = np.flatnonzero(lengths > 0)
    counted = counted[np.argsort(places[counted], kind="stable")]
    ends = np.searchsorted(places[counted], np.arange(len(names) + 1))
    for index, name in enumerate(names):
        rows = counted[ends[index] : ends[index + 1]]
        weights = lengths[rows]
        shares = (
            weights @ placed.unit_topic[rows] / weights.sum()
            if len(rows)
            else np.zeros(placed.unit_topic.shape[1])
        )
        rolled.append(Rolled(str(name), len(rows), int(weights.sum()), shares))
    return rolled


_MOST_LEVELS = 50


@dataclass(frozen=True)
class LevelShare:
    """The mean share of a topic in the units of one level: n units in `n_clusters` clusters."""

    topic: str
    level: str
    share: float
    interval: Interval
    n: int
    n_clusters: int


@dataclass(frozen=True)
class ShareDifference:
    """The share at `first` minus that at `second`; `adjusted` is p by Holm over all of them."""

    topic: str
    first: str
    second: str
    value: float
    interval: Interval
    p: float
    adjusted: float


@dataclass(frozen=True)
class SharesBy:
    """Shares of all topics at all levels of a column.

    `ordered` levels (dates, numbers) are compared each with the one before. `n_without` units have
    no level, and `n_unplaced` no word that the model knows: both are left out.
    """

    column: str
    levels: tuple[str, ...]
    ordered: bool
    shares: tuple[LevelShare, ...]
    differences: tuple[ShareDifference, ...]
    clusters: str
    n_clusters: int
    n: int
    n_without: int
    n_unplaced: int

    def at(self, topic: str, level: str) -> LevelShare:
        """Return the share of a topic at a level."""
        return next(share for share in self.shares if (share.topic, share.level) == (topic, level))


def shares_by(
    placed: Placed,
    column: str,
    kind: Cluster | None = None,
    compare: tuple[str, str] | None = None,
    n_resamples: int = 2000,
) -> SharesBy:
    """Return the mean share of every topic at every level of a column, topics held fixed.

    `column` is that of the corpus, or one with dates and a period (created_at:month). Intervals
    and p are those of whole clusters (`means_by`). Every two levels are compared, ordered ones
    each with the one before; or the two of `compare` alone. Raises InputError for a column that
    is not there or has fewer than two levels, for more than 50, and where there is one theme only.
    """
    placed.need_two_themes()
    corpus = placed.corpus
    of = np.array(levels_of(corpus, column))
    used = (of != "") & placed.in_topics
    levels, ordered = _in_order(sorted(set(of[used])), ":" in column)
    if not 2 <= len(levels) <= _MOST_LEVELS:
        raise InputError(
            f"Column '{column}' of '{corpus.name}' has {len(levels)} values; shares can be "
            f"compared between 2 to {_MOST_LEVELS}.",
            hint="Choose another column, or a longer period.",
        )
    index_of = {level: number for number, level in enumerate(levels)}
    parts = np.array([index_of[level] for level in of[used]])
    base = column_of(corpus, column.partition(":")[0])
    clusters = clusters_of(corpus, kind, base)
    measured = means_by(
        placed.unit_topic[used],
        parts,
        clusters.of(used),
        pairs=_pairs(levels, ordered, compare),
        n_resamples=n_resamples,
        seed=placed.model.seed,
        what=f"{clusters.kind}s",
    )
    return SharesBy(
        column=column,
        levels=tuple(levels),
        ordered=ordered,
        shares=_shares(measured, levels, placed.model.topic_ids),
        differences=_differences(measured, levels, placed.model.topic_ids),
        clusters=clusters.kind,
        n_clusters=measured.n_clusters,
        n=int(used.sum()),
        n_without=int((of == "").sum()),
        n_unplaced=int((~placed.in_topics & (of != "")).sum()),
    )


def _in_order(levels: list[str], dated: bool) -> tuple[list[str], bool]:
    try:
        return sorted(levels, key=float), True
    except ValueError:
        return levels, dated


def _pairs(
    levels: Sequence[str], ordered: bool, compare: tuple[str, str] | None
) -> list[tuple[int, int]] | None:
    if compare is None:
        return [(number, number - 1) for number in range(1, len(levels))] if ordered else None
    for level in compare:
        if level not in levels:
            raise InputError(f"There is no '{level}' to compare.", hint=did_you_mean(level, levels))
    if compare[0] == compare[1]:
        raise InputError(f"'{compare[0]}' cannot be compared with itself.")
    return [(levels.index(compare[0]), levels.index(compare[1]))]


def _shares(measured: MeansBy, levels: list[str], topics: list[str]) -> tuple[LevelShare, ...]:
    return tuple(
        LevelShare(
            topics[of_part.column],
            levels[of_part.part],
            of_part.mean,
            of_part.interval,
            of_part.n,
            of_part.n_clusters,
        )
        for of_part in sorted(measured.means, key=lambda of_part: (of_part.column, of_part.part))
    )


def _differences(
    measured: MeansBy, levels: list[str], topics: list[str]
) -> tuple[ShareDifference, ...]:
    differences = sorted(
        measured.differences,
        key=lambda difference: (difference.column, difference.first, difference.second),
    )
    adjusted = holm([difference.p for difference in differences]).adjusted
    return tuple(
        ShareDifference(
            topics[difference.column],
            levels[difference.first],
            levels[difference.second],
            difference.value,
            difference.interval,
            difference.p,
            after,
        )
        for difference, after in zip(differences, adjusted, strict=True)
    )
