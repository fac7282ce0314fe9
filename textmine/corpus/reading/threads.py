"""What answers what: parents that are not there, circles, and the threads that follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BadLink:
    """A parent that cannot stand: the place of its document, what is wrong, and its kind."""

    place: int
    problem: str
    is_orphan: bool = False


def bad_links(ids: Sequence[str], parents: Sequence[str]) -> Iterator[BadLink]:
    """Yield what is wrong with parents: not there, the document itself, or in a circle."""
    parent_of = dict(zip(ids, parents, strict=True))
    circular = {identity for circle in circles(parent_of) for identity in circle}
    for index, (identity, parent) in enumerate(zip(ids, parents, strict=True)):
        if not parent:
            continue
        if parent == identity:
            problem = f"document '{identity}' is its own parent"
            yield BadLink(index, problem)
        elif parent not in parent_of:
            problem = f"there is no document '{parent}' to be its parent"
            yield BadLink(index, problem, is_orphan=True)
        elif identity in circular:
            problem = f"the parents of '{identity}' lead back to itself"
            yield BadLink(index, problem)


def circles(parent_of: dict[str, str]) -> list[list[str]]:
    """Return the circles of parents, each from the document that stands first, in its order."""
    place_of = dict(zip(parent_of, range(len(parent_of)), strict=True))
    if all(place_of.get(parent, -1) < index for index, parent in enumerate(parent_of.values())):
        return []  # all that is answered stands before its answers
    settled: set[str] = set()
    circles_found: list[list[str]] = []
    for start in parent_of:
        path: dict[str, None] = {}
        at = start
        while at and at in parent_of and at not in settled and at not in path:
            path[at] = None
            at = parent_of[at]
        if at in path:
            members = list(path)
            circles_found.append(members[members.index(at) :])
        settled.update(path)
    return circles_found


def roots(ids: Sequence[str], parents: Sequence[str]) -> list[str]:
    """Return for each document the first one of its thread: an ancestor without a known parent."""
    parent_of = dict(zip(ids, parents, strict=True))
    root_of: dict[str, str] = {}
    for start in parent_of:
        path: list[str] = []
        at = start
        while at not in root_of and parent_of.get(at) and at not in path:
            path.append(at)
            at = parent_of[at]
        root = root_of.get(at, at)
        root_of.update(dict.fromkeys([*path, at], root))
    return [root_of[identity] for identity in ids]


def cut_circles(
    ids: Sequence[str], parents: Sequence[str], order: Sequence[object]
) -> tuple[list[str], dict[int, str]]:
    """Cut each circle once, at its earliest document by `order`, which then answers none.

    Returns the parents, and the place of each document that was cut with the parent it had.
    """
    place_of = {identity: index for index, identity in reversed(list(enumerate(ids)))}
    mended_parents, cut = list(parents), {}
    parent_of = {identity: parents[index] for identity, index in place_of.items()}
    for circle in circles(parent_of):
        first = min((place_of[identity] for identity in circle), key=lambda at: (order[at], at))
        cut[first] = mended_parents[first]
        mended_parents[first] = ""
    return mended_parents, cut
