"""textmine status."""

from __future__ import annotations

from textmine.cli.command import Run, shown
from textmine.present import Section


@shown()
def status(run: Run) -> Section:
    """Say where the workspace stands and what to do next.

    Corpora, who coded how much (blind, or after a suggestion), agreement so far, sheets that have
    not come back, models and reports, and which of them are older than what they were made from.

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
