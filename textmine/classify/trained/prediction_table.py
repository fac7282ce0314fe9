"""Predictions as rows of a table: a document a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.classify.machine_codes import MachineCodes
from textmine.classify.trained.model import CodingModel
from textmine.corpus import Corpus
from textmine.schema import AUTHOR, THREAD_ID

_BETWEEN, _NONE = "; ", "-"
_AT_ONCE = 5_000


@dataclass(frozen=True)
class PredictionRows:
    """The rows of `prediction_rows`, made few at a time as they are read; `places` are those of
    the documents that are given out, all where it is None.
    """

    model: CodingModel
    corpus: Corpus
    predictions: dict[str, MachineCodes]
    places: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.corpus) if self.places is None else len(self.places)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        places = range(len(self)) if self.places is None else self.places
        for start in range(0, len(places), _AT_ONCE):
            here = np.asarray(places[start : start + _AT_ONCE], dtype=np.int64)
            documents = self.corpus.documents.iloc[here]
            predictions = {
                name: prediction.take(here) for name, prediction in self.predictions.items()
            }
            yield from prediction_rows(
                self.model, replace(self.corpus, documents=documents), predictions
            )

    @property
    def columns(self) -> list[str]:
        """The columns of the rows."""
        return [*next(iter(replace(self, places=range(1))))]

    def only(self, places: Sequence[int]) -> PredictionRows:
        """Return the rows of some of the documents."""
        return replace(self, places=places)


def prediction_rows(
    model: CodingModel, corpus: Corpus, predictions: dict[str, MachineCodes]
) -> list[dict[str, Any]]:
    """Return a row a document: id, thread, author, then for each dimension the machine's code, its
    name and probability, and the runner-up; with the cell where the codebook crosses dimensions.

    Where documents take several codes they stand in one cell with "; " between them (none: "-"),
    as do their names and probabilities, and the runner-up is the likeliest code not given.
    """
    names = {
        dimension.id: {code.id: code.name for code in dimension.codes}
        for dimension in model.codebook.dimensions
    }
    columns: dict[str, Sequence[Any]] = {
        "id": corpus.ids,
        "thread_id": corpus.column(THREAD_ID),
        "author": corpus.column(AUTHOR),
    }
    for dimension, part in predictions.items():
        columns |= _columns(dimension, part, names[dimension])
    product = model.codebook.product
    if product and product.rows in predictions and product.columns in predictions:
        sides = (predictions[product.rows].codes, predictions[product.columns].codes)
        columns["cell"] = [row[0] + column[0] for row, column in zip(*sides, strict=True)]
    columns["coded_by"] = [f"model:{model.name}"] * len(corpus)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _columns(dimension: str, said: MachineCodes, names: dict[str, str]) -> dict[str, list[str]]:
    p, given, codes = said.probabilities, said.given, said.codes
    told: list[list[str]] = [[] for _ in given]
    for row, value in zip(np.nonzero(given)[0].tolist(), p[given].tolist(), strict=True):
        told[row].append(f"{value:.4f}")
    second = np.where(given, -1.0, p).argmax(axis=1)
    beside = np.asarray(~given.all(axis=1))  # there is a code that was not given
    next_ones = zip(
        beside.tolist(), second.tolist(), p[np.arange(len(p)), second].tolist(), strict=True
    )
    runners_up = [
        (said.classes[place], f"{value:.4f}") if there else ("", "")
        for there, place, value in next_ones
    ]
    return {
        dimension: [_BETWEEN.join(mine) or _NONE for mine in codes],
        f"{dimension}_name": [_BETWEEN.join([names[code] for code in mine]) for mine in codes],
        f"{dimension}_probability": [_BETWEEN.join(values) for values in told],
        f"{dimension}_runner_up": [code for code, _ in runners_up],
        f"{dimension}_runner_up_probability": [value for _, value in runners_up],
    }
