"""Code a corpus with a model and write what is asked for, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.classify.applying import Applied, apply_fully, machine_codings
from textmine.classify.drift.drift import Drift, compare_batch
from textmine.classify.drift.drift_batch import make_batch
from textmine.classify.drift.drift_profile import read_profile
from textmine.classify.growing.successive import unseen_documents
from textmine.classify.kept_codes import keep_codes
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.review.run_parting import PartedRun, part_run
from textmine.classify.run_manifest import RUNS, RunRequest, keep_run, run_name
from textmine.classify.trained.explaining import why_rows
from textmine.classify.trained.model import CodingModel, load_model
from textmine.classify.trained.prediction_table import prediction_rows
from textmine.classify.trained.seen import seen_in_training
from textmine.coding import attributes_of, breaks_in, open_codings
from textmine.coding.rule_check import RuleBreak
from textmine.config import Progress, silent
from textmine.corpus import Corpus, group_numbers, load_corpus, select_documents
from textmine.store import Workspace
from textmine.store.tables import write_table


@dataclass(frozen=True)
class CodingRun:
    """What a model made of a corpus: `rows` are those that are given out, under `columns`.

    `draw` names the draw of the documents for people, "" without; `recorded` is the number of new
    machine codings, None where none were to be kept. `seen` says in words how many documents the
    model knows from its training, `broken` which codes break a rule of the codebook. `drift` is
    None where the model has no profile.
    """

    request: RunRequest
    model: CodingModel
    applied: Applied
    columns: list[str]
    rows: list[dict[str, Any]]
    parted: PartedRun | None
    draw: str
    recorded: int | None
    seen: str
    broken: list[RuleBreak]
    drift: Drift | None


def run_model(workspace: Workspace, request: RunRequest, progress: Progress = silent) -> CodingRun:
    """Code the documents, part them, write files and codings in one, and look for drift.

    Raises InputError or NotFoundError before anything is written.
    """
    workspace.folder(RUNS, run_name(request))
    model = load_model(workspace, request.model)
    whole = load_corpus(workspace, request.corpus)
    chosen = select_documents(whole, request.where)
    n_terms = request.n_terms if request.why else 0
    applied = apply_fully(
        workspace, model, whole, chosen, request.n_process, progress, n_terms=n_terms
    )
    keep_codes(workspace, model, whole, applied.codes)
    rows = prediction_rows(model, chosen, applied.codes)
    columns = list(rows[0])
    parted = None
    if request.review is not None:
        parted = part_run(workspace, model, chosen, applied.codes, request.review)
        rows = [rows[place] for place in parted.accepted]
    codings = machine_codings(applied.codes, request.corpus, model)
    writes = request.record or request.review or request.out or request.why
    with workspace.whole() if writes else nullcontext():
        if request.why is not None:
            reasons = why_rows(applied.why)
            write_table(request.why, reasons[0] if reasons else ["document"], reasons)
        if request.out is not None:
            write_table(request.out, columns, rows)
        draw = parted.write(workspace, applied.why) if parted else ""
        recorded = open_codings(workspace).append(codings).new if request.record else None
        if writes:
            keep_run(workspace, request, model, chosen, codings)
    words = applied.prepared.layer("words")
    return CodingRun(
        request=request,
        model=model,
        applied=applied,
        columns=columns,
        rows=rows,
        parted=parted,
        draw=draw,
        recorded=recorded,
        seen=seen_in_training(model, whole).told(chosen.ids),
        broken=breaks_in(codings, model.codebook, attributes_of(chosen, model.codebook)),
        drift=check_drift(workspace, model, chosen, words, applied.codes, applied.vectors),
    )


def check_drift(
    workspace: Workspace,
    model: CodingModel,
    chosen: Corpus,
    words: Sequence[Sequence[str]],
    said: Mapping[str, MachineCodes],
    embeddings: NDArray[np.floating[Any]] | None = None,
) -> Drift | None:
    """Return how far documents are from a model's training corpus, None where it has no profile.

    `words` and `embeddings` have a row for each document of `chosen`, `said` are the model's codes
    of them. Documents that the model was trained on are left out: it is surer of them.
    """
    profile = read_profile(workspace.folder("models", model.name))
    if profile is None:
        return None
    every, unseen = chosen.ids, set(unseen_documents(chosen, [model]))
    places = [place for place, identity in enumerate(every) if identity in unseen]
    ids = [every[place] for place in places]
    batch = make_batch(
        ids,
        [words[place] for place in places],
        group_numbers(chosen, ids) if ids else np.zeros(0, dtype=np.int64),
        [part.take(places) for part in said.values()],
        None if embeddings is None else embeddings[places],
    )
    return compare_batch(profile, batch)
