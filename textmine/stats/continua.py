"""Texts that coders cut into segments themselves: the records, and the pieces between all cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.errors import InputError
from textmine.stats.counts import MISSING, FloatArray, IntArray
from textmine.stats.intervals import Interval


@dataclass(frozen=True)
class Segment:
    """A stretch of a document that a coder gave a category: from `start` up to, not with, `end`.

    Places count from 0, in any whole unit of length, such as characters.
    """

    start: int
    end: int
    category: int
    coder: int


@dataclass(frozen=True)
class Continuum:
    """A document of that length, who read it, and the segments that they marked.

    `coders` are all who looked for segments: one who marked nothing says that there is nothing.
    """

    length: int
    coders: tuple[int, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class UnitizingAlpha:
    """One figure of agreement on segments, with what is needed to read it.

    `value` is at most 1, and nan when undefined; `reason` then says why. `observed` and `expected`
    are disagreements, in the unit of the figure's own formula. `n_documents` counts documents with
    two coders or more, `n_segments` and `length` the segments and the length of those. `category`
    is None for a figure over all categories.
    """

    name: str
    value: float
    reason: str
    observed: float
    expected: float
    interval: Interval
    n_documents: int
    n_segments: int
    length: int
    category: int | None = None


def pairable(continua: Sequence[Continuum], n_categories: int) -> list[Continuum]:
    """Return the documents of two coders or more, after checking all of them.

    Raises `InputError`, naming document and segment (counted from 0), for a segment that is empty
    or beyond the document, of a category that is not 0 to n_categories - 1, or of another coder.
    """
    for number, document in enumerate(continua):
        if document.length < 0 or len(set(document.coders)) < len(document.coders):
            raise InputError(
                f"Document {number} needs a length of 0 or more and different coders. "
                f"Got length {document.length}, coders {list(document.coders)}."
            )
        for place, segment in enumerate(document.segments):
            where = f"Segment {place} of document {number} (counted from 0)"
            if not 0 <= segment.start < segment.end <= document.length:
                raise InputError(
                    f"{where} must lie within 0 to {document.length} and not be empty. "
                    f"Got {segment.start} to {segment.end}."
                )
            if not 0 <= segment.category < n_categories:
                raise InputError(
                    f"{where} has category {segment.category}, outside the codebook of "
                    f"{n_categories} categories."
                )
            if segment.coder not in document.coders:
                raise InputError(
                    f"{where} is by coder {segment.coder}, who is not among the document's coders "
                    f"{list(document.coders)}."
                )
    return [document for document in continua if len(document.coders) >= 2]


def check_overlap(document: Continuum, number: int, within: str) -> None:
    """Raise `InputError` when two segments of a coder overlap, naming the place.

    `within` is "coder" (segments of any categories) or "category" (of the same category only).
    """
    last: dict[tuple[int, ...], Segment] = {}
    for segment in sorted(document.segments, key=lambda segment: segment.start):
        key = (segment.coder,) if within == "coder" else (segment.coder, segment.category)
        before = last.get(key)
        if before is not None and segment.start < before.end:
            raise InputError(
                f"Two segments of coder {segment.coder} overlap in document {number} (counted "
                f"from 0), at {segment.start} to {min(segment.end, before.end)}: categories "
                f"{before.category} and {segment.category}.",
                hint="Segments of one category must not overlap."
                if within == "category"
                else "Use unitizing_alpha_2004, where categories may overlap, or unitize one "
                "dimension at a time.",
            )
        last[key] = segment


def pieces(document: Continuum) -> tuple[IntArray, FloatArray]:
    """Cut a document wherever a segment starts or ends.

    Returns the category of each piece by coder (n_pieces, n_coders), -1 in a gap, and the length
    of each piece (n_pieces,). The segments of a coder must not overlap.
    """
    ends = [place for segment in document.segments for place in (segment.start, segment.end)]
    cuts = np.unique(np.array([0, document.length, *ends], dtype=np.int64))
    codes = np.full((len(cuts) - 1, len(document.coders)), MISSING, dtype=np.int64)
    column = {coder: index for index, coder in enumerate(document.coders)}
    for segment in document.segments:
        first, last = np.searchsorted(cuts, (segment.start, segment.end))
        codes[first:last, column[segment.coder]] = segment.category
    return codes, np.diff(cuts).astype(np.float64)
