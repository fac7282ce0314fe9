"""Where coders gave different codes: the list of it, and the table to talk over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.coding.code_matrix import CodeMatrix
from textmine.store.tables import write_table


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
