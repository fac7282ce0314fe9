"""textmine topics intrusion: do people see what holds a topic together?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    CorpusOption,
    FormatOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import Format, print_rows, say
from textmine.cli.topics_shared import ModelArgument, placed_documents

if TYPE_CHECKING:
    from textmine.topics import Placed
    from textmine.topics.judging.intrusion import Task


class Kind(StrEnum):
    """What is out of place: a word among a topic's, or a topic among a text's."""

    words = "words"
    topics = "topics"


def intrusion(
    model: ModelArgument,
    out: Annotated[
        Path | None, typer.Option(help="Write the tasks: a .xlsx or .csv.", show_default=False)
    ] = None,
    score: Annotated[
        list[Path] | None,
        typer.Option(help="Score a sheet that came back; may be repeated.", show_default=False),
    ] = None,
    kind: Annotated[Kind, typer.Option(help="What is out of place.")] = Kind.words,
    n: Annotated[int, typer.Option("--n", help="Tasks on texts.", min=1)] = 40,
    corpus: CorpusOption = None,
    where: WhereOption = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Make tasks in which one of six does not belong, and score them against chance.

    People find the stranger among a topic's words, or among a text's topics, only where the topics
    make sense to them. The same model and seed make the same tasks.

    Example: textmine topics intrusion forum-topics --out strangers.xlsx
    """
    from textmine.errors import InputError
    from textmine.topics.judging.intrusion import CHANCE
    from textmine.topics.judging.intrusion import score as score_tasks
    from textmine.topics.judging.intrusion_sheet import read_answers, write_tasks

    if (out is None) == (not score):
        raise InputError(
            "Say either where to write the tasks or what to score.",
            hint="--out strangers.xlsx, or --score strangers.xlsx.",
        )
    space, placed = placed_documents(model, corpus, where, workspace)
    chosen = space.settings.seed if seed is None else seed
    tasks = _tasks(placed, kind, n, chosen)
    if out is not None:
        write_tasks(tasks, out)
        say(
            f"{len(tasks)} tasks written to {out}: give it to people who have not seen the topics. "
            f"By chance one in {round(1 / CHANCE)} is found."
        )
        return
    rows = []
    for sheet in score or []:
        rows += [
            {
                "sheet": sheet.name,
                "topic": one.topic,
                "found": one.found,
                "n": one.n,
                "open": one.open,
                "precision": round(one.value, 6) if one.n else None,
                "low": round(one.interval.low, 6) if one.interval.defined else None,
                "high": round(one.interval.high, 6) if one.interval.defined else None,
            }
            for one in score_tasks(tasks, read_answers(tasks, sheet))
        ]
    print_rows(rows, format, title=f"{model}: how often the stranger among {kind.value} is found")
    say(
        f"Precision: share of answers that name it, Wilson 95 % interval; chance is {CHANCE:.3f} "
        "with six choices. A topic whose interval reaches down to chance is not understood."
    )


def _tasks(placed: Placed, kind: Kind, n: int, seed: int) -> list[Task]:
    from textmine.topics.judging.intrusion import topic_tasks, word_tasks

    placed.need_two_themes()
    model = placed.model
    tops = model.top_words(placed.n_words)
    if kind is Kind.words:
        return word_tasks(model.topic_word, tops, model.words, model.topic_ids, seed)
    corpus = placed.corpus
    return topic_tasks(placed.unit_topic, corpus.texts, corpus.ids, tops, model.topic_ids, n, seed)
