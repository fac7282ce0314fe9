"""Shares of topics in whole documents and threads, from those of their passages and messages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textmine.corpus.levels import column_of
from textmine.topics.engines.engine import Floats
from textmine.topics.placed import Placed


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
    lengths = np.array([len(unit) for unit in placed.units], dtype=np.float64)
    lengths[~placed.in_topics] = 0
    rolled = []
    names, places = np.unique(wholes, return_inverse=True)
    for place, name in enumerate(names):
        rows = np.flatnonzero((places == place) & (lengths > 0))
        weights = lengths[rows]
        shares = (
            weights @ placed.unit_topic[rows] / weights.sum()
            if len(rows)
            else np.zeros(placed.unit_topic.shape[1])
        )
        rolled.append(Rolled(str(name), len(rows), int(weights.sum()), shares))
    return rolled
