"""Whole threads a batch at a time, so that memory stays bounded however large a corpus is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_SIZE = 5_000


def thread_batches(threads: Sequence[list[str]], size: int = _SIZE) -> Iterator[list[list[str]]]:
    """Yield whole threads together, about `size` documents at a time."""
    batch: list[list[str]] = []
    n = 0
    for thread in threads:
        batch.append(thread)
        n += len(thread)
        if n >= size:
            yield batch
            batch, n = [], 0
    if batch:
        yield batch
