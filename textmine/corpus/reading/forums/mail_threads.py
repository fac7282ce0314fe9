"""Find which e-mail answers which, and which belong to one thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Place:
    """Where a message stands: the nearest ancestor that is there, those that are not, the thread.

    `missing` are the ancestors nearer than `parent` (all of them where there is no parent).
    """

    parent: str
    missing: tuple[str, ...]
    thread: str


def find_places(ancestors: Mapping[str, Sequence[str]]) -> dict[str, Place]:
    """Return the place of every message, given its ancestors from the farthest to the nearest.

    The thread is named after its first message, whether that is there or not: two answers to a
    message that was not kept share a thread. References that lead in a circle are not followed.

    >>> find_places({"b": ["a"], "d": ["a", "b", "c"]})["d"]
    Place(parent='b', missing=('c',), thread='a')
    """
    above: dict[str, str] = {}
    roots: dict[str, str] = {}
    lines = {
        message: [*dict.fromkeys(one for one in chain if one != message), message]
        for message, chain in ancestors.items()
    }
    own_words = [line[-2:] for line in lines.values()]
    for line in [*own_words, *lines.values()]:
        for upper, lower in pairwise(line):
            if lower not in above and _root(roots, upper) != lower:
                above[lower] = roots[lower] = upper
    places: dict[str, Place] = {}
    for message in ancestors:
        missing: list[str] = []
        at = above.get(message, "")
        while at and at not in ancestors:
            missing.append(at)
            at = above.get(at, "")
        places[message] = Place(at, tuple(missing), _root(roots, message))
    return places


def _root(roots: dict[str, str], message: str) -> str:
    """Return the first of a message's line, and shorten the way to it."""
    path: list[str] = []
    at = message
    while at in roots:
        path.append(at)
        at = roots[at]
    roots.update(dict.fromkeys(path, at))
    return at
