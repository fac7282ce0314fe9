"""Where coders gave different codes: the list of it, and the table to talk over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.coding.agreement.code_matrix import CodeMatrix
from textmine.store.tables import write_table


@dataclass(frozen=True)
class Disagreement:
    """A unit to which coders gave different codes; a set of codes is written with ';'."""

    unit: str
    dimension: str
    codes: dict[str, str]


def list_disagreements(matrices: Sequence[CodeMatrix]) -> list[Disagreement]:
    """List the units to which coders gave different codes, by dimension, in the order of units.

    Crossed dimensions are left out: they repeat what stands on their two sides.
    """
    found = []
    for matrix in (one for one in matrices if not one.crossed):
        for unit, row in zip(matrix.units, matrix.codes, strict=True):
            given = {
                coder: matrix.typed(code)
                for coder, code in zip(matrix.coders, row, strict=True)
                if code >= 0
            }
            if len(set(given.values())) > 1:
                found.append(Disagreement(unit, matrix.dimension, given))
    return found


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
