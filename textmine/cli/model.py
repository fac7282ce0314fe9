"""textmine model: list the models of the workspace, and remove one."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import DryRunOption
from textmine.cli.shared import say
from textmine.cli.taken import say_kept
from textmine.present import Section

app = typer.Typer(
    help="The models that 'train' and 'topics fit' made: list, remove.", no_args_is_help=True
)


@app.command("list")
@shown()
def list_(run: Run) -> Section:
    """List the models of the workspace: what made them, from which corpus.

    Example: textmine model list
    """
    from textmine.report.models import models_section

    return models_section(run.workspace)


@app.command("remove")
@shown(without=("format",))
def remove(
    run: Run,
    name: Annotated[str, typer.Argument(help="The model, of codes or of topics.")],
    dry_run: DryRunOption = False,
) -> None:
    """Remove a model, its card and its themes, if no codings of it are recorded.

    Example: textmine model remove forum-topics
    """
    from textmine.coding.uses import refuse_used, uses_of_model
    from textmine.store.manifest import MANIFEST

    space = run.workspace
    folder = space.existing("models", name, MANIFEST)
    refuse_used(f"Model '{name}'", uses_of_model(space, name))
    if dry_run:
        say(f"Dry run: model '{name}' would be removed.")
        return
    space.remove(folder)
    say(f"Model '{name}' is removed.")
    say_kept(space)
