"""What engines from optional packages share: finding the package, and units as lists of tokens."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textmine.errors import ExtraMissingError
from textmine.topics.engines.engine import Floats, shares


def package(name: str) -> Any:
    """Import a package of the extra `topics`; raise ExtraMissingError when it is not there."""
    try:
        return import_module(name)
    except ImportError as error:
        raise ExtraMissingError(
            f"This engine needs the package {name}, which is not installed.",
            hint="Run: pip install 'textmine[topics]'",
        ) from error


def tokens(counts: sp.csr_matrix) -> list[list[str]]:
    """Return each unit as a list of the numbers of its words, as text, each as often as counted."""
    width = len(str(counts.shape[1]))
    return [
        [
            f"{word:0{width}d}"
            for word, times in zip(counts.indices[a:b], counts.data[a:b], strict=True)
            for _ in range(int(times))
        ]
        for a, b in pairwise(counts.indptr)
    ]


def in_columns(weights: Any, vocabulary: Any, n_words: int) -> Floats:
    """Return topics' weights of `vocabulary` (as made by `tokens`) in the order of the columns."""
    table = np.zeros((len(weights), n_words))
    table[:, [int(word) for word in vocabulary]] = np.asarray(weights, dtype=np.float64)
    return shares(table)
