"""textmine topics apply: the topics of documents, and of the threads or files they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import WhereOption, WorkspaceOption
from textmine.cli.shared import say
from textmine.cli.topics_shared import ModelArgument, placed_documents

if TYPE_CHECKING:
    from textmine.topics import Placed
    from textmine.topics.engines.engine import Floats

_LISTED = 20


def apply(
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
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Place documents in the topics of a model; nothing is refitted.

    A column is a topic, or a theme: the sum of the topics that people made one. Roll-ups weigh
    documents by their length and stand beside OUT, as OUT.thread_id.csv.

    Example: textmine topics apply forum-topics new-messages --out themes.csv --roll-up thread_id
    """
    from textmine.topics.rolling_up import roll_up as rolled_up

    _, placed = placed_documents(model, corpus, where, workspace)
    rolled = {column: rolled_up(placed, column) for column in roll_up or []}
    units = zip(placed.corpus.ids, placed.unit_topic, strict=True)
    _write(out, placed, ["id"], (([identity], row) for identity, row in units))
    for column, wholes in rolled.items():
        target = out.with_name(f"{out.stem}.{column}{out.suffix or '.csv'}")
        rows = (([one.whole, one.n_units, one.n_words], one.shares) for one in wholes)
        _write(target, placed, [column, "documents", "words"], rows)
        say(f"{len(wholes):,} values of {column}, documents weighted by length: {target}.")
    lost = [i for i, here in zip(placed.corpus.ids, placed.in_topics, strict=True) if not here]
    n = len(placed.corpus)
    say(f"{n - len(lost):,} of {n:,} documents of '{corpus}' placed; shares are in {out}.")
    if lost:
        rest = len(lost) - _LISTED
        more = f" and {rest:,} more" if rest > 0 else ""
        say(f"Without a known word: {', '.join(lost[:_LISTED])}{more}.")


def _write(
    target: Path,
    placed: Placed,
    head: Sequence[str],
    rows: Iterable[tuple[Sequence[object], Floats]],
) -> None:
    """Write a row each: its first cells, the main topic and its theme, the share of each theme."""
    from textmine.store.tables import write_table

    names = placed.model.topic_ids
    cells = (
        [
            *first,
            *((names[main], placed.names[main]) if shares.sum() > 0 else ("", "")),
            *(round(float(share), 6) for share in shares),
        ]
        for first, shares in rows
        for main in (int(shares.argmax()),)
    )
    write_table(target, [*head, "topic", "theme", *placed.captions], cells)
