"""textmine coding adjudicate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CorpusArgument
from textmine.cli.shared import comma_list, say
from textmine.cli.taken import say_set_aside
from textmine.present import Section


@shown()
def adjudicate(
    run: Run,
    corpus: CorpusArgument,
    sheet: Annotated[
        Path | None,
        typer.Option(help="Write the open cases to this .xlsx or .csv, to resolve them there."),
    ] = None,
    resolved: Annotated[
        Path | None, typer.Option(help="Take the resolved codes from a sheet that came back.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who resolved them; wanted with it.")] = None,
    majority: Annotated[
        bool,
        typer.Option("--majority", help="Settle what more than half of the coders say; no ties."),
    ] = False,
    accept_single: Annotated[
        bool,
        typer.Option("--accept-single", help="With --majority: a single coder's codes stand."),
    ] = False,
    coders: Annotated[str | None, typer.Option(help="Comma-separated; default: all.")] = None,
    codebook: CodebookOption = None,
) -> Section | None:
    """List what coders disagree on, and settle it: on a sheet, by people, or by majority.

    Settled codes stand as those of the coder 'agreed', with who settled them and why. What people
    resolved is never undone by a majority.

    Example: textmine coding adjudicate forum --sheet open.xlsx
    Example: textmine coding adjudicate forum --resolved open.xlsx --by "ann and bob"
    """
    from textmine.coding import (
        adjudicate_by_majority,
        adjudicate_from_sheet,
        read_docket,
        write_cases,
    )
    from textmine.report.cases import cases_section

    if resolved is not None and not by:
        raise typer.BadParameter("say who resolved the codes", param_hint="--by")
    if sum((majority, sheet is not None, resolved is not None)) > 1:
        raise typer.BadParameter("one at a time", param_hint="--majority, --sheet, --resolved")
    if by is not None and resolved is None:
        raise typer.BadParameter("has no meaning without --resolved", param_hint="--by")
    if accept_single and not majority:
        raise typer.BadParameter("has no meaning without --majority", param_hint="--accept-single")
    space = run.workspace
    docket = read_docket(space, corpus, codebook, comma_list(coders))
    say_set_aside(space, corpus)
    if resolved is not None:
        done, read = adjudicate_from_sheet(space, docket, resolved, by or "")
        for remark in read.remarks:
            say(f"{resolved.name}: {remark}")
        say(f"{done.new:,} codes are settled by {by}, {done.unchanged:,} stood already.")
        say(f"{read.open:,} cases of {resolved.name} are still open.")
        return None
    if majority:
        found = adjudicate_by_majority(space, docket, accept_single=accept_single)
        say(
            f"{found.unanimous:,} unanimous, {found.by_majority:,} by majority, {found.single:,} "
            f"by a single coder, {len(found.open):,} left open."
        )
        return None
    settled = [f"{docket.settled:,} cases were resolved before."] if docket.settled else []
    said = [*settled, *docket.remarks]
    if sheet is None or not docket.cases:
        return cases_section(docket, said)
    write_cases(sheet, docket.rows, docket.codebook)
    for sentence in said:
        say(sentence)
    say(f"{len(docket.cases):,} cases written to {sheet}; fill in 'resolved' and 'reason'.")
    return None
