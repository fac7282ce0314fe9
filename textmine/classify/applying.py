"""Code documents with a trained model: the code, its probability and the runner-up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from textmine.classify.calibration import Floats, class_scores, softmax
from textmine.classify.columns import unit_columns
from textmine.classify.model import CodingModel
from textmine.config import NlpSettings, Progress, silent
from textmine.corpus import Corpus
from textmine.nlp import prepare_texts
from textmine.schema import Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class Prediction:
    """What a model says of one document on one dimension; probabilities 0 to 1."""

    document: str
    dimension: str
    code: str
    probability: float
    runner_up: str
    runner_up_probability: float


def apply_model(
    workspace: Workspace,
    model: CodingModel,
    whole: Corpus,
    chosen: Corpus,
    n_process: int = 1,
    progress: Progress = silent,
) -> dict[str, list[Prediction]]:
    """Return the predictions of each dimension for the documents of `chosen`, in their order.

    Texts are read with the settings the model was trained with; neighbours come from `whole`.
    """
    settings = NlpSettings.model_validate(
        {**model.manifest.settings["nlp"], "n_process": n_process}
    )
    prepared = prepare_texts(whole.texts, settings, (), workspace, progress)
    columns = unit_columns(whole, prepared).loc[chosen.ids]
    result: dict[str, list[Prediction]] = {}
    for part in model.dimensions:
        features = part.pipeline[:-1].transform(columns)
        scores = class_scores(part.pipeline[-1], features, len(part.classes))
        probabilities = softmax(scores, part.temperature)
        result[part.dimension] = _predictions(
            chosen.ids, part.dimension, part.classes, probabilities
        )
    return result


def machine_codings(
    predictions: dict[str, list[Prediction]], corpus: str, model: CodingModel
) -> list[Coding]:
    """Return predictions as codings of origin "machine", by a coder named after the model."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    return [
        Coding(
            corpus=corpus,
            document=prediction.document,
            dimension=prediction.dimension,
            code=prediction.code,
            coder=f"model:{model.name}",
            origin="machine",
            codebook=model.codebook.name,
            codebook_version=model.codebook.version,
            model=model.name,
            probability=round(prediction.probability, 6),
            created_at=now,
        )
        for part in predictions.values()
        for prediction in part
    ]


def _predictions(
    ids: list[str], dimension: str, classes: tuple[str, ...], probabilities: Floats
) -> list[Prediction]:
    order = np.argsort(-probabilities, axis=1, kind="stable")
    return [
        Prediction(
            document=identity,
            dimension=dimension,
            code=classes[ranked[0]],
            probability=float(row[ranked[0]]),
            runner_up=classes[ranked[1]],
            runner_up_probability=float(row[ranked[1]]),
        )
        for identity, ranked, row in zip(ids, order, probabilities, strict=True)
    ]
