"""textmine apply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import BlindShareOption, ModelArgument, OutOption, RecordOption
from textmine.cli.shared import print_csv, progress_bar
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.classify.review.run_triage import ReviewRequest

_OPTIONS = "--review, --max-error, --queue"


@shown("where", "processes", "scheduler", "report", "seed", without=("format",))
def apply(
    run: Run,
    model: ModelArgument,
    corpus: Annotated[str, typer.Argument(help="The corpus to code.")],
    out: OutOption = None,
    record: RecordOption = False,
    review: Annotated[
        float | None,
        "Leave this share of the documents, 0 to 1, to people: those the machine is least "
        "sure of. --out then has the others only.",
    ] = None,
    max_error: Annotated[
        float | None,
        "Or leave to people what it takes that at most this share of the accepted codes "
        "is wrong on each dimension, with 95 % certainty.",
    ] = None,
    queue: Annotated[
        Path | None,
        "The coding sheet to write for people, .csv or .xlsx; wanted with the two above.",
    ] = None,
    blind_share: BlindShareOption = None,
    why: Annotated[
        Path | None, "Also write into this CSV what spoke for each code and against the next one."
    ] = None,
    terms: Annotated[int, typer.Option(help="How many reasons a code --why gives.", min=1)] = 8,
    name: Annotated[str | None, "Name of the run in runs/; default: MODEL-CORPUS-FILE."] = None,
    fail_on_drift: Annotated[
        bool, "End with code 3 when the documents differ from the training corpus."
    ] = False,
) -> Section:
    """Code documents with a model: the code, its probability and the runner-up, as CSV.

    With --review or --max-error the machine codes only what it is sure of. The others go into a
    coding sheet for people (--queue), in the order in which people settle them fastest.
    With --blind-share a part of it, drawn by lot, shows no suggestion: 'coding anchoring' then
    measures how far coders follow what they are shown.

    Example: textmine apply forum-model new-messages --out coded.csv
    Example: textmine apply forum-model new --out coded.csv --review 0.2 --queue queue.xlsx
    """
    from textmine.classify.coding_run import run_model
    from textmine.classify.drift.drift import stop_at_drift
    from textmine.classify.run_manifest import RunRequest
    from textmine.report.coding_run import run_section

    request = RunRequest(
        model=model,
        corpus=corpus,
        where=run.where,
        out=out,
        why=why,
        n_terms=terms,
        record=record,
        review=_review_request(run, review, max_error, queue, blind_share),
        spread=run.spread,
        name=name or "",
    )
    with progress_bar() as progress:
        model_run = run_model(run.workspace, request, progress)
    if out is None:
        print_csv(model_run.columns, model_run.rows)
    drift = model_run.drift
    if fail_on_drift and drift is not None:
        run.gates.append(lambda: stop_at_drift(drift))
    section = run_section(model_run)
    coded = [run.corpus(corpus)] if run.given["report"] else []
    return run.paged(section, coded, about=" ".join(run.where), settings={"model": model})


def _review_request(
    run: Run,
    review: float | None,
    max_error: float | None,
    queue: Path | None,
    blind_share: float | None,
) -> ReviewRequest | None:
    """Return what the options ask for, or None; refuse what does not go together."""
    from textmine.classify.review.queue_sheet import check_queue_file
    from textmine.classify.review.run_triage import ReviewRequest
    from textmine.coding.sampling.blind_share import BlindShare

    if review is None and max_error is None:
        for name, option in (("--queue", queue), ("--blind-share", blind_share)):
            if option is not None:
                raise typer.BadParameter(
                    f"{name} goes with --review or --max-error", param_hint=_OPTIONS
                )
        return None
    if review is not None and max_error is not None:
        raise typer.BadParameter("give --review or --max-error, not both", param_hint=_OPTIONS)
    if queue is None:
        raise typer.BadParameter(
            "say with --queue FILE where the documents for people go", param_hint=_OPTIONS
        )
    shares = {"--review": review, "--max-error": max_error, "--blind-share": blind_share}
    for name, value in shares.items():
        if value is not None and not 0 < value < 1:
            raise typer.BadParameter(f"{name} must be between 0 and 1", param_hint=name)
    check_queue_file(queue)
    blind = None if blind_share is None else BlindShare(blind_share, run.seed)
    return ReviewRequest(queue, review, max_error, blind)
