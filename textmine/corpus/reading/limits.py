"""The most that is opened of files that strangers made: limits that no honest file meets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textmine.errors import InputError

_MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """The most that is opened: entries, bytes unpacked, how far those may shrink, and nesting.

    The ratio counts for what is larger than `ratio_from`: a small file of blanks packs very well.
    """

    entries: int = 20_000
    directory_bytes: int = 32 * _MIB
    entry_bytes: int = 512 * _MIB
    total_bytes: int = 4096 * _MIB
    ratio: int = 300
    ratio_from: int = 16 * _MIB
    depth: int = 32
    markup_bytes: int = 128 * _MIB
    markup_tags: int = 4_000_000


LIMITS = Limits()


def too_large(path: Path, why: str) -> InputError:
    """Return the error for a file that goes over a limit."""
    return InputError(
        f"{path.name} is not opened: {why}, which no honest file does.",
        hint="If you trust it, open or unpack it yourself and save what is in it again.",
    )
