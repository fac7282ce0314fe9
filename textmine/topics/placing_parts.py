"""Place many units in the topics of a model, a partition after the other, wherever that is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from textmine.arrays import Floats
from textmine.config import Progress
from textmine.config.threads import single_threaded
from textmine.lazily import pa
from textmine.nlp.tokens import Tokens
from textmine.spread import Part, Where, run_parts
from textmine.topics.bags import count_known_words
from textmine.topics.engines.engine import Guide, Parameters
from textmine.topics.engines.registry import ENGINES

if TYPE_CHECKING:
    import scipy.sparse as sp

_SHARES = "shares"


@dataclass(frozen=True)
class Learned:
    """What placing needs of a fitted model, see `FittedTopics`."""

    engine: str
    parameters: Parameters
    seed: int
    order: tuple[int, ...]


def place_counts(learned: Learned, counts: sp.csr_matrix, guide: Guide) -> Floats:
    """Return the fitted topics of units by their words, (n_units, n_fitted), those of `order`."""
    found = ENGINES[learned.engine].place(counts, learned.parameters, learned.seed, guide)
    return found[:, list(learned.order)]


def place_parts(
    learned: Learned,
    words: Sequence[str],
    tokens: Tokens,
    guide: Guide,
    size: int,
    spread: Where,
    progress: Progress,
) -> Floats:
    """Do what `place_counts` does with `size` units at a time, whose known words are counted."""
    n, n_topics, done = len(tokens), len(learned.order), 0
    placed = np.empty((n, n_topics))
    parts, step = _parts(words, tokens, guide, size), "placing units"
    for table in run_parts(place_part, learned, parts, n, spread, progress=progress, step=step):
        flat = table.column(_SHARES).combine_chunks().flatten().to_numpy()
        placed[done : done + table.num_rows] = flat.reshape(-1, n_topics)
        done += table.num_rows
    return placed


def place_part(learned: Learned, given: tuple[sp.csr_matrix, Guide]) -> pa.Table:
    """Place the units of a partition: the counts of their words, and what is told of them.

    Sums take one thread, so that they are the same on any number of processors.
    """
    with single_threaded():
        placed = place_counts(learned, *given)
    cells = pa.FixedSizeListArray.from_arrays(pa.array(placed.ravel()), placed.shape[1])
    return pa.table({_SHARES: cells})


def _parts(words: Sequence[str], tokens: Tokens, guide: Guide, size: int) -> Iterator[Part]:
    for start in range(0, len(tokens), size):
        rows = range(start, min(start + size, len(tokens)))
        given = partial(_given, words, tokens, guide, rows)
        yield Part(f"units {rows.start + 1:,} to {rows.stop:,}", "", len(rows), given)


def _given(
    words: Sequence[str], tokens: Tokens, guide: Guide, rows: range
) -> tuple[sp.csr_matrix, Guide]:
    return count_known_words(tokens[rows.start : rows.stop], words), guide.of_units(rows)
