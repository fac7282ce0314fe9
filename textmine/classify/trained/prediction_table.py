"""Predictions as rows of a table: a document a row."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.classify.machine_codes import MachineCodes
from textmine.classify.trained.model import CodingModel
from textmine.corpus import Corpus
from textmine.schema import AUTHOR, THREAD_ID

_BETWEEN, _NONE = "; ", "-"


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
    for place, identity in enumerate(corpus.ids):
        row: dict[str, Any] = {
            "id": identity,
            "thread_id": threads[place],
            "author": authors[place],
        }
        for dimension, said in predictions.items():
            row |= _cells(dimension, said, place, names[dimension])
        if product and product.rows in predictions and product.columns in predictions:
            sides = (predictions[product.rows], predictions[product.columns])
            row["cell"] = "".join(side.codes_at(place)[0] for side in sides)
        row["coded_by"] = f"model:{model.name}"
        rows.append(row)
    return rows


def _cells(dimension: str, said: MachineCodes, place: int, names: dict[str, str]) -> dict[str, str]:
    given, p = said.given[place], said.probabilities[place]
    codes = said.codes_at(place)
    second = int(np.argmax(np.where(given, -1.0, p)))
    beside = bool(given.all())  # there is no code that was not given
    return {
        dimension: _BETWEEN.join(codes) or _NONE,
        f"{dimension}_name": _BETWEEN.join(names[code] for code in codes),
        f"{dimension}_probability": _BETWEEN.join(f"{value:.4f}" for value in p[given]),
        f"{dimension}_runner_up": "" if beside else said.classes[second],
        f"{dimension}_runner_up_probability": "" if beside else f"{p[second]:.4f}",
    }
