"""What is drawn as a whole when figures on themes are given an interval."""

from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.choices import Cluster
from textmine.corpus import Corpus, group_kind, group_labels
from textmine.errors import InputError
from textmine.schema import AUTHOR, THREAD_ID

_COLUMNS = {"thread": THREAD_ID, "author": AUTHOR}


@dataclass(frozen=True)
class Clusters:
    """The cluster of each unit as a number, (n_units,), and what a cluster is."""

    numbers: Ints
    kind: str

    def of(self, kept: Bools) -> Ints:
        """Return the clusters of some units."""
        return self.numbers[kept]


def clusters_of(corpus: Corpus, kind: Cluster | None = None, by: str = "") -> Clusters:
    """Return the clusters of the documents of a corpus.

    None takes threads, else authors, else documents; but where documents are compared `by` thread
    or author, the other of the two, for within one thread there is one thread only. Raises
    InputError for a kind of which the corpus has no column.
    """
    if kind is None and by in (THREAD_ID, AUTHOR):
        other: Cluster = "author" if by == THREAD_ID else "thread"
        kind = other if any(corpus.column(_COLUMNS[other])) else "document"
    if kind is None:
        return Clusters(_numbers(group_labels(corpus)), group_kind(corpus))
    if kind == "document":
        return Clusters(_numbers(corpus.ids), kind)
    cells = corpus.column(_COLUMNS[kind])
    if not any(cells):
        raise InputError(
            f"'{corpus.name}' has no {kind}s.", hint="Choose other clusters, or document."
        )
    labels = [
        f"{kind} {cell}" if cell else f"document {identity}"
        for cell, identity in zip(cells, corpus.ids, strict=True)
    ]
    return Clusters(_numbers(labels), kind)


def _numbers(labels: list[str]) -> Ints:
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
