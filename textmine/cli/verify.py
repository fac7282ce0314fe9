"""textmine verify."""

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.shared import progress_bar, say
from textmine.cli.show import show
from textmine.errors import UsageError


@shown()
def verify(
    run: Run,
    name: Annotated[
        str | None, typer.Argument(help="A model, topics, a run of 'apply', a report.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All of the workspace.")] = False,
    as_is: Annotated[bool, "Although inputs or libraries are others than they were."] = False,
) -> None:
    """Repeat a run from its manifest, and say whether every file comes out the same.

    It works in a folder of its own, from the texts on, with the seed and settings of then. Nothing
    in the workspace changes. It names what differs, where it differs first, and why, if that is
    known. It ends with code 3 where something differs, and with 1 where it cannot repeat a result.

    Example: textmine verify forum-model
    Example: textmine verify --all
    """
    from textmine.cli.repeating import run_words
    from textmine.project.verify.verify import find_runs, verdict, verified_section
    from textmine.project.verify.verify import verify as verified

    if (name is None) != all_:
        raise UsageError("Name a run, or say --all.", hint="'textmine status' lists them.")
    checked_runs, sections = [], []
    with progress_bar() as progress:
        for checked_run in verified(
            run.workspace,
            find_runs(run.workspace, name),
            as_is=as_is,
            progress=progress,
            run_words=run_words,
        ):
            checked_runs.append(checked_run)
            sections.append(verified_section(checked_run))
            if run.format == "table":
                show(sections[-1], run.format)
    if run.format != "table":
        show(sections, run.format)
    say(verdict(checked_runs))
    states = {checked_run.state for checked_run in checked_runs}
    if states - ({"same", "left out"} if all_ else {"same"}):
        raise typer.Exit(3 if "differs" in states else 1)
