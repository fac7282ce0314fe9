"""Krippendorff's first alpha of segments, category by category, where categories may overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.stats.resampling import Pool, check_resampling, replicates
from textmine.stats.spans.unitizing import (
    Continuum,
    Segment,
    UnitizingFigure,
    figure,
    make_continuum,
)
from textmine.stats.totals import TINY, Solution, divide


@dataclass(frozen=True)
class UnitizingAlpha2004:
    """Alpha of all categories together and of each, over documents with two readers or more.

    `category_segments` counts the segments of each category, over all coders.
    """

    overall: UnitizingFigure
    per_category: tuple[UnitizingFigure, ...]
    category_segments: tuple[int, ...]
    n_documents: int
    n_coders: int


def unitizing_alpha_2004(
    segments: Sequence[Segment],
    lengths: ArrayLike,
    n_categories: int,
    n_coders: int,
    *,
    read: ArrayLike | None = None,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> UnitizingAlpha2004:
    """Compute the alpha of segments of 1995 and 2004, for each category and over all.

    Arguments are those of `unitizing_alpha`. Segments of one coder may overlap when their
    categories differ. Several documents are an extension of ours: no segment or gap crosses an
    edge, so the places where a segment fits into a gap are a share of those where it fits into a
    document. For new studies without overlaps the coefficients of 2016 replace it.
    Raises `InputError` as `unitizing_alpha` does. Source: Krippendorff (1995), On the
    reliability of unitizing continuous data; the example is Krippendorff (2004), Content
    Analysis, 2nd edition, page 254, a continuum of 300 from 150 on.

    >>> first = [(225, 70, 0), (370, 30, 0), (180, 60, 1), (300, 50, 1)]
    >>> second = [(220, 80, 0), (355, 20, 0), (400, 20, 0), (180, 60, 1), (300, 50, 1)]
    >>> segments = [
    ...     Segment(0, coder, start - 150, start - 150 + length, category)
    ...     for coder, own in enumerate((first, second))
    ...     for start, length, category in own
    ... ]
    >>> found = unitizing_alpha_2004(segments, [300], 2, 2)
    >>> [round(figure.value, 4) for figure in (*found.per_category, found.overall)]
    [0.7286, 1.0, 0.8587]
    """
    check_resampling(n_resamples, seed)
    continuum = make_continuum(segments, lengths, n_categories, n_coders, read, overlaps=True)
    n = len(continuum.documents)
    solutions, counts = [], []
    for category in range(n_categories):
        features, unit_lengths = _features(continuum, category)
        pool = Pool(features, np.ones(n, np.int64), "documents")
        # The same seed draws the same documents for every category.
        drawn = replicates(pool, n_resamples, seed)
        solutions.append(_solve(drawn.totals, unit_lengths))
        counts.append(int(features[:, 3 : 3 + len(unit_lengths)].sum()))
    return UnitizingAlpha2004(
        figure("alpha_U", _together(solutions), drawn, level),
        tuple(
            figure("alpha_U", solution, drawn, level, index)
            for index, solution in enumerate(solutions)
        ),
        tuple(counts),
        n,
        n_coders,
    )


def _features(continuum: Continuum, category: int) -> tuple[Floats, Floats]:
    """Return what each document adds for one category, and the different lengths of segments.

    The columns: its length; the same times its readers; the sum of differences over ordered pairs
    of readers, by readers - 1; then for each length the number of such segments, the number of
    places where one fits into a gap, and the number where one fits into the document.
    """
    continua = [
        [np.array([(s.start, s.end) for s in own if s.category == category]) for own in coders]
        for coders in continuum.segments
    ]
    spans = [[own.reshape(-1, 2).astype(np.int64) for own in coders] for coders in continua]
    sizes = [np.diff(own, axis=1).ravel() for coders in spans for own in coders]
    lengths = np.unique(np.concatenate([np.zeros(0, np.int64), *sizes]))
    rows = np.zeros((len(spans), 3 + 3 * len(lengths)))
    for row, length, coders in zip(rows, continuum.lengths, spans, strict=True):
        gaps = [_gaps(own, int(length)) for own in coders]
        row[:2] = length, length * len(coders)
        for i, own in enumerate(coders):
            for j, others in enumerate(coders):
                if i != j:
                    row[2] += _overlapping(own, others) + 2 * _unmatched(own, gaps[j])
        row[2] /= len(coders) - 1
        units = np.concatenate(coders)
        room = np.diff(np.concatenate(gaps), axis=1) - lengths + 1
        row[3:] = np.concatenate(
            [
                (np.diff(units, axis=1) == lengths).sum(axis=0),
                np.maximum(room, 0).sum(axis=0),
                np.maximum(length - lengths + 1, 0),
            ]
        )
    return rows, lengths.astype(np.float64)


def _gaps(own: Ints, length: int) -> Ints:
    """Return the gaps around sorted segments: (n_gaps, 2), none of length 0."""
    edges = np.concatenate([[0], own.ravel(), [length]]).reshape(-1, 2)
    return edges[edges[:, 0] < edges[:, 1]]


def _overlapping(own: Ints, others: Ints) -> float:
    """Return the squared differences of start and of end, over segments that overlap."""
    a, b = own[:, None, :], others[None, :, :]
    meet = (a[..., 0] < b[..., 1]) & (b[..., 0] < a[..., 1])
    return float((((a - b) ** 2).sum(axis=2) * meet).sum())


def _unmatched(own: Ints, gaps: Ints) -> float:
    """Return the squared lengths of the segments that lie in a gap of the other coder."""
    a, b = own[:, None, :], gaps[None, :, :]
    inside = ((b[..., 0] <= a[..., 0]) & (a[..., 1] <= b[..., 1])).any(axis=1)
    return float((np.diff(own, axis=1).ravel()[inside] ** 2).sum())


def _solve(totals: Floats, lengths: Floats) -> Solution:
    """Solve alpha, and the observed and expected differences, from rows of totals."""
    length, all_read, observed = totals[:, 0], totals[:, 1], totals[:, 2]
    numbers, room, places = np.split(totals[:, 3:], 3, axis=1)
    n = numbers.sum(axis=1)
    # With one document this is the published formula: the factor is 1.
    room = room * divide(length[:, None] - lengths + 1, places)
    met = (n - 1) / 3 * (numbers @ (2 * lengths**3 - 3 * lengths**2 + lengths))
    alone = np.where(numbers > 0, numbers * room, 0) @ lengths**2
    pairs = all_read * (all_read - 1) - numbers @ (lengths * (lengths - 1))
    do = divide(observed, all_read * length)
    de = divide(2 * (met + alone), length * np.where(pairs > TINY, pairs, 0))
    return Solution(1 - divide(do, np.where(de > TINY, de, 0)), do, de)


def _together(solutions: list[Solution]) -> Solution:
    """Return alpha over all categories: the sums of the differences, compared."""
    do = np.sum([solution.observed for solution in solutions], axis=0)
    de = np.sum([solution.expected for solution in solutions], axis=0)
    return Solution(1 - divide(do, np.where(de > TINY, de, 0)), do, de)
