"""Feature matrices of many folds from one pass over the texts.

Cross-validation inside cross-validation fits the same vectorizers dozens of times. Words are
counted here once; what a fold may know (which words occur often enough, how rare each is) is then
taken from its own training rows. The result is that of the stock ColumnTransformer of
`blocks.make_features` fitted to those rows: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from textmine.arrays import Floats, Ints
from textmine.classify.features.blocks import BLOCKS, fills
from textmine.classify.features.columns import Neighbourhood
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


Rows = Ints
Tables = dict[str, Any]
"""Weighted features by block, each sparse, (n_rows, n_features)."""


@dataclass(frozen=True)
class BlockCounter:
    """Counts the features of each block with the vocabulary of the rows it was made from."""

    names: tuple[str, ...]
    words: ThreadCounter

    def count(self, own: Any, around: Neighbourhood) -> BlockCounts:
        """Return the counts of the rows of `own_columns` of whole threads."""
        tables = _numbers(own, self.names)
        for name, table in self.words.count(own, around).items():
            tables[name] = _sublinear(table)
        return BlockCounts(own, tables)


@dataclass(frozen=True)
class BlockCounts:
    """Sublinear counts by block (sparse, (n_rows, n_words)), or the block's numbers: sparse where
    they are taken as they are.
    """

    columns: Any
    tables: dict[str, Any]


@dataclass(frozen=True)
class FoldWeights:
    """What some rows teach of a block: the features they keep and how much each counts.

    For words `scale` is the inverse document frequency; for numbers that are scaled the standard
    deviation, and `centre` the mean.
    """

    kept: Rows
    scale: Floats
    centre: Floats | None = None


def count_blocks(columns: Any, names: Sequence[str]) -> tuple[BlockCounter, BlockCounts]:
    """Return the counts of the rows of a table of `unit_columns`, and a counter of other rows that
    knows every feature of these.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    tables, vocabularies = _numbers(columns, names), {}
    for name in names:
        block = BLOCKS[name]
        if block.numeric or not any(cell.strip() for cell in columns[block.column]):
            continue
        # A word in fewer rows than that cannot be kept by any fold.
        vectorizer = CountVectorizer(dtype=np.float64, min_df=block.min_df, **block.analysis)
        try:
            tables[name] = _sublinear(vectorizer.fit_transform(columns[block.column]).tocsr())
        except ValueError:  # no feature is left: the block has nothing to say
            continue
        vocabularies[name] = vectorizer.vocabulary_
    counter = BlockCounter(tuple(names), make_thread_counter(vocabularies))
    return counter, BlockCounts(columns, tables)


def learn_weights(counts: BlockCounts, train: Rows) -> dict[str, FoldWeights]:
    """Return what the `train` rows teach of every block that they fill."""
    weights = {}
    for name, table in counts.tables.items():
        block = BLOCKS[name]
        if block.numeric:
            if table.shape[1]:
                weights[name] = _number_weights(table, train, scaled=block.scaled)
            continue
        if not fills(block, counts.columns[block.column].iloc[train]):
            continue
        frequency = np.bincount(table[train].indices, minlength=table.shape[1])
        frequent = np.flatnonzero(frequency >= block.min_df)
        if len(frequent):
            rarity = np.log((1 + len(train)) / (1 + frequency[frequent])) + 1.0
            weights[name] = FoldWeights(frequent, rarity)
    return weights


def weigh(counts: BlockCounts, learned: dict[str, FoldWeights], names: Collection[str]) -> Tables:
    """Return the features of all rows, weighted as was learned, by block that there is."""
    from scipy import sparse

    tables: Tables = {}
    for name in names:
        if name not in learned:
            continue
        table, weights, block = counts.tables[name], learned[name], BLOCKS[name]
        if not block.numeric:
            tables[name] = weighted_words(table[:, weights.kept], weights.scale, block.weight)
        elif weights.centre is None:
            tables[name] = table * block.weight
        else:
            part = sparse.csr_matrix((table - weights.centre) / weights.scale)
            part.data *= block.weight
            tables[name] = part
    return tables


def joined(tables: Tables, names: Sequence[str], n_rows: int) -> Any:
    """Return the blocks that there are beside each other: sparse, (n_rows, n_features)."""
    from scipy import sparse

    parts = [tables[name] for name in names if name in tables]
    if not parts:
        return sparse.csr_matrix((n_rows, 0))
    return sparse.hstack(parts, format="csr") if len(parts) > 1 else parts[0]


def weighted_words(table: Any, rarity: Floats, weight: float) -> Any:
    """Return sublinear counts (n_rows, n_words) times each word's rarity, rows of one length.

    The table is changed.
    """
    from sklearn.preprocessing import normalize

    table.data *= rarity[table.indices]
    table = normalize(table, copy=False)
    table.data *= weight
    return table


def _number_weights(table: Any, train: Rows, *, scaled: bool) -> FoldWeights:
    from sklearn.preprocessing import StandardScaler

    n = table.shape[1]
    if not scaled:
        return FoldWeights(np.arange(n), np.ones(n))
    scaler = StandardScaler().fit(table[train])
    return FoldWeights(np.arange(n), scaler.scale_, scaler.mean_)


def _numbers(columns: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return the numbers of the blocks that read numbers, sparse where they are not scaled."""
    from scipy.sparse import csr_matrix

    tables: dict[str, Any] = {}
    for name in names:
        block = BLOCKS[name]
        if block.numeric:
            numbers = columns[block.numbers(columns)].to_numpy(dtype=np.float64)
            tables[name] = numbers if block.scaled else csr_matrix(numbers)
    return tables


def _sublinear(table: Any) -> Any:
    table.sort_indices()
    table.data = np.log(table.data) + 1.0
    return table
