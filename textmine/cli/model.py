"""textmine model: list the models of the workspace, and remove one."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import DryRunOption
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
    from textmine.report.kept import models_section

    return models_section(run.workspace)


@app.command("remove")
@shown(without=("format",))
def remove(
    run: Run,
    name: Annotated[str, typer.Argument(help="The model, of codes or of topics.")],
    dry_run: DryRunOption = False,
) -> Section:
    """Remove a model, its card and its themes, if no codings of it are recorded.

    Example: textmine model remove forum-topics
    """
    from textmine.coding.removing import remove_unused_model

    return Section.of(*remove_unused_model(run.workspace, name, dry_run=dry_run))
