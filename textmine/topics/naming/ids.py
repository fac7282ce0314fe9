"""The ids of topics: T01, T02, ..."""

from __future__ import annotations

from collections.abc import Collection, Iterator


def first_ids(n_topics: int) -> tuple[str, ...]:
    """Return the ids of a first fit."""
    return tuple(f"T{place:02d}" for place in range(1, n_topics + 1))


def free_ids(taken: Collection[str]) -> Iterator[str]:
    """Yield ids beyond the largest that was ever given."""
    number = max((int(one[1:]) for one in taken if one[1:].isdigit()), default=0)
    while True:
        number += 1
        yield f"T{number:02d}"
