"""Predictions as rows of a table: a document a row."""

from __future__ import annotations

from typing import Any

from textmine.classify.applying import Prediction
from textmine.classify.model import CodingModel
from textmine.corpus import Corpus
from textmine.schema import AUTHOR, THREAD_ID


def prediction_rows(
    model: CodingModel, corpus: Corpus, predictions: dict[str, list[Prediction]]
) -> list[dict[str, Any]]:
    """Return a row a document: id, thread, author, then for each dimension the machine's code, its
    name and probability, and the runner-up; with the cell where the codebook crosses dimensions.
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
            prediction = said[place]
            row |= {
                f"{dimension}": prediction.code,
                f"{dimension}_name": names[dimension][prediction.code],
                f"{dimension}_probability": f"{prediction.probability:.4f}",
                f"{dimension}_runner_up": prediction.runner_up,
                f"{dimension}_runner_up_probability": f"{prediction.runner_up_probability:.4f}",
            }
        if product and product.rows in predictions and product.columns in predictions:
            sides = (predictions[product.rows][place], predictions[product.columns][place])
            row["cell"] = "".join(prediction.code for prediction in sides)
        row["coded_by"] = f"model:{model.name}"
        rows.append(row)
    return rows
