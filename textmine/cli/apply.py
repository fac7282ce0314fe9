"""textmine apply."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from textmine.cli.shared import (
    ProcessesOption,
    WhereOption,
    WorkspaceOption,
    open_workspace,
    progress_bar,
    say,
)

_SHOWN_BREAKS = 20


def apply(
    model: Annotated[str, typer.Argument(help="A trained model.")],
    corpus: Annotated[str, typer.Argument(help="The corpus to code.")],
    out: Annotated[
        Path | None, typer.Option(help="CSV to write; default: to stdout.", show_default=False)
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Also keep the codes as machine codings.")
    ] = False,
    where: WhereOption = None,
    processes: ProcessesOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Code documents with a model: the code, its probability and the runner-up, as CSV.

    Example: textmine apply forum-model new-messages --out coded.csv
    """
    from textmine.classify import apply_model, load_model, machine_codings
    from textmine.classify.table import prediction_rows
    from textmine.coding import attributes_of, breaks_in, open_codings
    from textmine.corpus import load_corpus, select_documents
    from textmine.store import replacing_file

    space = open_workspace(workspace)
    loaded = load_model(space, model)
    whole = load_corpus(space, corpus)
    chosen = select_documents(whole, where or [])
    n_process = processes or space.settings.nlp.n_process
    with progress_bar() as progress:
        predictions = apply_model(space, loaded, whole, chosen, n_process, progress)
    rows = prediction_rows(loaded, chosen, predictions)
    if out is None:
        _write(rows, sys.stdout)
    else:
        with (
            replacing_file(out) as draft,
            draft.open("w", encoding="utf-8-sig", newline="") as stream,
        ):
            _write(rows, stream)
    if loaded.manifest.synthetic:
        say("Note: this model was trained on a synthetic corpus; its codes show nothing real.")
    codings = machine_codings(predictions, corpus, loaded)
    broken = breaks_in(codings, loaded.codebook, attributes_of(chosen, loaded.codebook))
    if broken:
        say(f"{len(broken):,} documents got codes that break a rule of the codebook:")
        for one in broken[:_SHOWN_BREAKS]:
            say(f"  {one}")
    if record:
        done = open_codings(space).append(codings)
        say(f"{done.new:,} machine codings recorded under the coder 'model:{model}'.")
    say(
        f"{len(chosen):,} documents of '{corpus}' coded by '{model}'"
        + (f"; see {out}." if out else ".")
        + " Counts of machine codes are not prevalence."
    )


def _write(rows: list[dict[str, Any]], stream: Any) -> None:
    columns: Iterable[str] = rows[0]
    writer = csv.DictWriter(stream, fieldnames=list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
