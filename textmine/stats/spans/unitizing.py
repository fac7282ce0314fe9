"""Agreement on segments: where coders place them in a text, and which code they give them.

The coefficients of Krippendorff, Mathet, Bouvry and Widlöcher (2016). Several documents form one
continuum: what each brings is added up, so that documents can be resampled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Bools, Floats, Ints
from textmine.errors import InputError
from textmine.stats.counts import check_n_categories, integers
from textmine.stats.intervals import Interval, check_level
from textmine.stats.resampling import Pool, Replicates, check_resampling, replicates
from textmine.stats.totals import TINY, Solution, divide


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

    documents: Ints
    lengths: Ints
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


def _check_segment(s: Segment, lengths: Ints, n_categories: int, readers: Bools) -> None:
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


@dataclass(frozen=True)
class UnitizingFigure:
    """One alpha of segments, at most 1, with its observed and expected disagreement.

    `value` is nan where undefined, and `reason` says why. `interval` is over
    documents, that of `Replicates`. `category` is set for the figures of one category.
    """

    name: str
    value: float
    observed: float
    expected: float
    interval: Interval
    category: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class UnitizingAlpha:
    """The coefficients of 2016, over documents read by two coders or more.

    `overall` (u-alpha) compares places and categories, `binary` (|u-alpha) only what is segment
    and what is gap, `coding` (cu-alpha) only the categories, where segments meet, and
    `per_category` ((k)u-alpha) each category with all else. `category_lengths` are the lengths
    that each category covers, the last one the gaps, added up over coders.
    """

    overall: UnitizingFigure
    binary: UnitizingFigure
    coding: UnitizingFigure
    per_category: tuple[UnitizingFigure, ...]
    category_lengths: tuple[int, ...]
    n_documents: int
    n_coders: int


def unitizing_alpha(
    segments: Sequence[Segment],
    lengths: ArrayLike,
    n_categories: int,
    n_coders: int,
    *,
    read: ArrayLike | None = None,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> UnitizingAlpha:
    """Compute the u-alpha family of coefficients from segments.

    `lengths` are those of the documents (n_documents,), in characters or tokens, and `read` says
    who read which, (n_documents, n_coders) of bool; everybody read everything when None. A coder
    who read a document and marked nothing left one gap. Segments of one coder do not overlap; for
    those that do, across categories, see `unitizing_alpha_2004`. Raises `InputError` for
    overlaps, naming document and place, and for segments outside the documents, coders or
    categories. Source: Krippendorff, Mathet, Bouvry and Widlöcher (2016), On the reliability of
    unitizing textual continua: Further developments. Segments of length 1 without gaps give
    the alpha of codes, here .676.

    >>> coders = ["123322412513", "123323422512"]
    >>> segments = [
    ...     Segment(0, coder, place, place + 1, int(code) - 1)
    ...     for coder, codes in enumerate(coders)
    ...     for place, code in enumerate(codes)
    ... ]
    >>> round(unitizing_alpha(segments, [12], 5, 2).overall.value, 6)
    0.676056
    """
    check_resampling(n_resamples, seed)
    continuum = make_continuum(segments, lengths, n_categories, n_coders, read, overlaps=False)
    q = n_categories
    pool = Pool(_features(continuum), np.ones(len(continuum.documents), np.int64), "documents")
    drawn = replicates(pool, n_resamples, seed)
    names = ["u-alpha", "|u-alpha", "cu-alpha"] + ["(k)u-alpha"] * q
    figures = [
        figure(name, solution, drawn, level, None if index < 3 else index - 3)
        for index, (name, solution) in enumerate(zip(names, _solve(drawn.totals, q), strict=True))
    ]
    matrix = drawn.totals[0, : (q + 1) ** 2].reshape(q + 1, q + 1)
    return UnitizingAlpha(
        figures[0],
        figures[1],
        figures[2],
        tuple(figures[3:]),
        tuple(round(float(length)) for length in matrix.sum(axis=1)),
        pool.n,
        n_coders,
    )


def figure(
    name: str, solution: Solution, drawn: Replicates, level: float, category: int | None = None
) -> UnitizingFigure:
    """Put together a figure from its solution for all documents first, then for replicates."""
    value = float(solution.value[0])
    reason = ""
    if drawn.n == 0:
        reason = "No document was read by two coders or more."
    elif np.isnan(value):
        of_category = "" if category is None else f" of category {category}"
        reason = f"The disagreement{of_category} expected by chance is 0, so it is undefined."
    interval = drawn.interval(solution.value, check_level(level), lowest=-1, highest=1)
    observed, expected = float(solution.observed[0]), float(solution.expected[0])
    return UnitizingFigure(name, value, observed, expected, interval, category, reason)


def _features(continuum: Continuum) -> Floats:
    """Return what each document adds.

    First the coincidences of lengths, with the gaps as the last category, then the squared
    lengths of segments by category, then the sum of their squared pairable lengths.
    """
    q = continuum.n_categories
    rows = np.zeros((len(continuum.documents), (q + 1) ** 2 + q + 1))
    for row, length, coders in zip(rows, continuum.lengths, continuum.segments, strict=True):
        edges = {edge for own in coders for s in own for edge in (s.start, s.end)}
        cuts = np.array(sorted(edges | {0, int(length)}), dtype=np.int64)
        width = np.diff(cuts)
        labels = np.full((len(coders), len(width)), q)
        spans = []
        for coder, own in enumerate(coders):
            for s in own:
                begin, end = (int(index) for index in np.searchsorted(cuts, [s.start, s.end]))
                labels[coder, begin:end] = s.category
                spans.append((begin, end))
                row[(q + 1) ** 2 + s.category] += float(s.end - s.start) ** 2
        counts = (labels[:, :, None] == np.arange(q + 1)).sum(axis=0).astype(np.float64)
        weight = width / (len(coders) - 1)
        row[: (q + 1) ** 2] = (
            (counts * weight[:, None]).T @ counts - np.diag(weight @ counts)
        ).ravel()
        pairable = np.concatenate([[0.0], np.cumsum((counts[:, :q].sum(axis=1) - 1) * weight)])
        row[-1] = sum((pairable[end] - pairable[begin]) ** 2 for begin, end in spans)
    return rows


def _solve(totals: Floats, q: int) -> list[Solution]:
    """Solve u-alpha, |u-alpha, cu-alpha and each (k)u-alpha from rows of totals."""
    matrix = totals[:, : (q + 1) ** 2].reshape(-1, q + 1, q + 1)
    squares, pairable_squares = totals[:, -q - 1 : -1], totals[:, -1]
    lengths = matrix.sum(axis=2)
    total, gaps = lengths.sum(axis=1), lengths[:, q]
    equal = matrix.diagonal(axis1=1, axis2=2)
    # Of all pairs, those of a place with its own segment cannot be; a gap is one place long.
    pairs = total**2 - squares.sum(axis=1) - gaps
    coded = matrix[:, :q, :q]
    coded_lengths = coded.sum(axis=2)
    coded_total = coded_lengths.sum(axis=1)
    return [
        _alpha(total - equal.sum(axis=1), total, total**2 - (lengths**2).sum(axis=1), pairs),
        _alpha(2 * (gaps - equal[:, q]), total, 2 * gaps * (total - gaps), pairs),
        _alpha(
            coded_total - equal[:, :q].sum(axis=1),
            coded_total,
            coded_total**2 - (coded_lengths**2).sum(axis=1),
            coded_total**2 - pairable_squares,
        ),
        *(
            _alpha(own - equal[:, k], own, own * (total - own), own * total - squares[:, k])
            for k, own in enumerate(lengths[:, :q].T)
        ),
    ]


def _alpha(different: Floats, total: Floats, expected: Floats, pairs: Floats) -> Solution:
    do = divide(different, total)
    de = divide(expected, np.where(pairs > TINY, pairs, 0))
    return Solution(1 - divide(do, np.where(de > TINY, de, 0)), do, de)
