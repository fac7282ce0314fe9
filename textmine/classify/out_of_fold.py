"""What a model said of its own training documents while their group was held out.

These codes are the only ones that may stand for the machine on documents that it was trained on.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError

_FOLDER = "out_of_fold"
_PROBABILITY = "p:"


@dataclass(frozen=True)
class HeldOutCodes:
    """Codes of the training documents on one dimension, each by a model that never saw its group.

    `fold` has shape (n_documents,), `probabilities` (n_documents, n_classes) with rows that sum
    to 1; `gold` and `codes` are ids of codes, as the coder and the machine gave them.
    """

    dimension: str
    classes: tuple[str, ...]
    documents: tuple[str, ...]
    fold: NDArray[np.int64]
    gold: tuple[str, ...]
    codes: tuple[str, ...]
    probabilities: NDArray[np.float64]


def write_held_out(folder: Path, parts: Sequence[HeldOutCodes]) -> None:
    """Write one CSV a dimension into a model's folder."""
    target = folder / _FOLDER
    target.mkdir(exist_ok=True)
    for part in parts:
        path = target / f"{part.dimension}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            named = [_PROBABILITY + code for code in part.classes]
            writer.writerow(["document", "fold", "gold", "code", *named])
            rows = zip(
                part.documents, part.fold, part.gold, part.codes, part.probabilities, strict=True
            )
            for document, fold, gold, code, row in rows:
                writer.writerow([document, fold, gold, code, *(f"{p:.6f}" for p in row)])


def read_held_out(folder: Path, dimension: str) -> HeldOutCodes:
    """Read the held-out codes of a dimension; raise InputError when the model has none."""
    path = folder / _FOLDER / f"{dimension}.csv"
    if not path.is_file():
        raise InputError(
            f"The model in {folder} has no held-out codes on '{dimension}'.",
            hint="It is of an earlier textmine: train it again.",
        )
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader)
        rows = list(reader)
    n_fixed = header.index("code") + 1
    return HeldOutCodes(
        dimension=dimension,
        classes=tuple(name.removeprefix(_PROBABILITY) for name in header[n_fixed:]),
        documents=tuple(row[0] for row in rows),
        fold=np.array([int(row[1]) for row in rows], dtype=np.int64),
        gold=tuple(row[2] for row in rows),
        codes=tuple(row[3] for row in rows),
        probabilities=np.array([[float(p) for p in row[n_fixed:]] for row in rows]),
    )
