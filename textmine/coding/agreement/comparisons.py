"""Agreement looked at closer: by pair, by coder, over time, and of a coder with herself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from textmine.codebook import Codebook
from textmine.coding.agreement.measures import ALPHA, Measure, alpha_of, measures_for
from textmine.coding.agreement.reliability import Estimate, Resampling, estimated, n_shared
from textmine.coding.code_matrix import CodeMatrix, matrices_of
from textmine.corpus.reading.dates import read_dates
from textmine.schema import Coding
from textmine.stats.shares.share_intervals import difference_interval

_PAIR_MEASURES = ("per cent agreement", "share of equal sets", "Cohen's kappa", ALPHA)
_FEWEST = 2


def by_pair(matrix: CodeMatrix, resampling: Resampling, weights: str = "") -> list[Estimate]:
    """Measure every pair of coders who coded two units or more in common."""
    estimates = []
    for first, second in combinations(matrix.coders, 2):
        pair = matrix.only(coders=(first, second))
        shared = pair.only((pair.codes >= 0).all(axis=1))
        if len(shared.units) >= _FEWEST:
            estimates += [
                estimated(measure, shared, resampling, f"{first} - {second}")
                for measure in measures_for(shared, weights)
                if measure.title.startswith(_PAIR_MEASURES)
            ]
    return estimates


def by_coder(matrix: CodeMatrix, resampling: Resampling, weights: str = "") -> list[Estimate]:
    """Give alpha of each coder with the others, and of the others without that coder.

    A coder with the others is alpha over the pairs that the coder is part of. With two coders both
    are the same thing as the overall alpha, and nothing is returned.
    """
    if len(matrix.coders) <= _FEWEST:
        return []
    estimates = []
    for coder in matrix.coders:
        others = [other for other in matrix.coders if other != coder]
        with_others = pairs_with(matrix, coder)
        rest = matrix.only(coders=others)
        for who, part in ((f"{coder} with the others", with_others), (f"without {coder}", rest)):
            if n_shared(part):
                estimates.append(estimated(alpha_of(part, weights), part, resampling, who))
    return estimates


def over_time(
    matrix: CodeMatrix,
    order: Mapping[str, Sequence[str]],
    resampling: Resampling,
    weights: str = "",
) -> list[Estimate]:
    """Compare the first with the second half of each coder's work: alpha with the others in each.

    `order` holds for each coder the units in the order in which they were coded. The third figure
    is the second half's alpha less the first's; a coder who drifts falls, one who learns rises.
    """
    all_estimates = []
    for coder in matrix.coders:
        pairs = pairs_with(matrix, coder)
        paired = set(pairs.units)
        coded = [unit for unit in order.get(coder, ()) if unit in paired]
        if len(coded) < 2 * _FEWEST:
            continue
        first = set(coded[: len(coded) // 2])
        early = np.array([unit in first for unit in pairs.units])
        second = set(coded) - first
        late = np.array([unit in second for unit in pairs.units])
        halves = [pairs.only(early), pairs.only(late)]
        measure = alpha_of(pairs, weights)
        estimates = [
            estimated(measure, half, resampling, f"{coder}, {name} half")
            for half, name in zip(halves, ("first", "second"), strict=True)
        ]
        all_estimates += [*estimates, _change(measure, estimates, resampling.drawn, coder)]
    return all_estimates


def with_herself(
    codings: Sequence[Coding],
    codebook: Codebook,
    coders: Sequence[str],
    resampling: Resampling,
    weights: str = "",
) -> dict[str, list[Estimate]]:
    """Measure each coder's agreement with herself where she coded documents in several rounds.

    `codings` are those of all rounds. Returns estimates by dimension; empty where nobody did.
    """
    by_dimension: dict[str, list[Estimate]] = {}
    for coder in coders:
        named, rounds = as_rounds(codings, coder)
        if len(rounds) < _FEWEST:
            continue
        for matrix in matrices_of(named, codebook, rounds):
            if n_shared(matrix):
                by_dimension.setdefault(matrix.dimension, []).extend(
                    estimated(measure, matrix, resampling, f"{coder}, round by round")
                    for measure in measures_for(matrix, weights)
                    if measure.title.startswith(_PAIR_MEASURES)
                )
    return by_dimension


def as_rounds(codings: Sequence[Coding], coder: str) -> tuple[tuple[Coding, ...], tuple[str, ...]]:
    """Return what one coder said as if each round were a coder of its own, and their names."""
    mine = [coding for coding in codings if coding.coder == coder]
    names = {number: f"{coder} (round {number})" for number in sorted({c.round for c in mine})}
    named = tuple(replace(coding, coder=names[coding.round]) for coding in mine)
    return named, tuple(names.values())


def coding_order(codings: Sequence[Coding]) -> dict[str, list[str]]:
    """Return for each coder the documents in the order of their time of coding.

    Where all have the same time, or a time cannot be read, the order of entry is taken.
    """
    times: dict[str, dict[str, str]] = {}
    for coding in codings:
        times.setdefault(coding.coder, {}).setdefault(coding.document, coding.created_at)
    return {coder: _by_time(list(mine), list(mine.values())) for coder, mine in times.items()}


def _by_time(units: list[str], times: list[str]) -> list[str]:
    read = read_dates(times).times
    if read.isna().any():
        return units
    return [units[index] for index in read.argsort(kind="stable")]


def pairs_with(matrix: CodeMatrix, coder: str) -> CodeMatrix:
    """Return a matrix of two columns, a row a unit and other coder: this coder, the other.

    A unit stands in it as often as it has other coders.
    """
    mine = matrix.codes[:, matrix.coders.index(coder)]
    rows = [
        (unit, mine[index], other)
        for index, unit in enumerate(matrix.units)
        for column, other in enumerate(matrix.codes[index])
        if matrix.coders[column] != coder and other >= 0 and mine[index] >= 0
    ]
    codes = np.array([row[1:] for row in rows], dtype=np.int64).reshape(-1, 2)
    units = tuple(row[0] for row in rows)
    return replace(matrix, units=units, coders=(coder, "the others"), codes=codes)


def _change(measure: Measure, estimates: Sequence[Estimate], drawn: str, coder: str) -> Estimate:
    """Return the second half's figure less the first's, with the interval of the difference."""
    first, second = estimates
    return Estimate(
        measure.title,
        replace(second.coefficient, value=second.coefficient.value - first.coefficient.value),
        replace(
            difference_interval(
                *(second.coefficient.value, second.interval),
                *(first.coefficient.value, first.interval),
            ),
            resampled=drawn,
            reason=first.interval.reason or second.interval.reason,
        ),
        first.n + second.n,
        f"{coder}, second less first",
    )
