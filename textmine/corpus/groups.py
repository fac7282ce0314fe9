"""Which documents depend on each other: the groups that no split and no resample may cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.corpus import Corpus
from textmine.corpus.hierarchy import talk_level
from textmine.schema import AUTHOR, THREAD_ID


def group_labels(corpus: Corpus) -> list[str]:
    """Return the group of each document, in order: its thread, else author, else its own id."""
    return [
        f"thread {thread}" if thread else f"author {author}" if author else f"document {identity}"
        for thread, author, identity in zip(
            corpus.column(THREAD_ID), corpus.column(AUTHOR), corpus.ids, strict=True
        )
    ]


def group_kind(corpus: Corpus) -> str:
    """Return what the groups of `group_labels` mostly are.

    That is a thread, an interview, a file, an author or a document.
    """
    kinds = [label.split(" ", 1)[0] for label in group_labels(corpus)]
    commonest = max(("thread", "author", "document"), key=kinds.count)
    if commonest != "thread":
        return commonest
    return "file" if corpus.info.cut_files else talk_level(corpus)[:-1]


def group_numbers(corpus: Corpus, units: Sequence[str]) -> NDArray[np.int64]:
    """Return a number for the group of each unit, shape (n_units,); units are ids of documents."""
    labels = dict(zip(corpus.ids, group_labels(corpus), strict=True))
    _, numbers = np.unique([labels[unit] for unit in units], return_inverse=True)
    return numbers.astype(np.int64)
