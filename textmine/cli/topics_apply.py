"""textmine topics apply: the topics of documents, and of the threads or files they stand in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.shared import say
from textmine.cli.topics_shared import ModelArgument, placed_by

_LISTED = 20


@shown("where", without=("format",))
def apply(
    run: Run,
    model: ModelArgument,
    corpus: Annotated[str, typer.Argument(help="The corpus whose documents are placed.")],
    out: Annotated[Path, typer.Option(help="CSV with the share of each topic in each document.")],
    roll_up: Annotated[
        list[str] | None,
        typer.Option(
            help="Write shares of whole threads or files too (thread_id), or of another column; "
            "may be repeated.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Place documents in the topics of a model; nothing is refitted.

    A column is a topic, or a theme: the sum of the topics that people made one. Roll-ups weigh
    documents by their length and stand beside OUT, as OUT.thread_id.csv.

    Example: textmine topics apply forum-topics new-messages --out themes.csv --roll-up thread_id
    """
    from textmine.topics.shares_file import write_shares

    placed = placed_by(run, model, corpus)
    for column, (path, n) in write_shares(placed, out, roll_up or ()).items():
        say(f"{n:,} values of {column}, documents weighted by length: {path}.")
    lost = [i for i, here in zip(placed.corpus.ids, placed.in_topics, strict=True) if not here]
    n = len(placed.corpus)
    say(f"{n - len(lost):,} of {n:,} documents of '{corpus}' placed; shares are in {out}.")
    if lost:
        rest = len(lost) - _LISTED
        more = f" and {rest:,} more" if rest > 0 else ""
        say(f"Without a known word: {', '.join(lost[:_LISTED])}{more}.")
