"""textmine suspect."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import ModelArgument
from textmine.cli.page import write_page
from textmine.present import Section


@shown("report", "seed")
def suspect(
    run: Run,
    model: ModelArgument,
    dimension: Annotated[str | None, typer.Option(help="Only this dimension.")] = None,
    n: Annotated[int, typer.Option("--n", help="How many to show a dimension.", min=1)] = 20,
    out: Annotated[
        Path | None, typer.Option(help="CSV to write, with whole texts, instead of printing.")
    ] = None,
) -> Section:
    """List the hand codes that are most likely mistakes, to read them again; nothing is changed.

    Models that had not seen the document's thread judge it. A code is suspect when they are as sure
    of another code as they are of documents with that code. This is confident learning (Northcutt,
    Jiang and Chuang 2021). An estimate says how many codes are wrong. A weak model takes its own
    mistakes for people's: read the list, but do not quote the number.

    Example: textmine suspect forum-model --n 10
    """
    from textmine.classify import load_model
    from textmine.classify.review.suspects import suspects_of_model
    from textmine.classify.trained.held_out import training_corpus
    from textmine.report.suspects import suspect_columns, suspects_section
    from textmine.store.tables import write_table

    loaded = load_model(run.workspace, model)
    resamples = run.settings.train.n_resamples
    found = suspects_of_model(
        run.workspace, loaded, dimension, n_resamples=resamples, seed=run.seed
    )
    section = suspects_section(found, n)
    corpus = training_corpus(run.workspace, loaded)
    write_page(
        run, [section], [corpus] if corpus else [], section.title, f"by {model}", {"model": model}
    )
    if out is None or section.records is None:
        return section
    columns = [column.name for column in suspect_columns(found) if column.files]
    write_table(out, columns, section.records.rows)
    return replace(section.saying(f"See {out}."), tables=(), records=None)
