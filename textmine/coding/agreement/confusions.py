"""Which codes coders mix up, what each gives where another is likely, and alpha in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan

from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.coding.code_matrix import CodeMatrix
from textmine.stats.agreement.benchmark_scale import SCALES, ScaleWords, benchmark_probabilities
from textmine.stats.agreement.dawid_skene import DawidSkene, dawid_skene

_NORMAL = 1.96
"""Standard errors between a figure and the limits of its 95 % interval."""


_MOST_CODERS = 12


@dataclass(frozen=True)
class CoderConfusions:
    """The confusions of the coders on one dimension.

    `model` has coders and codes in the order of `coders` and `codes`; it is None where there is no
    estimate, and `remarks` then say why.
    """

    dimension: str
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    model: DawidSkene | None
    remarks: tuple[str, ...]


def measure_confusions(matrices: Sequence[CodeMatrix]) -> list[CoderConfusions]:
    """Fit the model to every dimension but crossed ones and those where units have sets of codes.

    More coders than 12 get a remark in the place of it, because nobody would read so many.
    """
    return [_confusions(matrix) for matrix in matrices if not matrix.sets and not matrix.crossed]


def _confusions(matrix: CodeMatrix) -> CoderConfusions:
    name, coders, codes = matrix.dimension, matrix.coders, matrix.categories
    if len(coders) > _MOST_CODERS:
        remark = f"'{name}' has {len(coders)} coders; name some with --coders."
        return CoderConfusions(name, coders, codes, None, (remark,))
    model = dawid_skene(matrix.codes, len(codes))
    if model.reason:
        return CoderConfusions(name, coders, codes, None, (f"{name}: {model.reason}",))
    remarks = tuple(f"{name}: {remark}" for remark in model.remarks)
    return CoderConfusions(name, coders, codes, model, remarks)


@dataclass(frozen=True)
class MixedUp:
    """Two codes (or sets of them, with ';') of which two coders gave one each, and how often.

    `shared` counts the pairs of coders of a unit on this dimension, those who agree too.
    """

    dimension: str
    codes: tuple[str, str]
    times: int
    shared: int


def mixed_up(matrices: Sequence[CodeMatrix], most: int = 12) -> list[MixedUp]:
    """Return the codes that coders mix up on each dimension, the commonest first."""
    confusions: list[MixedUp] = []
    for matrix in matrices:
        if matrix.crossed or matrix.derived_from:
            continue
        pairs: Counter[tuple[str, str]] = Counter()
        shared = 0
        for row in matrix.codes.tolist():
            unit_codes = [matrix.typed(code) for code in row if code >= 0]
            for one, other in combinations(unit_codes, 2):
                shared += 1
                if one != other:
                    first, second = sorted((one, other))
                    pairs[first, second] += 1
        confusions += [
            MixedUp(matrix.dimension, codes, n, shared) for codes, n in pairs.most_common(most)
        ]
    return confusions


def words_for_alpha(result: DimensionAgreement) -> tuple[ScaleWords, ...]:
    """Return for each scale how likely each of its words is for alpha of a dimension.

    The normal is as wide below and above alpha as its interval is. An interval of no width is
    none: coders who never differed may differ on the next unit.
    """
    value, interval = result.alpha.coefficient.value, result.alpha.interval
    below, above = value - interval.low, interval.high - value
    if not below + above > 0:
        below = above = nan
    return tuple(
        benchmark_probabilities(value, below / _NORMAL, scale, error_above=above / _NORMAL)
        for scale in SCALES
    )
