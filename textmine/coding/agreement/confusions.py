"""What each coder gives where another code is likely, by Dawid and Skene's model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding.code_matrix import CodeMatrix
from textmine.stats.agreement.dawid_skene import DawidSkene, dawid_skene

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
    return [_confusions(one) for one in matrices if not one.sets and not one.crossed]


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
