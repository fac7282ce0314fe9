"""Rows of which most cells are 0, as arrays of numpy alone.

SciPy has more of the same, but its import takes as long as comparing thousands of passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import scipy.sparse as sp


@dataclass(frozen=True)
class SparseRows:
    """The cells of rows that are not 0, row after row, each with its column of `n_columns`.

    Row i has the cells from `starts[i]` to `starts[i + 1]`, in the order of their columns: `starts`
    has the shape (n + 1,), `columns` and `cells` (n_cells,).
    """

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    cells: NDArray[np.float64]
    n_columns: int

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.starts) - 1

    @property
    def rows(self) -> NDArray[np.int64]:
        """The row of each cell, (n_cells,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def taken(self, rows: Sequence[int]) -> SparseRows:
        """Return some of the rows, in the order in which they are named."""
        picked = np.asarray(rows, dtype=np.int64)
        sizes = np.diff(self.starts)[picked]
        starts = _starts(sizes)
        at = np.repeat(self.starts[picked] - starts[:-1], sizes) + np.arange(starts[-1])
        return SparseRows(starts, self.columns[at], self.cells[at], self.n_columns)

    def above(self, others: SparseRows) -> SparseRows:
        """Return these rows, and those of others below them; they have the same columns."""
        return SparseRows(
            np.concatenate([self.starts, self.starts[-1] + others.starts[1:]]),
            np.concatenate([self.columns, others.columns]),
            np.concatenate([self.cells, others.cells]),
            self.n_columns,
        )

    def matrix(self) -> sp.csr_matrix:
        """Return the same as a matrix of SciPy, (n, n_columns)."""
        import scipy.sparse as sp

        shape = (len(self), self.n_columns)
        return sp.csr_matrix((self.cells, self.columns, self.starts), shape)

    def likeness_to_others(self) -> NDArray[np.float64]:
        """Return the mean product of each row with the other rows, (n,); 0 without others."""
        n, row = len(self), self.rows
        if n < 2:
            return np.zeros(n)
        total = np.bincount(self.columns, self.cells, self.n_columns)
        own = np.bincount(row, self.cells * self.cells, n)
        every = np.bincount(row, self.cells * total[self.columns], n)
        return (every - own) / (n - 1)


def rows_of(
    row: NDArray[np.int64],
    columns: NDArray[np.int64],
    cells: NDArray[np.float64],
    shape: tuple[int, int],
) -> SparseRows:
    """Return rows from cells that come row after row, with the row of each, (n_cells,)."""
    n, n_columns = shape
    return SparseRows(_starts(np.bincount(row, minlength=n)), columns, cells, n_columns)


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts
