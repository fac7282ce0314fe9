"""Where coders gave different codes: the list of it, and the table to talk over."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan
from pathlib import Path

from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.coding.code_matrix import CodeMatrix
from textmine.stats.agreement.benchmark_scale import SCALES, ScaleWords, benchmark_probabilities
from textmine.stats.agreement.dawid_skene import DawidSkene, dawid_skene
from textmine.store.tables import write_table

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


@dataclass(frozen=True)
class Disagreement:
    """A unit to which coders gave different codes; a set of codes is written with ';'."""

    unit: str
    dimension: str
    codes: dict[str, str]


def list_disagreements(matrices: Sequence[CodeMatrix]) -> list[Disagreement]:
    """List the units to which coders gave different codes, by dimension, in the order of units.

    Crossed dimensions are left out, for they repeat what stands on their two sides, and so are
    those that follow from another one of the matrices.
    """
    disagreements = []
    for matrix in _listed(matrices):
        for unit, row in zip(matrix.units, matrix.codes, strict=True):
            unit_codes = {
                coder: matrix.typed(code)
                for coder, code in zip(matrix.coders, row, strict=True)
                if code >= 0
            }
            if len(set(unit_codes.values())) > 1:
                disagreements.append(Disagreement(unit, matrix.dimension, unit_codes))
    return disagreements


def said_disagreements(matrices: Sequence[CodeMatrix]) -> str:
    """Return how many disagreements there are: "3 disagreements", and which dimensions repeat them.

    >>> said_disagreements([])
    '0 disagreements'
    """
    n = len(list_disagreements(matrices))
    sentence = f"{n:,} disagreement{'' if n == 1 else 's'}"
    listed = {id(code_matrix) for code_matrix in _listed(matrices)}
    derived = [matrix for matrix in matrices if not matrix.crossed and id(matrix) not in listed]
    repeated = (
        f"'{code_matrix.dimension}', which follows from '{code_matrix.derived_from}'"
        for code_matrix in derived
    )
    dimensions = " and ".join(repeated)
    return (
        f"{sentence} (those on {dimensions}, are not counted again)"
        if n and dimensions
        else sentence
    )


def _listed(matrices: Sequence[CodeMatrix]) -> list[CodeMatrix]:
    """Return the matrices whose disagreements no other one has."""
    there = {matrix.dimension for matrix in matrices}
    return [
        matrix for matrix in matrices if not matrix.crossed and matrix.derived_from not in there
    ]


def write_disagreements(
    target: Path, found: Sequence[Disagreement], coders: Sequence[str], texts: Mapping[str, str]
) -> None:
    """Write a CSV with a row a disagreement: the code of each coder, and the text of the unit."""
    rows = (
        [
            item.unit,
            item.dimension,
            *(item.codes.get(coder, "") for coder in coders),
            texts.get(item.unit, ""),
        ]
        for item in found
    )
    write_table(target, ["unit", "dimension", *coders, "text"], rows)
