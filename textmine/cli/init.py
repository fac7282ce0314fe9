"""textmine init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.present import Section


@shown(without=("workspace", "format"))
def init(
    run: Run, folder: Annotated[Path, typer.Argument(help="The folder to work in.")] = Path()
) -> Section:
    """Make a folder a workspace: two settings files and room for corpora, models and reports.

    Example: textmine init consultation
    """
    from textmine.report.whole.settings import FILE, begin_report_settings
    from textmine.store import init_workspace

    workspace = init_workspace(folder)
    begin_report_settings(workspace.root)
    return Section.of(
        f"{workspace.root} is a workspace now; its settings are in textmine.toml, and what its "
        f"reports are to have in {FILE}.",
        "Next: textmine corpus import YOUR.csv --name NAME --dry-run",
    )
