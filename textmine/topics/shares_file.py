"""Files with the share of each theme in documents, and in the threads or files they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from textmine.corpus.levels import column_of
from textmine.store.tables import write_table
from textmine.topics.engines.engine import Floats
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
