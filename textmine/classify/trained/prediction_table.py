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
    rows: list[dict[str, Any]] = []
    threads, authors = corpus.column(THREAD_ID), corpus.column(AUTHOR)
    names = {
        dimension.id: {code.id: code.name for code in dimension.codes}
        for dimension in model.codebook.dimensions
    }
    product = model.codebook.product
    for index, identity in enumerate(corpus.ids):
        row: dict[str, Any] = {
            "id": identity,
            "thread_id": threads[index],
            "author": authors[index],
        }
        for dimension, part in predictions.items():
            row |= _cells(dimension, part, index, names[dimension])
        if product and product.rows in predictions and product.columns in predictions:
            sides = (predictions[product.rows], predictions[product.columns])
            row["cell"] = "".join(side.codes_at(index)[0] for side in sides)
        row["coded_by"] = f"model:{model.name}"
        rows.append(row)
    return rows


def _cells(dimension: str, said: MachineCodes, place: int, names: dict[str, str]) -> dict[str, str]:
    marks, p = said.given[place], said.probabilities[place]
    codes = said.codes_at(place)
    second = int(np.argmax(np.where(marks, -1.0, p)))
    beside = bool(marks.all())  # there is no code that was not given
    return {
        dimension: _BETWEEN.join(codes) or _NONE,
        f"{dimension}_name": _BETWEEN.join(names[code] for code in codes),
        f"{dimension}_probability": _BETWEEN.join(f"{value:.4f}" for value in p[marks]),
        f"{dimension}_runner_up": "" if beside else said.classes[second],
        f"{dimension}_runner_up_probability": "" if beside else f"{p[second]:.4f}",
    }
