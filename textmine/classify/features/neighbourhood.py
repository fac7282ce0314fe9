"""What the models say of the messages around a message: in a thread codes come in runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_STEPS = (-2, -1, 1, 2)
_WINDOWS = (2, 5, 15)


@dataclass(frozen=True)
class Neighbourhood:
    """Rows in reading order, thread after thread: where the thread of each row begins and ends."""

    begins: Ints
    ends: Ints

    @property
    def alone(self) -> bool:
        """Whether no row has a neighbour."""
        return bool(np.all(self.ends - self.begins == 1))

    def shifted(self, step: int) -> Ints:
        """Return the row that stands `step` places on in the thread of each row, -1 for none."""
        there = np.arange(len(self.begins)) + step
        return np.where((there >= self.begins) & (there < self.ends), there, -1)

    def windows(self, reach: int) -> tuple[Ints, Ints]:
        """Return where the `reach` rows on each side of each row begin and end in its thread."""
        here = np.arange(len(self.begins))
        low, high = here - reach, here + reach + 1
        return np.maximum(low, self.begins), np.minimum(high, self.ends)


def neighbourhood(threads: Sequence[Sequence[str]]) -> Neighbourhood:
    """Return the neighbourhood of the rows of some threads, in their order."""
    lengths = np.array([len(thread) for thread in threads], dtype=np.int64)
    ends = np.cumsum(lengths)
    return Neighbourhood(np.repeat(ends - lengths, lengths), np.repeat(ends, lengths))


def surrounded(scores: Floats, around: Neighbourhood) -> Floats:
    """Return scores with those of the neighbours beside them.

    `scores` is (n_rows, n), the result (n_rows, 9 n): own, the two before and the two after (0 at
    the edges), means of 2, 5 and 15 on each side and of the whole thread, the row itself left out.
    """
    n = len(scores)
    parts = [scores]
    for step in _STEPS:
        there = around.shifted(step)
        part = np.zeros_like(scores)
        part[there >= 0] = scores[there[there >= 0]]
        parts.append(part)
    total = np.vstack([np.zeros((1, scores.shape[1])), np.cumsum(scores, axis=0)])
    for reach in (*_WINDOWS, n):
        low, high = around.windows(reach)
        others = (high - low - 1)[:, None]
        mean = (total[high] - total[low] - scores) / np.maximum(others, 1)
        parts.append(np.where(others > 0, mean, 0.0))
    return np.hstack(parts)
