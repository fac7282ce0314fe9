"""The features of whole threads by a fitted ColumnTransformer, read faster than it reads them.

The numbers are the same to the last bit: a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from textmine.classify.features.blocks import BLOCKS
from textmine.classify.features.fold_matrix import Tables, weighted_words
from textmine.classify.features.neighbourhood import Neighbourhood
from textmine.classify.features.thread_counts import ThreadCounter, make_thread_counter


@dataclass(frozen=True)
class FittedBlocks:
    """The `parts` of a fitted ColumnTransformer by block, in its order, with the columns they read,
    and the `weights` of the blocks.
    """

    parts: dict[str, tuple[Any, Any]]
    weights: dict[str, float]
    counter: ThreadCounter

    @property
    def names(self) -> tuple[str, ...]:
        """The blocks in the order of the ColumnTransformer."""
        return tuple(self.parts)

    def tables(self, own: pd.DataFrame, around: Neighbourhood) -> Tables:
        """Return the features of the rows of `own_columns` of whole threads, by block."""
        counts = self.counter.count(own, around)
        return {
            name: self._words(name, counts[name]) if name in counts else self._numbers(name, own)
            for name in self.parts
        }

    def _numbers(self, name: str, own: pd.DataFrame) -> Any:
        from scipy import sparse

        scaler, columns = self.parts[name]
        numbers = own[columns].to_numpy(dtype=np.float64)
        if scaler.with_mean:
            numbers = numbers - scaler.mean_
        if scaler.with_std:
            numbers = numbers / scaler.scale_
        return sparse.csr_matrix(numbers * self.weights[name])

    def _words(self, name: str, counts: Any) -> Any:
        counts.data = np.log(counts.data) + 1.0
        return weighted_words(counts, self.parts[name][0].idf_, self.weights[name])


def fitted_blocks(features: Any) -> FittedBlocks:
    """Return what reads the blocks of a fitted ColumnTransformer of `make_features`."""
    parts = {name: (part, cells) for name, part, cells in features.transformers_ if name in BLOCKS}
    words = {name: part for name, (part, _) in parts.items() if not BLOCKS[name].numeric}
    return FittedBlocks(
        parts,
        {name: features.transformer_weights[name] for name in parts},
        make_thread_counter({name: part.vocabulary_ for name, part in words.items()}),
    )
