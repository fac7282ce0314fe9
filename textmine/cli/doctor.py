"""textmine doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.shared import progress_bar, say
from textmine.cli.show import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.project.doctor.check import Check


@shown()
def doctor(
    run: Run,
    attest: Annotated[
        Path | None,
        typer.Option(
            help="Also write a statement for a data-protection officer (.md, .json or .csv): no "
            "network call, no generative model, every part with its hash. Takes a minute."
        ),
    ] = None,
) -> None:
    """Look whether textmine, this computer and the workspace are sound, and say what to do.

    Each thing is ok, to look at, or wrong; with something wrong the command ends with code 1.

    Example: textmine doctor
    Example: textmine doctor --attest statement.md
    """
    from textmine.project.doctor.doctor import examine
    from textmine.project.doctor.section import doctor_section

    if attest is not None:
        from textmine.project.attest.statement import refuse_form

        refuse_form(attest)
    checks = examine(run.given["workspace"])
    show(doctor_section(checks, full=run.full), run.format, full=run.full)
    if attest is not None and not _attest(attest):
        raise typer.Exit(1)
    _stop_where_wrong(checks)


def _attest(path: Path) -> bool:
    """Write the statement, and say whether all that it attests was found so."""
    from textmine.project.attest.statement import attest, write_statement

    with progress_bar() as progress:
        statement = attest(progress)
    write_statement(path, statement)
    say(f"{statement.verdict} The statement is in {path}.")
    return statement.holds


def _stop_where_wrong(checks: Sequence[Check]) -> None:
    from textmine.project.doctor.check import worst

    if worst(checks) == "wrong":
        raise typer.Exit(1)
