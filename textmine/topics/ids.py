"""The ids of topics, T01, T02, ..., those of themes of several, T01+T02, and names beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

JOINT = "+"
"""Stands between the ids of the topics that one theme is made of."""

_ID = re.compile(rf"t\d+(\{JOINT}t\d+)*", re.IGNORECASE)


def is_id(name: str) -> bool:
    """Return whether a name looks like the id of a topic or of several."""
    return _ID.fullmatch(name.strip()) is not None


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same to a reader: case and blanks do not tell them apart."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def first_ids(n_topics: int) -> tuple[str, ...]:
    """Return the ids of a first fit."""
    return tuple(f"T{number:02d}" for number in range(1, n_topics + 1))


def free_ids(taken: Collection[str]) -> Iterator[str]:
    """Yield ids beyond the largest that was ever given."""
    number = max((int(identity[1:]) for identity in taken if identity[1:].isdigit()), default=0)
    while True:
        number += 1
        yield f"T{number:02d}"
