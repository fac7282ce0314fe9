"""Code documents with a trained model: probabilities, and the codes that the rules allow."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.classify.coding_parts import CodingWork, code_part, read_coded
from textmine.classify.drift.counted import Counted
from textmine.classify.features.feature_columns import ColumnSources
from textmine.classify.learning.decoding import Decoded, decode
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.thread_runs import ThreadRuns, Wanted
from textmine.classify.trained.explaining import (
    RULES,
    Term,
    Why,
    effective_weights,
    why_from_plain,
    why_to_plain,
)
from textmine.classify.trained.model import CodingModel, DimensionModel
from textmine.coding import attributes_of
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.corpus.taking import Taking, taking_of
from textmine.schema import Coding, with_fields
from textmine.spread import HERE, Where, run_parts
from textmine.store.stopped import while_held

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep


class Reasons:
    """The reasons of the codes of documents: by dimension, then in the order of documents.

    They lie in a file without a name, which ends with this object.
    """

    def __init__(self, dimensions: Sequence[str], n_documents: int) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (it ends with the object)
        self._spans = {name: np.zeros((n_documents, 2), dtype=np.int64) for name in dimensions}
        self._decoded: Decoded | None = None
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def add(self, why: Sequence[Why], place_of: Mapping[str, int]) -> None:
        """Keep all reasons of some documents, whose places are by id."""
        found: defaultdict[tuple[str, int], list[Why]] = defaultdict(list)
        for reason in why:
            found[reason.dimension, place_of[reason.document]].append(reason)
        self._n += len(why)
        self._file.seek(0, 2)
        for (dimension, place), reasons in found.items():
            told = json.dumps([why_to_plain(reason) for reason in reasons]).encode()
            start = self._file.tell()
            self._file.write(told)
            self._spans[dimension][place] = start, start + len(told)

    def settled(self, decoded: Decoded) -> Reasons:
        """Name the rules where they give another code than the one that a reason is for."""
        self._decoded = decoded
        return self

    def __iter__(self) -> Iterator[Why]:
        decoded = self._decoded
        changed = set() if decoded is None else {*decoded.changed}
        for dimension in self._spans if decoded is None else decoded.codes:
            spans = self._spans[dimension]
            for place in np.flatnonzero(spans[:, 1] > spans[:, 0]).tolist():
                start, end = spans[place].tolist()
                self._file.seek(start)
                for plain in json.loads(self._file.read(end - start)):
                    reason = why_from_plain(plain)
                    yield self._named(reason, place) if reason.document in changed else reason

    def _named(self, reason: Why, place: int) -> Why:
        now = () if self._decoded is None else self._decoded.codes[reason.dimension].codes_at(place)
        if reason.code in now:
            return reason
        rule = Term(RULES, f"{', '.join(now) or 'no code'} instead of {reason.code}", 0.0)
        return replace(reason, terms=(rule, *reason.terms))


@dataclass(frozen=True)
class Applied:
    """What a model says of documents: its codes by dimension, what the rules changed, and why each
    code was given, where that was asked for. `counted` are those that are new to the model. Of
    `seconds` of coding, `meaning_seconds` went into sentence vectors.
    """

    decoded: Decoded
    counted: Counted = field(default_factory=Counted)
    why: Reasons | tuple[Why, ...] = ()
    seconds: float = 0.0
    meaning_seconds: float = 0.0

    @property
    def codes(self) -> dict[str, MachineCodes]:
        """The codes of each dimension, in the order of the documents."""
        return self.decoded.codes


def apply_model(
    workspace: Keep,
    model: CodingModel,
    whole: Corpus | Taking,
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
    whole: Corpus | Taking,
    chosen: Corpus,
    n_process: int = 1,
    progress: Progress = silent,
    n_terms: int = 0,
) -> Applied:
    """Apply a model as `apply_model` does, and say what the codebook's rules changed.

    With `n_terms` the reasons for each code come too, that many for each.
    """
    documents = taking_of(whole)
    wanted = Wanted(chosen, rows_among(chosen, documents.light), n_terms=n_terms)
    where = Where(n_process)
    return code_documents(workspace, model, documents, wanted, where, progress)


def rows_among(chosen: Corpus, whole: Corpus) -> Ints:
    """Return the rows of documents among those of the whole corpus."""
    row_of = {identity: row for row, identity in enumerate(whole.ids)}
    return np.array([row_of[identity] for identity in chosen.ids], dtype=np.int64)


def code_documents(
    workspace: Keep,
    model: CodingModel,
    documents: Taking,
    wanted: Wanted,
    where: Where = HERE,
    progress: Progress = silent,
) -> Applied:
    """Code documents a run of whole threads at a time, wherever partitions are worked.

    Of texts and what was read of them only that of few runs is in memory. What is finished is kept
    in the workspace until all is: a run that was stopped goes on from it.
    """
    from textmine.nlp.cache import Memory

    begin = time.perf_counter()
    runs = ThreadRuns.of(model, documents, wanted, workspace)
    runs.reader.fill(runs.texts(), runs.n_documents, where, progress)
    keep = Memory() if where.scheduler else workspace
    encoder = model.manifest.settings["encoder"]
    weights = model.manifest.details.get("encoder", {}).get("sha256", "")
    sources = ColumnSources(
        keep, model.codebook, model.blocks, runs.reader.settings, encoder, weights
    )
    every = model.dimensions
    heavy = {part.dimension: effective_weights(model, part) for part in every if wanted.n_terms}
    work = CodingWork(model, sources, wanted.n_terms, heavy)
    kept_parts = runs.kept(workspace)
    tables = {part.dimension: _nothing(part, len(wanted.rows)) for part in every}
    ids = tuple(wanted.chosen.ids)
    why = Reasons(list(tables), len(ids)) if wanted.n_terms else None
    counted, meaning = Counted(), 0.0
    said_by = run_parts(
        *(code_part, work, runs.parts(), runs.n_documents, where, kept_parts, progress),
        step="coding",
    )
    for table in said_by if kept_parts is None else while_held(kept_parts.folder, said_by):
        coded = read_coded(model, table)
        places = runs.place_of[coded.rows]
        for dimension, probabilities in coded.probabilities.items():
            tables[dimension][places] = probabilities
        counted = counted.add(coded.counted)
        if why is not None:
            why.add(coded.why, {ids[place]: place for place in places.tolist()})
        meaning += coded.meaning_seconds
    machine_codes = {
        part.dimension: _machine_codes(part, ids, tables[part.dimension]) for part in every
    }
    decoded = decode(
        machine_codes, _preferences(model, machine_codes), model.codebook, about_of(wanted, model)
    )
    if kept_parts is not None:
        kept_parts.clear()
    reasons = why.settled(decoded) if why is not None else ()
    return Applied(decoded, counted, reasons, time.perf_counter() - begin, meaning)


def about_of(wanted: Wanted, model: CodingModel) -> dict[str, dict[str, str]]:
    """Return the attributes of documents that the rules ask for, by id."""
    return attributes_of(wanted.chosen, model.codebook) if model.codebook.attributes else {}


def _preferences(
    model: CodingModel, machine_codes: Mapping[str, MachineCodes]
) -> dict[str, Floats]:
    return {
        part.dimension: part.settled.decision.preference(
            machine_codes[part.dimension].probabilities
        )
        for part in model.dimensions
    }


def _nothing(part: DimensionModel, n: int) -> Floats:
    return np.zeros((n, len(part.classes)))


def machine_codings(
    predictions: Mapping[str, MachineCodes], corpus: str, model: CodingModel, at: str = ""
) -> list[Coding]:
    """Return machine codes as codings of origin "machine", by a coder named after the model.

    Where a document takes several codes and the machine gives none, that is a coding without code.
    They are made `at` a time, by default now.
    """
    example = Coding(
        corpus=corpus,
        document="",
        dimension="",
        code=None,
        coder=f"model:{model.name}",
        origin="machine",
        codebook=model.codebook.name,
        codebook_version=model.codebook.version,
        model=model.name,
        created_at=at or dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat(),
    )
    return [
        with_fields(
            example,
            document=document,
            dimension=part.dimension,
            code=code,
            probability=probability,
        )
        for part in predictions.values()
        for document, code, probability in _given(part)
    ]


def _given(part: MachineCodes) -> Iterator[tuple[str, str | None, float | None]]:
    """Yield documents with each of their codes and its probability, or with none."""
    rows = zip(part.documents, part.given.tolist(), part.probabilities.tolist(), strict=True)
    for document, marks, likely in rows:
        told = zip(compress(part.classes, marks), compress(likely, marks), strict=True)
        codes: list[tuple[str, str | None, float | None]] = [
            (document, code, round(p, 6)) for code, p in told
        ]
        yield from codes or [(document, None, None)]


def _machine_codes(part: DimensionModel, ids: Sequence[str], probabilities: Floats) -> MachineCodes:
    marks = part.settled.decision.give(probabilities)
    return MachineCodes(part.dimension, part.labels, part.classes, tuple(ids), probabilities, marks)
