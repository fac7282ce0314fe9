"""textmine topics apply: the topics of documents, and of the threads or files they stand in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.topics_shared import ModelArgument, placed_by
from textmine.present import Section


@shown("where", "scheduler", without=("format",))
def apply(
    run: Run,
    model: ModelArgument,
    corpus: Annotated[str, typer.Argument(help="The corpus whose documents are placed.")],
    out: Annotated[Path, typer.Option(help="CSV with the share of each topic in each document.")],
    roll_up: Annotated[
        list[str] | None,
        typer.Option(
            help="Write shares of whole threads or files too (thread_id), or of another column; "
            "give it again for more.",
            show_default=False,
        ),
    ] = None,
) -> Section:
    """Place documents in the topics of a model; nothing is refitted.

    A column is a topic, or a theme: the sum of the topics that people made one. Roll-ups weigh
    documents by their length and stand beside OUT, as OUT.thread_id.csv.

    Example: textmine topics apply forum-topics new-messages --out themes.csv --roll-up thread_id
    """
    from textmine.report.themes import placed_section
    from textmine.topics.shares_file import write_shares

    placed = placed_by(run, model, corpus)
    return placed_section(placed, out, write_shares(placed, out, roll_up or ()))
