"""Divide what a model coded into what is accepted and a queue for people, as a run asks for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.classify.machine_codes import MachineCodes
from textmine.classify.review.queue import ReviewQueue, make_queue
from textmine.classify.review.queue_sheet import QueueSheet, sheet_codebook, write_queue
from textmine.classify.review.triage import (
    Expected,
    Triage,
    expected_accuracy,
    held_out_run,
    kept_promise,
    triage_by_error,
    triage_by_share,
)
from textmine.classify.trained.explaining import Why
from textmine.classify.trained.held_out import held_out_codes, training_groups, without_trained
from textmine.classify.trained.model import CodingModel
from textmine.classify.trained.seen import Seen
from textmine.coding import Draw
from textmine.coding.sampling.blind_share import BlindShare
from textmine.coding.sheets.neighbours import places_beside
from textmine.corpus import Corpus
from textmine.corpus.taking import Taking
from textmine.schema import TEXT
from textmine.store import Workspace

_NOT_READ = "-"


@dataclass(frozen=True)
class ReviewRequest:
    """What is left to people: a share of the documents, or what a largest error asks for.

    Both are 0 to 1, and one of them is given. `queue` is the sheet to write; a `blind` share of it
    shows no suggestion.
    """

    queue: Path
    share: float | None = None
    max_error: float | None = None
    blind: BlindShare | None = None


@dataclass(frozen=True)
class TriagedRun:
    """A run after triage: places of the accepted documents, and the queue to be written.

    `promised` is how often the machine was right on held-out documents; `clustered` says whether
    their groups are known. People coded `left_out` documents for the training.
    """

    accepted: list[int]
    corpus: Corpus
    said: list[MachineCodes]
    queue: ReviewQueue
    sheet: QueueSheet
    triage: Triage
    promised: list[Expected]
    clustered: bool
    left_out: int

    def write(self, workspace: Workspace, why: Iterable[Why] = ()) -> Draw | None:
        """Write the queue, if there is one, with reasons; return its draw, None where is none."""
        if not self.queue.items:
            return None
        return write_queue(workspace, self.sheet, self.corpus, self.said, self.queue, why)


def triage_run(
    workspace: Workspace,
    model: CodingModel,
    documents: Taking,
    chosen: Corpus,
    rows: Sequence[int],
    predictions: dict[str, MachineCodes],
    seen: Seen,
    request: ReviewRequest,
) -> TriagedRun:
    """Divide a run over the documents of `chosen`, at `rows` of all, into accepted and queued ones.

    Documents that people coded for the training are left out of both. Of texts only those are read
    that the queue shows. Raises InputError where nothing can be promised, or nothing is left.
    """
    book = sheet_codebook(workspace, model.codebook)
    held = held_out_codes(workspace, model)
    places = without_trained(model, chosen, seen)
    machine_codes = [part.take(places) for part in predictions.values()]
    run = held_out_run(held, training_groups(workspace, model))
    design: dict[str, str | int | float | list[str]] = {"where": list(chosen.where)}
    if request.max_error is None:
        triage = triage_by_share(machine_codes, request.share or 0.0)
        design["share"] = request.share or 0.0
        promised = expected_accuracy(run, triage.threshold)
    else:
        triage = triage_by_error(machine_codes, run, request.max_error)
        design["max_error"] = request.max_error
        promised = kept_promise(run, request.max_error)
    queued = [places[place] for place in triage.review]
    shown = _with_shown_texts(documents, chosen, rows, queued)
    texts = shown.texts
    return TriagedRun(
        accepted=[places[place] for place in triage.accepted],
        corpus=shown,
        said=machine_codes,
        queue=make_queue(machine_codes, held, triage, [texts[place] for place in places]),
        sheet=QueueSheet(request.queue, model.name, book, design, request.blind),
        triage=triage,
        promised=promised,
        clustered=run.groups is not None,
        left_out=len(chosen) - len(places),
    )


def _with_shown_texts(
    documents: Taking, chosen: Corpus, rows: Sequence[int], queued: Sequence[int]
) -> Corpus:
    """Return the documents with the texts that a sheet of those queued shows.

    The others have a mark in place of one: which columns a sheet has goes by all documents.
    """
    if TEXT in chosen.documents:
        return chosen
    shown = sorted({*queued, *places_beside(chosen, queued)})
    texts = [_NOT_READ] * len(chosen)
    for place, text in zip(shown, documents.cells(TEXT, [rows[at] for at in shown]), strict=True):
        texts[place] = text
    return replace(chosen, documents=chosen.documents.assign(**{TEXT: texts}))
