"""What stopped runs have finished is kept for a day, so that they go on; then it is removed."""

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from textmine.store.journal import SCRATCH
from textmine.store.locking import locked_if_free

Result = TypeVar("Result")

PARTS = "parts"
"""The folder of the scratch in which each run has a folder of the partitions that it finished."""

KEPT_FOR = 24 * 3600.0
"""Seconds for which a stopped run may be begun again."""


def while_held(folder: Path, results: Iterable[Result]) -> Iterator[Result]:
    """Yield results; until the last one others see that the run which has a folder is alive."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked_if_free(_lock(folder)):
        yield from results


def remove_abandoned(root: Path) -> None:
    """Remove the partitions of dead runs to which nothing was added for a day."""
    for folder in (root / SCRATCH / PARTS).glob("*/"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < KEPT_FOR:
                continue
            with locked_if_free(_lock(folder)) as free:
                if free:
                    shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")
