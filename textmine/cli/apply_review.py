"""What `textmine apply` does with --review, --max-error and --queue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import say

if TYPE_CHECKING:
    from textmine.classify import CodingModel
    from textmine.classify.review.queue import ReviewQueue
    from textmine.classify.review.queue_sheet import QueueSheet
    from textmine.classify.review.review import Expected, Parting
    from textmine.classify.trained.machine_codes import MachineCodes
    from textmine.corpus import Corpus
    from textmine.stats import Score
    from textmine.store import Workspace

ReviewOption = Annotated[
    float | None,
    typer.Option(
        help="Leave this share of the documents, 0 to 1, to people: those the machine is least "
        "sure of. --out then has the others only.",
        show_default=False,
    ),
]
MaxErrorOption = Annotated[
    float | None,
    typer.Option(
        help="Or leave to people what it takes that at most this share of the accepted codes is "
        "wrong on each dimension, with 95 % certainty.",
        show_default=False,
    ),
]
QueueOption = Annotated[
    Path | None,
    typer.Option(
        help="The coding sheet to write for people, .csv or .xlsx; wanted with the two above.",
        show_default=False,
    ),
]
_OPTIONS = "--review, --max-error, --queue"


@dataclass(frozen=True)
class ReviewRequest:
    """What was asked for: either a share for people or the largest error, and where to."""

    queue: Path
    share: float | None = None
    max_error: float | None = None


@dataclass(frozen=True)
class ReviewRun:
    """A run that was parted: places of the accepted documents, and the queue to be written."""

    accepted: list[int]
    corpus: Corpus
    said: list[MachineCodes]
    queue: ReviewQueue
    sheet: QueueSheet


def review_request(
    review: float | None, max_error: float | None, queue: Path | None
) -> ReviewRequest | None:
    """Return what the options ask for, or None; refuse what does not go together."""
    from textmine.classify.review.queue_sheet import check_queue_file

    if review is None and max_error is None:
        if queue is not None:
            raise typer.BadParameter(
                "--queue goes with --review or --max-error", param_hint=_OPTIONS
            )
        return None
    if review is not None and max_error is not None:
        raise typer.BadParameter("give --review or --max-error, not both", param_hint=_OPTIONS)
    if queue is None:
        raise typer.BadParameter(
            "say with --queue FILE where the documents for people go", param_hint=_OPTIONS
        )
    for name, value in (("--review", review), ("--max-error", max_error)):
        if value is not None and not 0 < value < 1:
            raise typer.BadParameter(f"{name} must be between 0 and 1", param_hint=name)
    check_queue_file(queue)
    return ReviewRequest(queue, review, max_error)


def part_run(
    workspace: Workspace,
    model: CodingModel,
    chosen: Corpus,
    predictions: dict[str, MachineCodes],
    request: ReviewRequest,
) -> ReviewRun:
    """Part a run into accepted documents and a queue, and say what that promises.

    Documents that people coded for the training are left out of both.
    """
    from textmine.classify.review.queue import make_queue
    from textmine.classify.review.queue_sheet import QueueSheet, sheet_codebook
    from textmine.classify.review.review import (
        expected_accuracy,
        held_out_run,
        kept_promise,
        part_by_error,
        part_by_share,
    )
    from textmine.classify.trained.held_out import held_out_codes, training_groups, without_trained
    from textmine.classify.trained.seen import seen_in_training

    book = sheet_codebook(workspace, model.codebook)
    held = held_out_codes(workspace, model)
    seen = seen_in_training(model, chosen)
    places = without_trained(model, chosen, seen)
    left_out = len(chosen) - len(places)
    if left_out:
        say(f"{left_out:,} documents are left out: people coded them, and the model learned it.")
    said = [part.take(places) for part in predictions.values()]
    run = held_out_run(held, training_groups(workspace, model))
    design: dict[str, str | int | float | list[str]] = {"where": list(chosen.where)}
    if request.max_error is None:
        parting = part_by_share(said, request.share or 0.0)
        design["share"] = request.share or 0.0
        promised = expected_accuracy(run, parting.threshold)
    else:
        parting = part_by_error(said, run, request.max_error)
        design["max_error"] = request.max_error
        promised = kept_promise(run, request.max_error)
    texts = chosen.texts
    queue = make_queue(said, held, parting, [texts[place] for place in places])
    _say_parting(parting, promised, request, clustered=run.groups is not None)
    return ReviewRun(
        accepted=[places[place] for place in parting.accepted],
        corpus=chosen,
        said=said,
        queue=queue,
        sheet=QueueSheet(request.queue, model.name, book, design),
    )


def write_review(workspace: Workspace, run: ReviewRun) -> str:
    """Write the queue, if there is one; return the name of its draw, or ""."""
    from textmine.classify.review.queue_sheet import write_queue

    if not run.queue.items:
        return ""
    return write_queue(workspace, run.sheet, run.corpus, run.said, run.queue)


def say_review(run: ReviewRun, name: str) -> None:
    """Say what the queue is, which was written as the draw `name`, and how it comes back."""
    if not run.queue.items:
        say("Nothing is left to people; no queue is written.")
        return
    groups = {item.alike for item in run.queue.items if item.alike}
    alike = sum(item.alike > 0 for item in run.queue.items)
    say(
        f"{run.sheet.path}: {len(run.queue.items):,} documents in the order to settle them "
        f"(draw '{name}')"
        + (
            f"; {alike:,} of them nearly repeat others, in {len(groups):,} groups."
            if alike
            else "."
        )
    )
    for dimension, codes in run.queue.never_ruled_out.items():
        say(
            f"Too few examples to rule them out anywhere, on {dimension}: {', '.join(codes)}. They "
            "are not listed with each document."
        )
    say(
        f"It comes back with 'textmine coding import {run.sheet.path} --coder NAME'. Who sees what "
        f"the machine says is not independent of it: no score of '{run.sheet.model}' counts these "
        "codes."
    )


def _say_parting(
    parting: Parting, promised: list[Expected], request: ReviewRequest, *, clustered: bool
) -> None:
    n, kept = len(parting.confidence), len(parting.accepted)
    say(
        f"{kept:,} of {n:,} documents are accepted ({_share(kept, n)}), "
        f"{n - kept:,} are left to people."
    )
    if parting.certified is not None:
        found = parting.certified
        bounds = f"{max(found.bounds):.3f}"
        say(
            f"With {100 * found.certainty:.0f} % certainty the error on each dimension is at most "
            f"{bounds} where the machine is as sure (confidence {found.threshold:.2f} or more; "
            f"{found.accepted:,} of {found.n:,} held-out documents), if these documents are like "
            "those it was trained on."
        )
        how = "thresholds of the other folds"
    else:
        how = "the same confidence"
    say(f"Right on held-out documents, with {how} (of all): 95 % intervals")
    for one in promised:
        say(f"  {one.dimension}: {_shown(one.accepted)} ({_shown(one.every)})")
    if not clustered:
        say(
            "Note: the training corpus is not here; documents are taken as independent of each "
            "other, and intervals may be too narrow."
        )


def _shown(score: Score) -> str:
    if score.reason:
        return "-"
    low, high = score.interval.low, score.interval.high
    return f"{score.value:.3f} [{low:.3f}, {high:.3f}], n = {score.n:,}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"
