"""textmine topics intrusion: do people see what holds a topic together?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import OddOneOut
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusOption
from textmine.cli.shared import say
from textmine.cli.topics_shared import ModelArgument, placed_by
from textmine.present import Section


@shown("where", "seed")
def intrusion(
    run: Run,
    model: ModelArgument,
    out: Annotated[Path | None, typer.Option(help="Write the tasks: a .xlsx or .csv.")] = None,
    score: Annotated[
        list[Path] | None,
        typer.Option(help="Score a sheet that came back; give it again for more."),
    ] = None,
    kind: Annotated[OddOneOut, typer.Option(help="What is out of place.")] = "words",
    n: Annotated[int, typer.Option("--n", help="Tasks on texts.", min=1)] = 40,
    corpus: CorpusOption = None,
) -> Section | None:
    """Make tasks in which one of six does not belong, and score them against chance.

    People find the stranger among a topic's words, or among a text's topics, only where the topics
    make sense to them. The same model and seed make the same tasks.

    Example: textmine topics intrusion forum-topics --out strangers.xlsx
    """
    from textmine.errors import UsageError
    from textmine.report.topic_quality import intrusion_section
    from textmine.topics.evaluating.intrusion import CHANCE, tasks_of
    from textmine.topics.evaluating.intrusion import score as score_tasks
    from textmine.topics.evaluating.intrusion_sheet import read_answers, write_tasks

    if (out is None) == (not score):
        raise UsageError(
            "Say either where to write the tasks or what to score.",
            hint="--out strangers.xlsx, or --score strangers.xlsx.",
        )
    tasks = tasks_of(placed_by(run, model, corpus), kind, n, run.seed)
    if out is not None:
        write_tasks(tasks, out)
        say(
            f"{len(tasks)} tasks written to {out}: give it to people who have not seen the topics. "
            f"By chance one in {round(1 / CHANCE)} is found."
        )
        return None
    scored = [
        (sheet.name, score_task)
        for sheet in score or ()
        for score_task in score_tasks(tasks, read_answers(tasks, sheet))
    ]
    return intrusion_section(model, kind, scored)
