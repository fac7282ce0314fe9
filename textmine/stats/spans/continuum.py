"""Segments of documents by coder, checked: what the agreement on segments is computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from textmine.errors import InputError
from textmine.stats.counts import IntArray, check_n_categories, integers


@dataclass(frozen=True, order=True)
class Segment:
    """A stretch of a document that a coder gave a category: start <= place < end, from 0."""

    document: int
    coder: int
    start: int
    end: int
    category: int


@dataclass(frozen=True)
class Continuum:
    """Checked documents: those that two coders or more read, and their segments by coder.

    `segments[i][coder]` are the sorted segments of document `documents[i]`, one entry for each
    coder who read it; `lengths[i]` is its length.
    """

    documents: IntArray
    lengths: IntArray
    segments: tuple[tuple[tuple[Segment, ...], ...], ...]
    n_categories: int


def make_continuum(
    segments: Sequence[Segment],
    lengths: ArrayLike,
    n_categories: int,
    n_coders: int,
    read: ArrayLike | None,
    *,
    overlaps: bool,
) -> Continuum:
    """Check segments and sort them by document and coder; `overlaps` allows other categories'."""
    check_n_categories(n_categories)
    sizes = integers(lengths, "lengths", 1)
    if (sizes < 1).any():
        raise InputError(f"The 'lengths' of documents must be 1 or more. Got {sizes.min()}.")
    if n_coders < 1:
        raise InputError(f"The 'n_coders' parameter must be 1 or more. Got {n_coders}.")
    shape = (len(sizes), n_coders)
    readers = np.ones(shape, dtype=bool) if read is None else np.asarray(read)
    if readers.shape != shape or readers.dtype != np.bool_:
        raise InputError(
            f"The 'read' array must be bool, of shape {shape} (documents, coders). "
            f"Got {readers.dtype}, of shape {readers.shape}."
        )
    ordered = sorted(segments)
    by_reader: dict[tuple[int, int], list[Segment]] = {}
    for s in ordered:
        _check_segment(s, sizes, n_categories, readers)
        by_reader.setdefault((s.document, s.coder), []).append(s)
    for own in by_reader.values():
        _check_overlaps(own, overlaps)
    shared = np.flatnonzero(readers.sum(axis=1) >= 2)
    return Continuum(
        shared,
        sizes[shared],
        tuple(
            tuple(tuple(by_reader.get((int(d), int(c)), ())) for c in np.flatnonzero(readers[d]))
            for d in shared
        ),
        n_categories,
    )


def _check_segment(
    s: Segment, lengths: IntArray, n_categories: int, readers: NDArray[np.bool_]
) -> None:
    n_documents, n_coders = readers.shape
    for name, index, n in (
        ("document", s.document, n_documents),
        ("coder", s.coder, n_coders),
        ("category", s.category, n_categories),
    ):
        if not 0 <= index < n:
            raise InputError(f"The {name} of {s} must be 0 to {n - 1}.")
    if not 0 <= s.start < s.end <= lengths[s.document]:
        raise InputError(
            f"{s} does not lie in its document, which is {lengths[s.document]} long.",
            hint="Count places from 0; the end is the first place after the segment.",
        )
    if not readers[s.document, s.coder]:
        raise InputError(f"{s} is in a document that its coder did not read.")


def _check_overlaps(own: list[Segment], across_categories: bool) -> None:
    """Raise `InputError` when sorted segments of one coder in one document overlap."""
    groups: dict[int, list[Segment]] = {}
    for s in own:
        groups.setdefault(s.category if across_categories else 0, []).append(s)
    for group in groups.values():
        for first, second in pairwise(group):
            if second.start < first.end:
                raise InputError(
                    f"Two segments of coder {first.coder} overlap in document {first.document}, "
                    f"at {second.start}: {first.start} to {first.end} (category {first.category}) "
                    f"and {second.start} to {second.end} (category {second.category}).",
                    hint="Join or cut them."
                    if across_categories
                    else "Join or cut them, or use unitizing_alpha_2004, one category at a time.",
                )
