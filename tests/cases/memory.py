"""How much more memory the process held at most while a block ran."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Grown:
    """Bytes, once the block has ended; None on a system that does not tell."""

    most: int | None = None


@contextmanager
def memory_watched() -> Iterator[Grown]:
    """Note how far the memory of this process grew at most within the block.

    What the process freed before is given back to the system first, so that it is counted when it
    is taken again.
    """
    grown = Grown()
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
        with suppress(OSError):
            _RESET.write_text("5")
    before = _bytes("VmRSS")
    yield grown
    after = _bytes("VmHWM")
    grown.most = None if before is None or after is None else after - before


def _bytes(name: str) -> int | None:
    """Return a figure of the process in bytes."""
    with suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith(f"{name}:"):
                return 1024 * int(line.split()[1])
    return None
