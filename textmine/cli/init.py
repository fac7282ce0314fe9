"""textmine init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.shared import say


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to work in.")] = Path(),
) -> None:
    """Make a folder a workspace: a settings file and room for corpora, models and reports.

    Example: textmine init consultation
    """
    from textmine.store import init_workspace

    workspace = init_workspace(folder)
    say(f"{workspace.root} is a workspace now; its settings are in textmine.toml.")
    say("Next: textmine corpus import YOUR.csv --name NAME --dry-run")
