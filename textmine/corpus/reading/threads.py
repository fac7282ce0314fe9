"""What answers what: parents that are not there, circles, and the threads that follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.corpus.reading.packed import packed
from textmine.lazily import npt, pa, pc


@dataclass(frozen=True)
class BadLink:
    """A parent that cannot stand: the place of its document, what is wrong, and its kind."""

    place: int
    problem: str
    is_orphan: bool = False


def bad_links(ids: pa.Array, parents: pa.Array) -> Iterator[BadLink]:
    """Yield what is wrong with parents: not there, the document itself, or in a circle."""
    at = parent_places(ids, parents)
    is_own = pc.equal(ids, parents).to_numpy(zero_copy_only=False)
    filled = pc.not_equal(parents, "").to_numpy(zero_copy_only=False)
    is_circular = _in_circles(ids, parents, at)
    for index in np.flatnonzero(filled & (is_own | (at < 0) | is_circular)).tolist():
        identity, parent = ids[index].as_py(), parents[index].as_py()
        if is_own[index]:
            yield BadLink(index, f"document '{identity}' is its own parent")
        elif at[index] < 0:
            problem = f"there is no document '{parent}' to be its parent"
            yield BadLink(index, problem, is_orphan=True)
        else:
            yield BadLink(index, f"the parents of '{identity}' lead back to itself")


def parent_places(ids: pa.Array, parents: pa.Array) -> npt.NDArray[np.int64]:
    """Return the place of the first document that is the parent of each, -1 where there is none."""
    at = pc.if_else(pc.equal(parents, ""), -1, pc.index_in(parents, value_set=ids))
    return np.asarray(pc.fill_null(at, -1), dtype=np.int64)


def are_different(ids: pa.Array) -> bool:
    """Whether no two documents have one id."""
    return int(pc.count_distinct(ids).as_py()) == len(ids)


def _in_circles(
    ids: pa.Array, parents: pa.Array, at: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Return which documents stand in a circle of parents."""
    if are_different(ids):
        if bool((at < np.arange(len(at))).all()):
            return np.zeros(len(at), dtype=bool)  # all that is answered stands before its answers
        reached = _ends(np.append(at, -1))[:-1]
        found = np.zeros(len(at), dtype=bool)
        found[reached[reached >= 0]] = True
        return found
    parent_of = dict(zip(ids.to_pylist(), parents.to_pylist(), strict=True))
    circular = {identity for circle in circles(parent_of) for identity in circle}
    return np.array([identity in circular for identity in ids.to_pylist()], dtype=bool)


def _ends(steps: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return where each place leads after as many steps as there are places, by doubling them.

    A last place of -1 leads to itself: a path that ends there has an end.
    """
    for _ in range(len(steps).bit_length()):
        further = steps[steps]
        if bool((further == steps).all()):
            break
        steps = further
    return steps


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


def thread_roots(ids: pa.Array, parents: pa.Array) -> pa.Array:
    """Return what `roots` does."""
    at = parent_places(ids, parents)
    if not are_different(ids) or bool(_in_circles(ids, parents, at).any()):
        return packed(roots(ids.to_pylist(), parents.to_pylist()))
    root = pa.array(_ends(np.where(at < 0, np.arange(len(at)), at)))
    lost = parents.take(root)  # a first document whose parent is not there is named after that
    return pc.if_else(pc.equal(lost, ""), ids.take(root), lost)


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
