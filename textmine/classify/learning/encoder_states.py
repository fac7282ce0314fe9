"""What the lower layers of an encoder make of texts: computed once, kept in half precision.

In a workspace it is kept in a file that is read in parts, and a run that was stopped goes on from
what it had.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from textmine.classify.learning.encoder_rows import EncoderRow
from textmine.config import Progress, silent
from textmine.nlp.encoders.length_batches import LengthBatch, batches_by_length
from textmine.store import replacing_file

PIECES = 1_024
"""Word pieces that are read together where nothing is trained."""

_STATES, _DONE = "states.f16", "done.json"
_LARGEST = float(np.finfo(np.float16).max)
_STEP = 20
"""Batches after which it is noted how far the work is."""

Read = Callable[[LengthBatch], NDArray[np.float32]]
"""Returns the states of the rows of a batch, (n_rows, length, width)."""


@dataclass(frozen=True)
class KeptStates:
    """States of rows, (n_pieces, width), half precision; those of a row begin at its `starts`."""

    states: Any
    starts: NDArray[np.int64]

    def take(self, rows: Sequence[int], length: int) -> NDArray[np.float32]:
        """Return the states of rows, (n_rows, length, width), zeros behind the shorter ones."""
        result = np.zeros((len(rows), length, self.states.shape[1]), dtype=np.float32)
        for index, row in enumerate(rows):
            begin, end = self.starts[row], self.starts[row + 1]
            result[index, : end - begin] = self.states[begin:end]
        return result


def keep_states(
    rows: Sequence[EncoderRow],
    read: Read,
    width: int,
    longest: int,
    folder: Path | None = None,
    progress: Progress = silent,
) -> KeptStates:
    """Return the states of all rows, by `read` where they are not kept in the folder.

    `longest` is the most word pieces of a row. The folder belongs to these rows and this encoder.
    """
    lengths = [len(row.pieces) for row in rows]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    total = int(starts[-1])
    done = 0 if folder is None else _done(folder, total * width)
    states = _array(folder, (total, width), begin=not done)
    batches = list(batches_by_length(lengths, PIECES, longest))
    n_read = sum(lengths[row] for batch in batches[:done] for row in batch.rows)
    for number, batch in enumerate(batches[done:], done + 1):
        progress("reading with the frozen layers", n_read, total)
        for row, row_states in zip(batch.rows, read(batch), strict=True):
            clipped = np.clip(row_states[: lengths[row]], -_LARGEST, _LARGEST)
            states[starts[row] : starts[row + 1]] = clipped
            n_read += lengths[row]
        if folder is not None and (number % _STEP == 0 or number == len(batches)):
            states.flush()
            with replacing_file(folder / _DONE) as draft:
                draft.write_text(json.dumps({"batches": number}), encoding="utf-8")
    progress("reading with the frozen layers", total, total)
    return KeptStates(states, starts)


def _array(folder: Path | None, shape: tuple[int, int], begin: bool) -> Any:
    shape = (max(shape[0], 1), shape[1])
    if folder is None:
        with tempfile.TemporaryFile() as file:  # goes when nothing reads it any more
            return np.memmap(file, dtype=np.float16, mode="w+", shape=shape)
    folder.mkdir(parents=True, exist_ok=True)
    mode: Literal["w+", "r+"] = "w+" if begin else "r+"
    return np.memmap(folder / _STATES, dtype=np.float16, mode=mode, shape=shape)


def _done(folder: Path, n_numbers: int) -> int:
    """Return how many batches are kept, 0 where the file is not what it should be."""
    try:
        done = int(json.loads((folder / _DONE).read_bytes())["batches"])
        whole = (folder / _STATES).stat().st_size == 2 * n_numbers
    except (OSError, ValueError, LookupError, TypeError):
        return 0
    return done if whole else 0
