"""Place many units in the topics of a model, a partition after the other, wherever that is done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.config import Progress
from textmine.config.threads import single_threaded
from textmine.spread import Part, Where, run_parts
from textmine.topics.bags import count_known_words
from textmine.topics.engines.engine import Floats, Guide
from textmine.topics.engines.registry import ENGINES
from textmine.topics.model import FittedTopics
from textmine.topics.tokens import Tokens

if TYPE_CHECKING:
    import pyarrow as pa
    import scipy.sparse as sp

_SHARES = "shares"


def place_counts(model: FittedTopics, counts: sp.csr_matrix, guide: Guide) -> Floats:
    """Return the fitted topics of units by their words, (n_units, n_fitted), those of `order`."""
    found = ENGINES[model.engine].place(counts, model.parameters, model.seed, guide)
    return found[:, list(model.order)]


def place_parts(
    model: FittedTopics,
    tokens: Tokens,
    guide: Guide,
    size: int,
    spread: Where,
    progress: Progress,
) -> Floats:
    """Do what `place_counts` does with `size` units at a time."""
    placed = np.empty((len(tokens), model.n_fitted))
    parts, done = _parts(model, tokens, guide, size), 0
    step = "placing units"
    for table in run_parts(
        place_part, model, parts, len(tokens), spread, progress=progress, step=step
    ):
        flat = table.column(_SHARES).combine_chunks().flatten().to_numpy()
        placed[done : done + table.num_rows] = flat.reshape(table.num_rows, model.n_fitted)
        done += table.num_rows
    return placed


def place_part(model: FittedTopics, given: tuple[Any, Guide]) -> pa.Table:
    """Place the units of a partition: the counts of their words, and what is told of them.

    Sums take one thread, so that they are the same on any number of processors.
    """
    import pyarrow as pa

    with single_threaded():
        placed = place_counts(model, *given)
    cells = pa.FixedSizeListArray.from_arrays(pa.array(placed.ravel()), model.n_fitted)
    return pa.table({_SHARES: cells})


def _parts(model: FittedTopics, tokens: Tokens, guide: Guide, size: int) -> Iterator[Part]:
    for start in range(0, len(tokens), size):
        rows = range(start, min(start + size, len(tokens)))
        given = partial(_given, model, tokens, guide, rows)
        yield Part(f"units {rows.start + 1:,} to {rows.stop:,}", "", len(rows), given)


def _given(
    model: FittedTopics, tokens: Tokens, guide: Guide, rows: range
) -> tuple[sp.csr_matrix, Guide]:
    counts = count_known_words(tokens[rows.start : rows.stop], model.words)
    return counts, guide.of_units(rows)
