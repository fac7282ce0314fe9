"""textmine init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.present import Section


@shown(without=("workspace", "format"))
def init(
    run: Run,
    folder: Annotated[Path, typer.Argument(help="The folder to work in.")] = Path(),
) -> Section:
    """Make a folder a workspace: a settings file and room for corpora, models and reports.

    Example: textmine init consultation
    """
    from textmine.store import init_workspace

    workspace = init_workspace(folder)
    return Section.of(
        f"{workspace.root} is a workspace now; its settings are in textmine.toml.",
        "Next: textmine corpus import YOUR.csv --name NAME --dry-run",
    )
