"""Which units of a corpus are not independent of each other: the messages of one thread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.coding.code_matrix import CodeMatrix
from textmine.corpus import Corpus, group_numbers


def thread_clusters(
    corpus: Corpus, matrices: Sequence[CodeMatrix], asked: bool | None = None
) -> dict[str, int] | None:
    """Return the number of each document's thread, None where documents are taken one by one.

    Where it was not asked for, threads are taken where two units that two coders coded are in one
    thread, and not all in the same: coders who err on a message err on its answers too.
    """
    if asked is False:
        return None
    numbers = group_numbers(corpus, corpus.ids)
    clusters = {unit: int(number) for unit, number in zip(corpus.ids, numbers, strict=True)}
    return clusters_between(clusters, matrices, asked)


def clusters_between(
    clusters: dict[str, int], matrices: Sequence[CodeMatrix], asked: bool | None = None
) -> dict[str, int] | None:
    """Return clusters (document -> number) where they are to be taken: see `thread_clusters`."""
    if asked is None:
        shared = {
            matrix.units[index]
            for matrix in matrices
            for index in np.flatnonzero((matrix.codes >= 0).sum(axis=1) >= 2)
        }
        threads = {clusters[unit] for unit in shared}
        if not 1 < len(threads) < len(shared):
            return None
    return clusters
