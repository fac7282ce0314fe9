"""Counts of the words of whole threads by block: each text counted once, and its rows shifted.

A block that reads the message before or after, the one that is answered or all those around would
else count the words of a message once more for each of its neighbours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from textmine.classify.features import run_counts
from textmine.classify.features.blocks import BLOCKS
from textmine.classify.features.columns import AROUND, EDGE, PARENT_ROW, SHIFTED, Neighbourhood

_PARENT, _AROUND = "parent", "around"


@dataclass(frozen=True)
class ThreadCounter:
    """Counts words against the vocabularies of some blocks.

    `runs` counts the words of a column for all blocks that read it, or read it of another document;
    `letters` counts parts of words, by block.
    """

    runs: dict[str, run_counts.RunCounter]
    letters: dict[str, run_counts.PartCounter]

    def count(self, own: pd.DataFrame, around: Neighbourhood) -> dict[str, Any]:
        """Return the counts of the rows of `own_columns`: by block sparse, (n_rows, n_words)."""
        counts = {}
        for column, counter in self.runs.items():
            counted = counter.count([*own[column], EDGE])
            for name in counter.columns:
                counts[name] = _moved(counter.of_block(counted, name), name, own, around)
        for name, parts in self.letters.items():
            counts[name] = parts.count(list(own[BLOCKS[name].column]))
        return counts


def make_thread_counter(vocabularies: Mapping[str, run_counts.Vocabulary]) -> ThreadCounter:
    """Return a counter for blocks of words with their vocabularies, as CountVectorizer has them."""
    runs: dict[str, dict[str, run_counts.Vocabulary]] = {}
    letters = {}
    for name, known in vocabularies.items():
        if BLOCKS[name].characters:
            letters[name] = run_counts.PartCounter(known, *BLOCKS[name].ngrams)
        else:
            runs.setdefault(_column_of(name), {})[name] = known
    return ThreadCounter(
        {column: run_counts.make_run_counter(known) for column, known in runs.items()}, letters
    )


def _column_of(name: str) -> str:
    """Return the column of a document's own that a block reads, of itself or of another one."""
    column = BLOCKS[name].column
    if column in (_PARENT, _AROUND):
        return "words"
    return SHIFTED[column][0] if column in SHIFTED else column


def _moved(counts: Any, name: str, own: pd.DataFrame, around: Neighbourhood) -> Any:
    """Return a block's counts of each row, from those of all cells; the last cell is the edge."""
    column = BLOCKS[name].column
    if column == _AROUND:
        return _summed(counts, around)
    if column == _PARENT:
        rows = own[PARENT_ROW].to_numpy()
    elif column in SHIFTED:
        rows = around.shifted(SHIFTED[column][1])
    else:
        return counts[:-1]
    return counts[np.where(rows < 0, counts.shape[0] - 1, rows)]


def _summed(counts: Any, around: Neighbourhood) -> Any:
    """Return the sums of counts over the documents around each row, the row itself with them."""
    from scipy import sparse

    windows, row = np.unique(np.stack(around.windows(AROUND)), axis=1, return_inverse=True)
    low, high = windows
    lengths = high - low
    ends = np.concatenate([[0], np.cumsum(lengths)])
    inside = np.arange(ends[-1]) - np.repeat(ends[:-1] - low, lengths)
    shape = (len(low), counts.shape[0])
    return run_counts.in_order(
        sparse.csr_matrix((np.ones(len(inside)), inside, ends), shape=shape) @ counts
    )[row.ravel()]
