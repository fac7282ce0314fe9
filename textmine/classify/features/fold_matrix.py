"""Feature matrices of many folds from one pass over the texts.

Cross-validation inside cross-validation fits the same vectorizers dozens of times. Words are
counted here once; what a fold may know (which words occur often enough, how rare each is) is then
taken from its own training rows. The result is that of the stock ColumnTransformer of
`blocks.make_features` fitted to those rows: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.classify.features.blocks import BLOCKS, fills

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class BlockCounter:
    """Counts the features of each block with the vocabulary of the rows it was made from."""

    names: tuple[str, ...]
    vectorizers: dict[str, Any]

    def count(self, columns: Any) -> BlockCounts:
        """Return the counts of the rows of a table of `unit_columns`."""
        tables = {}
        for name in self.names:
            block = BLOCKS[name]
            if block.numeric:
                tables[name] = columns[block.numbers(columns)].to_numpy(dtype=np.float64)
            elif name in self.vectorizers:
                table = self.vectorizers[name].transform(columns[block.column]).tocsr()
                table.data = np.log(table.data) + 1.0
                tables[name] = table
        return BlockCounts(columns, tables)


@dataclass(frozen=True)
class BlockCounts:
    """Sublinear counts by block (sparse, (n_rows, n_words)), or the block's numbers."""

    columns: Any
    tables: dict[str, Any]


@dataclass(frozen=True)
class FoldWeights:
    """What some rows teach of a block: the features they keep and how much each counts.

    For words `scale` is the inverse document frequency; for numbers the standard deviation, and
    `centre` the mean.
    """

    kept: Rows
    scale: NDArray[np.float64]
    centre: NDArray[np.float64] | None = None


def make_counter(columns: Any, names: Sequence[str]) -> BlockCounter:
    """Return a counter that knows every feature of the rows of `columns`."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizers = {}
    for name in names:
        block = BLOCKS[name]
        if block.numeric or not any(cell.strip() for cell in columns[block.column]):
            continue
        # A word in fewer rows than that cannot be kept by any fold.
        vectorizer = CountVectorizer(dtype=np.float64, min_df=block.min_df, **block.analysis)
        try:
            vectorizers[name] = vectorizer.fit(columns[block.column])
        except ValueError:  # no feature is left: the block has nothing to say
            continue
    return BlockCounter(tuple(names), vectorizers)


def learn_weights(counts: BlockCounts, train: Rows) -> dict[str, FoldWeights]:
    """Return what the `train` rows teach of every block that they fill."""
    found = {}
    for name, table in counts.tables.items():
        block = BLOCKS[name]
        if block.numeric:
            if table.shape[1]:
                found[name] = _numeric_weights(table[train], scaled=block.scaled)
            continue
        if not fills(block, counts.columns[block.column].iloc[train]):
            continue
        frequency = np.bincount(table[train].indices, minlength=table.shape[1])
        kept = np.flatnonzero(frequency >= block.min_df)
        if len(kept):
            rarity = np.log((1 + len(train)) / (1 + frequency[kept])) + 1.0
            found[name] = FoldWeights(kept, rarity)
    return found


def weigh(counts: BlockCounts, learned: dict[str, FoldWeights], names: Sequence[str]) -> Any:
    """Return the features of all rows, weighted as was learned: sparse, (n_rows, n_features)."""
    from scipy import sparse

    parts = []
    for name in names:
        if name not in learned:
            continue
        table, weights = counts.tables[name], learned[name]
        if weights.centre is not None:
            part = sparse.csr_matrix((table - weights.centre) / weights.scale)
        else:
            parts.append(weighted_words(table[:, weights.kept], weights.scale, BLOCKS[name].weight))
            continue
        part.data *= BLOCKS[name].weight
        parts.append(part)
    if not parts:
        return sparse.csr_matrix((len(counts.columns), 0))
    return sparse.hstack(parts, format="csr")


def weighted_words(table: Any, rarity: NDArray[np.float64], weight: float) -> Any:
    """Return sublinear counts (n_rows, n_words) times each word's rarity, rows of one length.

    The table is changed.
    """
    from sklearn.preprocessing import normalize

    table.data *= rarity[table.indices]
    table = normalize(table, copy=False)
    table.data *= weight
    return table


def _numeric_weights(seen: NDArray[np.float64], *, scaled: bool) -> FoldWeights:
    from sklearn.preprocessing import StandardScaler

    n = seen.shape[1]
    if not scaled:
        return FoldWeights(np.arange(n), np.ones(n), np.zeros(n))
    scaler = StandardScaler().fit(seen)
    return FoldWeights(np.arange(seen.shape[1]), scaler.scale_, scaler.mean_)
