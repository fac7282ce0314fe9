"""CR2, its degrees of freedom and its bias by whole matrices, as the papers write them.

An independent implementation to hold `clustered_ols` against: n by n matrices, no tricks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Floats


@dataclass(frozen=True)
class Dense:
    """CR2 of one outcome: its covariance, the degrees of freedom, eta of the tested coefficients.

    `kept` is the share of the variance that CR2 keeps of each coefficient when the covariance of
    the units is `true`.
    """

    covariance: Floats
    df: Floats
    eta: float
    kept: Floats


def dense_cr2(
    y: Floats, x: Floats, clusters: NDArray[np.int64], tested: list[int], true: Floats
) -> Dense:
    n, k = x.shape
    bread = np.linalg.inv(x.T @ x)
    residual_maker = np.eye(n) - x @ bread @ x.T
    e = residual_maker @ y
    members = [np.flatnonzero(clusters == one) for one in np.unique(clusters)]
    # Column c of parts[g] makes the score of cluster g for coefficient c out of y.
    parts, scores = [], []
    for rows in members:
        adjust = inverse_root(residual_maker[np.ix_(rows, rows)])
        half = adjust @ x[rows] @ bread
        parts.append(residual_maker[:, rows] @ half)
        scores.append(half.T @ e[rows])
    covariance = sum(np.outer(score, score) for score in scores)
    df, kept = np.empty(k), np.empty(k)
    for c in range(k):
        columns = np.column_stack([part[:, c] for part in parts])
        inner = columns.T @ columns
        df[c] = np.trace(inner) ** 2 / (inner**2).sum()
        row = bread[c] @ x.T
        kept[c] = np.trace(columns.T @ true @ columns) / (row @ true @ row)
    scale = inverse_root(bread[np.ix_(tested, tested)])
    scaled = [part[:, tested] @ scale for part in parts]
    q, spread = len(tested), 0.0
    for s in range(q):
        for t in range(q):
            for one in scaled:
                for other in scaled:
                    spread += (one[:, s] @ other[:, s]) * (one[:, t] @ other[:, t])
                    spread += (one[:, s] @ other[:, t]) * (one[:, t] @ other[:, s])
    return Dense(np.asarray(covariance), df, q * (q + 1) / spread, kept)


def inverse_root(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    roots = np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0.0)
    return np.asarray((vectors * roots) @ vectors.T)
