"""What a model said of its own corpus by models that had not seen the document or its group.

These codes are the only ones that may stand for the machine on documents that it was trained on.
Documents without a code are scored by every fold's model, so that they can be set beside the coded
ones: the mean of models that each saw as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.choices import Labels
from textmine.classify.machine_codes import MachineCodes, codes_of
from textmine.errors import InputError
from textmine.store.opened import damage_told
from textmine.store.tables import read_table, table_text

_FOLDER = "out_of_fold"
_PROBABILITY = "p:"
_BETWEEN = " | "
_SHOWN = "suggested"
_FEWEST = 10
"""Documents that were coded blind, below which those with a suggestion in view count as well."""


@dataclass(frozen=True)
class HeldOutCodes:
    """Codes of the training documents on one dimension, each by a model that never saw its group.

    `gold` (bool, (n_documents, n_classes)) marks the codes that the coder gave, `fold`
    (n_documents,) the fold in which a document was held out. `rest` are the documents of the corpus
    without a code, with the mean probabilities of the folds' models. `shown` documents were coded
    with the suggestion of a model in view.
    """

    said: MachineCodes
    gold: Bools
    fold: Ints
    rest: MachineCodes
    shown: frozenset[str] = frozenset()

    @property
    def blind_places(self) -> Ints:
        """The places of the documents whose codes show how a model errs: those coded blind.

        All of them where fewer than ten were coded blind.
        """
        blind = np.array(
            [document not in self.shown for document in self.said.documents], dtype=np.bool_
        )
        return np.flatnonzero(blind if blind.sum() >= _FEWEST else np.ones_like(blind))

    @property
    def blind(self) -> HeldOutCodes:
        """The same for the documents of `blind_places` alone."""
        at = self.blind_places
        return replace(self, said=self.said.take(at), gold=self.gold[at], fold=self.fold[at])

    @property
    def gold_codes(self) -> list[tuple[str, ...]]:
        """The codes that the coder gave to each document."""
        return codes_of(self.gold, self.said.classes)


def write_held_out(folder: Path, parts: Sequence[HeldOutCodes]) -> None:
    """Write two CSV a dimension into a model's folder: the coded documents, and the rest."""
    target = folder / _FOLDER
    target.mkdir(exist_ok=True)
    for part in parts:
        gold = map(_BETWEEN.join, part.gold_codes)
        extra: dict[str, Iterable[str]] = {"fold": map(str, part.fold), "gold": gold}
        if part.shown:
            extra[_SHOWN] = ["yes" if i in part.shown else "" for i in part.said.documents]
        _write(target / f"{part.said.dimension}.csv", part.said, extra)
        _write(target / f"{part.said.dimension}.rest.csv", part.rest, {})


def read_held_out(folder: Path, dimension: str, labels: Labels = "single") -> HeldOutCodes:
    """Read the held-out codes of a dimension; raise InputError when the model has none."""
    path = folder / _FOLDER / f"{dimension}.csv"
    others = folder / _FOLDER / f"{dimension}.rest.csv"
    if not (path.is_file() and others.is_file()):
        raise InputError(
            f"The model in {folder} has no held-out codes on '{dimension}'.",
            hint="It is of an earlier textmine: train it again.",
        )
    with damage_told(path, "Train the model again."):
        machine_codes, extra = _read(path, dimension, labels)
        rest, _ = _read(others, dimension, labels)
        shown_pairs = zip(machine_codes.documents, extra.get(_SHOWN, ()), strict=False)
        return HeldOutCodes(
            said=machine_codes,
            gold=_marks(extra["gold"], machine_codes.classes),
            fold=np.array([int(fold) for fold in extra["fold"]], dtype=np.int64),
            rest=rest,
            shown=frozenset(document for document, shown in shown_pairs if shown),
        )


def _write(path: Path, machine_codes: MachineCodes, extra: Mapping[str, Iterable[str]]) -> None:
    named = [_PROBABILITY + code for code in machine_codes.classes]
    columns = [machine_codes.documents, *extra.values(), map(_BETWEEN.join, machine_codes.codes)]
    rows = (
        [*cells, *(f"{p:.6f}" for p in row)]
        for *cells, row in zip(*columns, machine_codes.probabilities, strict=True)
    )
    path.write_bytes(table_text(["document", *extra, "code", *named], rows).encode())


def _read(path: Path, dimension: str, labels: Labels) -> tuple[MachineCodes, dict[str, list[str]]]:
    table = read_table(path)
    header, rows = table.columns, table.rows
    n_fixed = header.index("code") + 1
    classes = tuple(name.removeprefix(_PROBABILITY) for name in header[n_fixed:])
    cells = {name: [row[index] for row in rows] for index, name in enumerate(header[:n_fixed])}
    probabilities = np.array([[float(p) for p in row[n_fixed:]] for row in rows], dtype=np.float64)
    machine_codes = MachineCodes(
        dimension,
        labels,
        classes,
        tuple(cells["document"]),
        probabilities.reshape(len(rows), len(classes)),
        _marks(cells["code"], classes),
    )
    return machine_codes, cells


def _marks(cells: Sequence[str], classes: Sequence[str]) -> Bools:
    place_of = {code: index for index, code in enumerate(classes)}
    marks = np.zeros((len(cells), len(classes)), dtype=np.bool_)
    for row, cell in enumerate(cells):
        for code in cell.split(_BETWEEN) if cell else ():
            marks[row, place_of[code]] = True
    return marks
