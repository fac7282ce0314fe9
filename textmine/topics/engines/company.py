"""The company that words keep: for each word its neighbours, as far as counts are sure of them."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

N_NEIGHBOURS = 30
_STANDARD_ERRORS = 3.0
_CONTEXT_POWER = 0.75


def neighbours(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Return the weights (n_words, n_words) of each word's nearest neighbours; rows sum to 1 or 0.

    Words are near when they occur in the same units more often than by chance: pointwise mutual
    information with smoothed contexts (Levy, Goldberg & Dagan 2015), less three standard errors of
    the logarithm of the count, so that words do not look near because they are rare. The thirty
    nearest are kept.
    """
    presence = (counts > 0).astype(np.float64)
    together = sp.csr_matrix(presence.T @ presence)
    together.setdiag(0)
    together.eliminate_zeros()
    total = together.sum()
    if not total:
        return sp.csr_matrix(together.shape)
    margin = np.asarray(together.sum(axis=1)).ravel()
    context = margin**_CONTEXT_POWER
    pairs = together.tocoo()
    expected = margin[pairs.row] * context[pairs.col] / context.sum()
    surplus = np.log(pairs.data / expected) - _STANDARD_ERRORS / np.sqrt(pairs.data)
    sure = surplus > 0
    near = sp.csr_matrix((surplus[sure], (pairs.row[sure], pairs.col[sure])), shape=together.shape)
    return _strongest(near)


def _strongest(near: sp.csr_matrix) -> sp.csr_matrix:
    """Return the strongest entries of each row, ties to the first column, scaled to sum to 1."""
    near.sort_indices()
    kept: list[np.ndarray] = []
    starts = [0]
    for begin, end in zip(near.indptr[:-1], near.indptr[1:], strict=True):
        order = np.argsort(-near.data[begin:end], kind="stable")[:N_NEIGHBOURS]
        kept.append(begin + np.sort(order))
        starts.append(starts[-1] + len(order))
    where = np.concatenate(kept).astype(np.int64) if kept else np.zeros(0, dtype=np.int64)
    best = sp.csr_matrix((near.data[where], near.indices[where], starts), shape=near.shape)
    sums = np.asarray(best.sum(axis=1)).ravel()
    scale = np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)
    return sp.csr_matrix(sp.diags(scale) @ best)
