"""Code documents with a trained model: probabilities, and the codes that the rules allow."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.classify.features.batches import thread_batches
from textmine.classify.features.blocks import take_blocks
from textmine.classify.features.columns import threads_of
from textmine.classify.features.feature_columns import ColumnSources, feature_columns, text_vectors
from textmine.classify.features.neighbourhood import Neighbourhood, neighbourhood
from textmine.classify.learning.classifiers import member_scores
from textmine.classify.learning.decoding import Decoded, decode
from textmine.classify.learning.encoder_member import ENCODER, encoder_scores
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.trained.explaining import Why, effective_weights, explain, in_order
from textmine.classify.trained.model import CodingModel, DimensionModel
from textmine.coding import attributes_of
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.nlp import Prepared, prepare_texts
from textmine.nlp.encoders import Vectors
from textmine.schema import Coding

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep


@dataclass(frozen=True)
class Applied:
    """What a model says of documents: its codes by dimension, what the rules changed, and why each
    code was given, where that was asked for. `prepared` and `vectors` (where the model reads
    sentence embeddings) have a row for each of the documents. Of `seconds` of coding,
    `meaning_seconds` went into those vectors.
    """

    decoded: Decoded
    prepared: Prepared
    vectors: Vectors | None = None
    why: tuple[Why, ...] = ()
    seconds: float = 0.0
    meaning_seconds: float = 0.0

    @property
    def codes(self) -> dict[str, MachineCodes]:
        """The codes of each dimension, in the order of the documents."""
        return self.decoded.codes


def apply_model(
    workspace: Keep,
    model: CodingModel,
    whole: Corpus,
    chosen: Corpus,
    n_process: int = 1,
    progress: Progress = silent,
) -> dict[str, MachineCodes]:
    """Return the codes of each dimension for the documents of `chosen`, in their order.

    Texts are read with the settings the model was trained with; neighbours come from `whole`.
    """
    return apply_fully(workspace, model, whole, chosen, n_process, progress).codes


def apply_fully(
    workspace: Keep,
    model: CodingModel,
    whole: Corpus,
    chosen: Corpus,
    n_process: int = 1,
    progress: Progress = silent,
    n_terms: int = 0,
) -> Applied:
    """Apply a model as `apply_model` does, and say what the codebook's rules changed.

    With `n_terms` the reasons for each code come too, that many for each.
    """
    begin, meaning = time.perf_counter(), 0.0
    settings = model.nlp.model_copy(update={"n_process": n_process})
    prepared = prepare_texts(whole.texts, settings, (), workspace, progress)
    encoder = model.manifest.settings["encoder"]
    weights = model.manifest.details.get("encoder", {}).get("sha256", "")
    sources = ColumnSources(workspace, model.codebook, model.blocks, settings, encoder, weights)
    wanted = set(chosen.ids)
    row_of = {identity: row for row, identity in enumerate(whole.ids)}
    threads = [thread for thread in threads_of(whole) if not wanted.isdisjoint(thread)]
    total, done = sum(map(len, threads)), 0
    rows: list[str] = []
    found: dict[str, list[NDArray[np.float64]]] = {part.dimension: [] for part in model.dimensions}
    weights = {
        part.dimension: effective_weights(model, part) for part in model.dimensions if n_terms
    }
    why: list[Why] = []
    for batch in thread_batches(threads):
        progress("coding", done, total)
        read = prepared.take([row_of[identity] for thread in batch for identity in thread])
        meaning += _timed(text_vectors, sources, read.clean)
        columns = feature_columns(sources, whole, prepared, batch)
        tables = {name: made.transform(columns) for name, made in model.features.items()}
        rows += list(columns.index)
        for part in model.dimensions:
            table = tables[part.features]
            around = neighbourhood(batch)
            scores = _scores(model, part, table, [str(text) for text in columns["text"]], around)
            found[part.dimension].append(part.settled.probabilities(scores, around))
            if n_terms:
                here = [row for row, identity in enumerate(columns.index) if identity in wanted]
                ids, heavy = list(columns.index), weights[part.dimension]
                why += explain(part, heavy, table, scores, around, ids, here, n_terms)
        done += len(columns)
    progress("coding", total, total)
    place_of = {identity: place for place, identity in enumerate(rows)}
    at = [place_of[identity] for identity in chosen.ids]
    said = {
        part.dimension: _machine_codes(part, chosen.ids, np.vstack(found[part.dimension])[at])
        for part in model.dimensions
    }
    preferences = {
        part.dimension: part.settled.decision.preference(said[part.dimension].probabilities)
        for part in model.dimensions
    }
    about = attributes_of(chosen, model.codebook)
    decoded = decode(said, preferences, model.codebook, about)
    read = prepared.take([row_of[identity] for identity in chosen.ids])
    vectors = text_vectors(sources, read.clean)
    reasons = tuple(in_order(why, chosen.ids, decoded))
    return Applied(decoded, read, vectors, reasons, time.perf_counter() - begin, meaning)


def _timed(work: Callable[..., object], *arguments: object) -> float:
    begin = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begin


def machine_codings(
    predictions: dict[str, MachineCodes], corpus: str, model: CodingModel
) -> list[Coding]:
    """Return machine codes as codings of origin "machine", by a coder named after the model.

    Where a document takes several codes and the machine gives none, that is a coding without code.
    """
    now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    return [
        Coding(
            corpus=corpus,
            document=document,
            dimension=part.dimension,
            code=code,
            coder=f"model:{model.name}",
            origin="machine",
            codebook=model.codebook.name,
            codebook_version=model.codebook.version,
            model=model.name,
            probability=probability,
            created_at=now,
        )
        for part in predictions.values()
        for place, document in enumerate(part.documents)
        for code, probability in _given(part, place)
    ]


def _given(part: MachineCodes, place: int) -> list[tuple[str | None, float | None]]:
    marks = np.flatnonzero(part.given[place])
    if not len(marks):
        return [(None, None)]
    return [(part.classes[k], round(float(part.probabilities[place, k]), 6)) for k in marks]


def _scores(
    model: CodingModel,
    part: DimensionModel,
    table: Any,
    texts: Sequence[str],
    around: Neighbourhood,
) -> dict[str, NDArray[np.float64]]:
    """Return the scores of each member for the documents of whole threads."""
    features = model.features[part.features]
    scores = {
        name: member_scores(
            made,
            take_blocks(features, table, part.blocks[name]),
            len(part.classes),
            part.labels,
        )
        for name, made in part.classifiers.items()
    }
    if part.encoder is not None:
        scores[ENCODER] = encoder_scores(part.encoder, texts, around)
    return scores


def _machine_codes(
    part: DimensionModel, ids: Sequence[str], probabilities: NDArray[np.float64]
) -> MachineCodes:
    given = part.settled.decision.give(probabilities)
    return MachineCodes(part.dimension, part.labels, part.classes, tuple(ids), probabilities, given)
