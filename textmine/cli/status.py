"""textmine status."""

from __future__ import annotations

from textmine.cli.command import Run, shown
from textmine.present import Section


@shown()
def status(run: Run) -> Section:
    """Say where the workspace stands and what to do next.

    It lists corpora, who coded how much (blind, or after a suggestion), and agreement so far. Then
    come sheets that nobody returned, models and reports, and which of these are out of date.

    Example: textmine status
    """
    from textmine.errors import NotFoundError
    from textmine.project.status import NOWHERE, status_of
    from textmine.project.status_section import status_section

    if run.given["workspace"] is None:
        try:
            space = run.workspace
        except NotFoundError:
            return status_section(NOWHERE)
    else:
        space = run.workspace
    return status_section(status_of(space), full=run.full)
