"""How far parts of one corpus are apart: whole groups held out, again and again.

A new batch of documents differs from the training corpus in any case: it is of other threads, and
it is small. So its figures are held against those of batches of the same size that are made of the
corpus itself, from groups that the rest knows nothing of. A batch of more than 200 documents is
judged as one of 200: with thousands the smallest difference could be told from chance, and would
mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from textmine.arrays import Floats, Ints

Rows = Ints
Distance = Callable[[Floats, Floats], float]
Unit = Literal["documents", "words"]

FEWEST_DOCUMENTS = 20
FEWEST_GROUPS = 5
LARGEST = 200
_N_SPLITS = 200
_AT_ONCE = 20
"""Batches whose sums are held in memory together: a column for each word of the corpus."""
_SIZES = (FEWEST_DOCUMENTS, 35, 60, 100, LARGEST)
_FEWEST_WORDS = 64
_SPREAD = 3.0


@dataclass(frozen=True)
class Levels:
    """What is natural for a figure, by the size of a batch in documents or words (ascending).

    `typical` is the mean of batches that were held out, `high` what hardly any of them passed: the
    mean and three standard deviations.
    """

    unit: Unit
    sizes: tuple[float, ...]
    typical: tuple[float, ...]
    high: tuple[float, ...]

    def at(self, size: float) -> tuple[float, float]:
        """Return what is typical and what is high at a size; beyond the ends as at the ends."""
        if size <= 0:
            size = self.sizes[0]
        log_size, places = np.log(size), np.log(self.sizes)
        return (
            float(np.interp(log_size, places, self.typical)),
            float(np.interp(log_size, places, self.high)),
        )


@dataclass(frozen=True)
class Table:
    """A figure's counts by document (n, n_bins), and the distance of two rows of their sums."""

    counts: Any
    distance: Distance
    unit: Unit


def natural_levels(
    tables: Mapping[str, Table],
    unknown: Callable[[Batches, Batches], list[float]],
    n_words: Rows,
    groups: Rows,
    seed: int,
) -> dict[str, Levels]:
    """Return the levels of each table's figure and of "unknown"; nothing for too small a corpus.

    `unknown` takes batches and what is held out with each, and returns the shares of words that the
    rest does not know. `n_words` and `groups` have shape (n_documents,).
    """
    n = len(groups)
    if n // 2 < FEWEST_DOCUMENTS or len(np.unique(groups)) < FEWEST_GROUPS:
        return {}
    grids: dict[Unit, list[float]] = {
        "documents": [float(size) for size in _SIZES if size <= n // 2],
        "words": _word_sizes(n_words),
    }
    levels: dict[str, Levels] = {}
    weighed: dict[Unit, Rows] = {"documents": np.ones(n, dtype=np.int64), "words": n_words}
    for unit, weights in weighed.items():
        mine = {name: table for name, table in tables.items() if table.unit == unit}
        names = [*mine, "unknown"] if unit == "words" else list(mine)
        values: dict[str, list[list[float]]] = {name: [] for name in names}
        splitter = _Splitter(groups, weights, seed)
        for size in grids[unit]:
            drawn, held = splitter.splits(size)
            for name, table in mine.items():
                values[name].append(_distances(table, drawn, held))
            if unit == "words":
                values["unknown"].append(unknown(drawn, held))
        for name in names:
            levels |= _levels(name, unit, grids[unit], values[name])
    return levels


def _word_sizes(n_words: Rows) -> list[float]:
    """Return sizes by doubling, up to 200 documents' words or half of the corpus."""
    largest = min(float(n_words.mean()) * LARGEST, n_words.sum() / 2)
    if largest <= _FEWEST_WORDS:
        return [max(largest, 1.0)]
    steps = int(np.ceil(np.log2(largest / _FEWEST_WORDS)))
    return [float(size) for size in np.geomspace(_FEWEST_WORDS, largest, steps + 1)]


def _levels(
    name: str, unit: Unit, sizes: list[float], values: list[list[float]]
) -> dict[str, Levels]:
    """Return the levels of a figure by its name, nothing where it is undefined throughout."""
    typical, high, kept_sizes = [], [], []
    for size, drawn in zip(sizes, values, strict=True):
        known = np.array(drawn)[~np.isnan(drawn)]
        if len(known) < 2:
            continue
        mean, spread = float(known.mean()), float(known.std(ddof=1))
        kept_sizes.append(size)
        typical.append(round(mean, 6))
        high.append(round(mean + _SPREAD * spread, 6))
    return (
        {name: Levels(unit, tuple(kept_sizes), tuple(typical), tuple(high))} if kept_sizes else {}
    )


def _distances(table: Table, drawn: Batches, held: Batches) -> list[float]:
    """Return how far each batch is from all that is not held out with it."""
    total = np.asarray(table.counts.sum(axis=0), dtype=np.float64).ravel()
    return [
        table.distance(batch, total - out)
        for batch, out in zip(drawn.sums(table.counts), held.sums(table.counts), strict=True)
    ]


class Batches:
    """Batches of documents, whose rows of a table are added up."""

    def __init__(self, batches: Sequence[Rows], n: int) -> None:
        from scipy.sparse import csr_matrix

        ends = np.cumsum([0, *map(len, batches)])
        self._chosen = csr_matrix(
            (np.ones(ends[-1]), np.concatenate(batches), ends), shape=(len(batches), n)
        )

    def sums(self, counts: Any) -> Iterator[Floats]:
        """Yield the sums over each batch, (n_columns,), of a table (n_documents, n_columns)."""
        for start in range(0, self._chosen.shape[0], _AT_ONCE):
            added = self._chosen[start : start + _AT_ONCE] @ counts
            yield from added if isinstance(added, np.ndarray) else added.toarray()


class _Splitter:
    """Batches of about a size, made of groups in random order; the last one in part."""

    def __init__(self, groups: Rows, weights: Rows, seed: int) -> None:
        self.order = np.argsort(groups, kind="stable")
        _, starts = np.unique(groups[self.order], return_index=True)
        self.bounds = np.append(starts, len(groups))
        self.weights = weights
        self.rng = np.random.default_rng(seed)

    def splits(self, size: float) -> tuple[Batches, Batches]:
        """Return 200 batches, and with each all documents of the groups that it is from."""
        drawn: list[Rows] = []
        held_out: list[Rows] = []
        for _ in range(_N_SPLITS):
            batch: list[Rows] = []
            held: list[Rows] = []
            left = size
            for group in self.rng.permutation(len(self.bounds) - 1)[:-1]:
                rows = self.order[self.bounds[group] : self.bounds[group + 1]]
                held.append(rows)
                turned = np.roll(rows, -int(self.rng.integers(len(rows))))
                reached = np.cumsum(self.weights[turned])
                taken = turned[: int(np.searchsorted(reached, left)) + 1]
                batch.append(taken)
                left -= float(self.weights[taken].sum())
                if left <= 0:
                    break
            drawn.append(np.concatenate(batch))
            held_out.append(np.concatenate(held))
        return Batches(drawn, len(self.order)), Batches(held_out, len(self.order))
