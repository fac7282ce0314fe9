"""Partitions of documents to be coded: what a worker gets of one, and what it gives back."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.classify.drift.counted import Counted, count_documents, counted_of_json
from textmine.classify.features import feature_columns
from textmine.classify.features.columns import Neighbourhood, neighbourhood
from textmine.classify.features.fold_matrix import FittedBlocks, Tables, fitted_blocks, joined
from textmine.classify.learning.classifiers import member_scores
from textmine.classify.learning.encoder_member import ENCODER, encoder_scores
from textmine.classify.trained.explaining import Weights, Why, explain, why_from_plain, why_to_plain
from textmine.classify.trained.model import CodingModel, DimensionModel
from textmine.config.threads import single_threaded
from textmine.corpus import Corpus
from textmine.lazily import pa
from textmine.nlp import Prepared

_ROW, _WHY, _COUNTED, _SECONDS = "row", "why", b"counted", b"seconds"


@dataclass(frozen=True)
class CodingWork:
    """What all partitions share: the model, what columns are made of, and how many reasons a code
    gets. `weights` are by dimension, where there are reasons.
    """

    model: CodingModel
    sources: feature_columns.ColumnSources
    n_terms: int
    weights: Mapping[str, Weights]

    @cached_property
    def features(self) -> dict[str, FittedBlocks]:
        """What reads the features of the model, by their names."""
        return {name: fitted_blocks(pipeline) for name, pipeline in self.model.features.items()}


@dataclass(frozen=True)
class ThreadRun:
    """Whole threads: their documents in reading order, and what was read of the texts of these.

    `rows` (n,) are the numbers of the documents among all, -1 where they are neighbours only;
    those of `counted` (n,), which are new to the model, are counted for drift.
    """

    corpus: Corpus
    prepared: Prepared
    threads: Sequence[Sequence[str]]
    rows: Ints
    counted: Bools


@dataclass(frozen=True)
class CodedPart:
    """What the model says of the documents of a partition: `rows` are their numbers among all.

    `probabilities` are by dimension, (n_rows, n_classes). Of the work `meaning_seconds` went into
    sentence vectors.
    """

    rows: Ints
    probabilities: dict[str, Floats]
    why: list[Why]
    counted: Counted
    meaning_seconds: float


def code_part(work: CodingWork, run: ThreadRun) -> pa.Table:
    """Code the documents of whole threads; `read_coded` reads what is returned."""
    begin = time.perf_counter()
    vectors = feature_columns.text_vectors(work.sources, run.prepared.clean)
    seconds = time.perf_counter() - begin
    here = np.flatnonzero(run.rows >= 0)
    columns = feature_columns.own_feature_columns(
        work.sources, run.corpus, run.prepared, run.threads
    )
    table = pa.table({_ROW: pa.array(run.rows[here])})
    why: list[list[Any]] = [[] for _ in columns.index]
    with single_threaded():
        for part, result in _dimensions(work, run, columns, here):
            flat = pa.array(result.probabilities[here].ravel())
            cells = pa.FixedSizeListArray.from_arrays(flat, len(part.classes))
            table = table.append_column(f"p:{part.dimension}", cells)
            for row, reason in result.why:
                why[row].append(why_to_plain(reason))
    if work.n_terms:
        why_cells = [json.dumps(why[row]) for row in here]
        table = table.append_column(_WHY, pa.array(why_cells, pa.large_string()))
    new = np.flatnonzero(run.counted)
    counted = count_documents(
        run.prepared.take(new.tolist()).tokens("words"), None if vectors is None else vectors[new]
    )
    metadata = {_COUNTED: counted.to_json(), _SECONDS: str(seconds)}
    return table.replace_schema_metadata(metadata)


@dataclass(frozen=True)
class _Found:
    """What a dimension's classifier says of all documents of whole threads, by row."""

    probabilities: Floats
    why: list[tuple[int, Why]]


def _dimensions(
    work: CodingWork, run: ThreadRun, columns: Any, here: Ints
) -> Sequence[tuple[DimensionModel, _Found]]:
    model, around = work.model, neighbourhood(run.threads)
    tables = {name: blocks.tables(columns, around) for name, blocks in work.features.items()}
    ids, texts = list(columns.index), [str(text) for text in columns["text"]]
    place_of = {identity: row for row, identity in enumerate(ids)}
    results = []
    for part in model.dimensions:
        table = tables[part.features]
        scores = _scores(part, table, texts, around)
        why: list[Why] = []
        if work.n_terms:
            heavy = work.weights[part.dimension]
            rows = [int(row) for row in here]
            every = joined(table, work.features[part.features].names, len(ids))
            why = explain(part, heavy, every, scores, around, ids, rows, work.n_terms)
        probabilities = part.settled.probabilities(scores, around)
        results.append((part, _Found(probabilities, [(place_of[w.document], w) for w in why])))
    return results


def read_coded(model: CodingModel, table: pa.Table) -> CodedPart:
    """Read what `code_part` returned."""
    metadata = table.schema.metadata
    rows = table.column(_ROW).to_numpy()
    probabilities = {
        part.dimension: table.column(f"p:{part.dimension}")
        .combine_chunks()
        .flatten()
        .to_numpy()
        .reshape(len(rows), len(part.classes))
        for part in model.dimensions
    }
    why = table.column(_WHY).to_pylist() if _WHY in table.column_names else []
    return CodedPart(
        rows,
        probabilities,
        [why_from_plain(plain) for cell in why for plain in json.loads(cell)],
        counted_of_json(metadata[_COUNTED]),
        float(metadata[_SECONDS]),
    )


def _scores(
    part: DimensionModel, tables: Tables, texts: Sequence[str], around: Neighbourhood
) -> dict[str, Floats]:
    """Return the scores of each member for the documents of whole threads."""
    read = {blocks: joined(tables, blocks, len(texts)) for blocks in {*part.blocks.values()}}
    scores = {
        name: member_scores(classifier, read[part.blocks[name]], len(part.classes), part.labels)
        for name, classifier in part.classifiers.items()
    }
    if part.encoder is not None:
        scores[ENCODER] = encoder_scores(part.encoder, texts, around)
    return scores
