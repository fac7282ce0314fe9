"""textmine apply."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.apply_drift import FailOnDriftOption, say_drift, stop_at_drift
from textmine.cli.apply_review import (
    MaxErrorOption,
    QueueOption,
    ReviewOption,
    part_run,
    review_request,
    say_review,
    write_review,
)
from textmine.cli.options import ProcessesOption, WhereOption, WorkspaceOption
from textmine.cli.shared import open_workspace, print_csv, progress_bar, say

if TYPE_CHECKING:
    from textmine.classify import CodingModel
    from textmine.classify.applying import Applied
    from textmine.corpus import Corpus
    from textmine.schema import Coding

_SHOWN_BREAKS = 20

_WORTH_SAYING = 5.0
"""Seconds."""


def apply(
    model: Annotated[str, typer.Argument(help="A trained model.")],
    corpus: Annotated[str, typer.Argument(help="The corpus to code.")],
    out: Annotated[
        Path | None, typer.Option(help="CSV to write; default: to stdout.", show_default=False)
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Also keep the codes as machine codings.")
    ] = False,
    review: ReviewOption = None,
    max_error: MaxErrorOption = None,
    queue: QueueOption = None,
    why: Annotated[
        Path | None,
        typer.Option(
            help="Also write into this CSV what spoke for each code and against the next one.",
            show_default=False,
        ),
    ] = None,
    terms: Annotated[int, typer.Option(help="How many reasons a code --why gives.", min=1)] = 8,
    fail_on_drift: FailOnDriftOption = False,
    where: WhereOption = None,
    processes: ProcessesOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Code documents with a model: the code, its probability and the runner-up, as CSV.

    With --review or --max-error only those that the machine is sure of are given out; the others
    go into a coding sheet for people (--queue), in the order in which they are settled fastest.

    Example: textmine apply forum-model new-messages --out coded.csv
    Example: textmine apply forum-model new --out coded.csv --review 0.2 --queue queue.xlsx
    """
    from textmine.classify import load_model, machine_codings
    from textmine.classify.applying import apply_fully
    from textmine.classify.drift.drift_check import check_drift
    from textmine.classify.features.table import prediction_rows
    from textmine.classify.review.explaining import why_rows
    from textmine.coding import open_codings
    from textmine.corpus import load_corpus, select_documents
    from textmine.store.tables import write_table

    request = review_request(review, max_error, queue)
    space = open_workspace(workspace)
    loaded = load_model(space, model)
    whole = load_corpus(space, corpus)
    chosen = select_documents(whole, where or [])
    n_process = processes or space.settings.nlp.n_process
    with progress_bar() as progress:
        applied = apply_fully(
            space, loaded, whole, chosen, n_process, progress, n_terms=terms if why else 0
        )
    predictions = applied.codes
    rows = prediction_rows(loaded, chosen, predictions)
    columns = list(rows[0])
    parted = part_run(space, loaded, chosen, predictions, request) if request else None
    if parted is not None:
        rows = [rows[place] for place in parted.accepted]
    codings = machine_codings(predictions, corpus, loaded)
    with space.whole() if record or queue or out or why else nullcontext():
        if why is not None:
            reasons = why_rows(applied.why)
            write_table(why, reasons[0] if reasons else ["document"], reasons)
        if out is not None:
            write_table(out, columns, rows)
        drawn = write_review(space, parted) if parted is not None else ""
        done = open_codings(space).append(codings) if record else None
    if out is None:
        print_csv(columns, rows)
    if parted is not None:
        say_review(parted, drawn)
    _say_where_from(loaded, whole, chosen)
    _say_rules(applied, loaded, chosen, codings)
    drift = check_drift(
        space, loaded, chosen, applied.prepared.layer("words"), predictions, applied.vectors
    )
    if drift is not None:
        say_drift(drift)
    _say_cost(applied)
    if done is not None:
        say(f"{done.new:,} machine codings recorded under the coder 'model:{model}'.")
    said = len(chosen) if parted is None else len(parted.accepted)
    say(
        f"{said:,} documents of '{corpus}' coded by '{model}'"
        + (f"; see {out}." if out else ".")
        + (f" Why: {why}." if why else "")
        + " Counts of machine codes are not prevalence: see 'textmine prevalence'."
    )
    if fail_on_drift and drift is not None:
        stop_at_drift(drift)


def _say_where_from(model: CodingModel, whole: Corpus, chosen: Corpus) -> None:
    from textmine.classify.trained.seen import seen_in_training

    if model.manifest.synthetic:
        say("Note: this model was trained on a synthetic corpus; its codes show nothing real.")
    told = seen_in_training(model, whole).told(chosen.ids)
    if told:
        say(f"Of these documents, {told}: the machine is surer of them than of new ones.")


def _say_cost(applied: Applied) -> None:
    if applied.meaning_seconds >= _WORTH_SAYING:
        say(
            f"Of {applied.seconds:,.0f} seconds, {applied.meaning_seconds:,.0f} went into sentence "
            "vectors: a model that is trained with --without meaning spares them."
        )


def _say_rules(applied: Applied, model: CodingModel, chosen: Corpus, codings: list[Coding]) -> None:
    """Say what the codebook's rules changed, and which documents still break one."""
    from textmine.coding import attributes_of, breaks_in

    if applied.decoded.changed:
        say(
            f"The codebook's rules changed the codes of {len(applied.decoded.changed):,} documents "
            "to the most probable combination that they allow."
        )
    broken = breaks_in(codings, model.codebook, attributes_of(chosen, model.codebook))
    if broken:
        say(f"{len(broken):,} documents got codes that break a rule of the codebook:")
        for one in broken[:_SHOWN_BREAKS]:
            say(f"  {one}")
