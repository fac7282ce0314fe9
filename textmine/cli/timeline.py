"""textmine timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import Period
from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CoderOption, CorpusArgument, PageOutOption
from textmine.cli.page import write_shown
from textmine.present import Section


@shown("where", "report")
def timeline(
    run: Run,
    corpus: CorpusArgument,
    by: Annotated[
        str | None, typer.Option(help="A column, such as group: a line for each of its values.")
    ] = None,
    dimension: Annotated[
        str | None, typer.Option(help="A line for each code of this dimension.")
    ] = None,
    period: Annotated[Period, typer.Option(help="By what dates are counted.")] = "month",
    events: Annotated[
        Path | None, typer.Option(help="A table with the columns date and event.")
    ] = None,
    coder: CoderOption = None,
    codebook: CodebookOption = None,
    out: PageOutOption = None,
) -> Section:
    """Show when documents were written, by group or code, with events beside them.

    Example: textmine timeline forum --dimension goal_orientation --period month
    """
    from textmine.errors import UsageError
    from textmine.reading.displays.timeline import find_timeline
    from textmine.report.folder import refuse_other_endings
    from textmine.report.timeline import timeline_section

    if out is not None:
        refuse_other_endings(out)
    if by is not None and dimension is not None:
        raise UsageError("Lines are groups or codes.", hint="Name --by or --dimension, not both.")
    if dimension is None and (coder is not None or codebook is not None):
        raise UsageError("These lines show no codes.", hint="Name --dimension, or leave them out.")
    found = find_timeline(
        run.workspace,
        corpus,
        by=by,
        dimension=dimension,
        period=period,
        events=events,
        coder=coder,
        codebook=codebook,
        where=run.where,
        tell=run.tell,
    )
    section = timeline_section(found)
    write_shown(run, section, [found.corpus], out)
    return section
