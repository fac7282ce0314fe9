"""The features of whole threads by a fitted ColumnTransformer, read faster than it reads them.

It would count the words of a message once for itself and once more for each of its neighbours. Here
they are counted once, and the rows are shifted. The numbers are the same to the last bit: a test
holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from textmine.classify.features.blocks import BLOCKS
from textmine.classify.features.columns import AROUND, EDGE, PARENT_ROW, SHIFTED
from textmine.classify.features.fold_matrix import Tables, weighted_words
from textmine.classify.features.neighbourhood import Neighbourhood
from textmine.classify.features.run_counts import (
    PartCounter,
    RunCounter,
    in_order,
    make_run_counter,
)

_PARENT, _AROUND = "parent", "around"


@dataclass(frozen=True)
class FittedBlocks:
    """What reads the blocks of a fitted ColumnTransformer: `names` in its order, its `parts`.

    `runs` counts the words of a column for all blocks that read it, or read it of another document;
    `letters` counts parts of words, by block.
    """

    names: tuple[str, ...]
    parts: dict[str, tuple[Any, Any]]
    weights: dict[str, float]
    runs: dict[str, RunCounter]
    letters: dict[str, PartCounter]

    def tables(self, own: pd.DataFrame, around: Neighbourhood) -> Tables:
        """Return the features of the rows of `own_columns` of whole threads, by block."""
        made = {name: self._numbers(name, own) for name in self.names if BLOCKS[name].numeric}
        for column, counter in self.runs.items():
            counted = counter.count([*own[column], EDGE])
            for name in counter.columns:
                counts = _moved(counter.of_block(counted, name), name, own, around)
                made[name] = self._words(name, counts)
        for name, parts in self.letters.items():
            made[name] = self._words(name, parts.count(list(own[BLOCKS[name].column])))
        return {name: made[name] for name in self.names}

    def _numbers(self, name: str, own: pd.DataFrame) -> Any:
        from scipy import sparse

        scaler, columns = self.parts[name]
        return sparse.csr_matrix(scaler.transform(own[columns]) * self.weights[name])

    def _words(self, name: str, counts: Any) -> Any:
        counts.data = np.log(counts.data) + 1.0
        return weighted_words(counts, self.parts[name][0].idf_, self.weights[name])


def fitted_blocks(features: Any) -> FittedBlocks:
    """Return what reads the blocks of a fitted ColumnTransformer of `make_features`."""
    parts = {name: (part, cells) for name, part, cells in features.transformers_ if name in BLOCKS}
    runs: dict[str, dict[str, Any]] = {}
    letters = {}
    for name, (part, _) in parts.items():
        block = BLOCKS[name]
        if block.characters:
            letters[name] = PartCounter(part.vocabulary_, *block.ngrams)
        elif not block.numeric:
            runs.setdefault(_column_of(name), {})[name] = part.vocabulary_
    return FittedBlocks(
        tuple(parts),
        parts,
        {name: features.transformer_weights[name] for name in parts},
        {column: make_run_counter(known) for column, known in runs.items()},
        letters,
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
    return in_order(sparse.csr_matrix((np.ones(len(inside)), inside, ends), shape=shape) @ counts)[
        row.ravel()
    ]
