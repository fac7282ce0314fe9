"""What is done with partitions in the tests: functions of a module that workers can import."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from textmine.config.threads import processors
from textmine.errors import InputError


def times(shared: int, given: list[int]) -> pa.Table:
    return pa.table({"n": [shared * n for n in given]})


def slowly(shared: int, given: list[int]) -> pa.Table:
    time.sleep(0.4)
    return times(shared, given)


def at_second_try(shared: str, given: list[int]) -> pa.Table:
    """Fail once for each partition, as a folder remembers."""
    mark = Path(shared) / str(given[0])
    if not mark.exists():
        mark.touch()
        raise MemoryError("too much")
    return times(1, given)


def killed_once(shared: str, given: list[int]) -> pa.Table:
    """Kill the process that works on the partition of 4, the first time."""
    mark = Path(shared) / "killed"
    if 4 in given and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return times(1, given)


def never(shared: int, given: list[int]) -> pa.Table:
    if 4 in given:
        raise ValueError("no such thing")
    return times(shared, given)


class KilledWorker(Exception):  # noqa: N818
    """Named as what Dask raises."""


def killing(shared: int, given: list[int]) -> pa.Table:
    raise KilledWorker("Attempted to run task on 4 different workers")


def refusing(shared: int, given: list[int]) -> pa.Table:
    raise InputError("It cannot be read.", hint="Correct it.")


def processors_here(shared: int, given: list[int]) -> pa.Table:
    return pa.table({"n": [processors() for _ in given]})


class Letters:
    """An encoder that counts letters; `digest` may be another one on a worker."""

    title, dimension = "letters", 26

    @property
    def digest(self) -> str:
        return os.environ.get("LETTERS", "letters")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = [[text.lower().count(chr(97 + place)) for place in range(26)] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, 26)
