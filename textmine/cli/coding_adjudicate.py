"""textmine coding adjudicate."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CodersOption, CorpusArgument
from textmine.cli.shared import comma_list
from textmine.present import Section

_SETTLE = "textmine coding adjudicate {corpus} --sheet open.xlsx"


@shown(then="textmine train {corpus}")
def adjudicate(
    run: Run,
    corpus: CorpusArgument,
    sheet: Annotated[
        Path | None, "Write the open cases to this .xlsx or .csv, to resolve them there."
    ] = None,
    resolved: Annotated[Path | None, "Take the resolved codes from a sheet that came back."] = None,
    by: Annotated[str | None, "Who resolved them; wanted with it."] = None,
    majority: Annotated[bool, "Settle what more than half of the coders say; no ties."] = False,
    accept_single: Annotated[bool, "With --majority: a single coder's codes stand."] = False,
    coders: CodersOption = None,
    codebook: CodebookOption = None,
) -> Section:
    """List what coders disagree on, and settle it: on a sheet, by people, or by majority.

    Settled codes stand as those of the coder 'agreed', with who settled them and why. What people
    resolved is never undone by a majority.

    Example: textmine coding adjudicate forum --sheet open.xlsx
    Example: textmine coding adjudicate forum --resolved open.xlsx --by "ann and bob"
    """
    from textmine.coding import (
        adjudicate_by_majority,
        adjudicate_from_sheet,
        read_open_cases,
        write_cases,
    )
    from textmine.coding.taken import set_aside_remarks
    from textmine.report.coding_history import (
        cases_section,
        majority_section,
        resolved_section,
        written_section,
    )

    if resolved is not None and not by:
        raise typer.BadParameter("say who resolved the codes", param_hint="--by")
    if sum((majority, sheet is not None, resolved is not None)) > 1:
        raise typer.BadParameter("one at a time", param_hint="--majority, --sheet, --resolved")
    if by is not None and resolved is None:
        raise typer.BadParameter("has no meaning without --resolved", param_hint="--by")
    if accept_single and not majority:
        raise typer.BadParameter("has no meaning without --majority", param_hint="--accept-single")
    space = run.workspace
    open_cases = read_open_cases(space, corpus, codebook, comma_list(coders))
    aside = set_aside_remarks(space, corpus)
    if resolved is not None:
        done, read = adjudicate_from_sheet(space, open_cases, resolved, by or "")
        remarks = [*aside, *(f"{resolved.name}: {remark}" for remark in read.remarks)]
        if read.open:
            run.named["then"] = _SETTLE
        return resolved_section(done, read.open, by or "", resolved.name, remarks)
    if majority:
        settled = adjudicate_by_majority(space, open_cases, accept_single=accept_single)
        if settled.open:
            run.named["then"] = _SETTLE
        return majority_section(settled, aside)
    if open_cases.cases:
        run.named["then"] = _SETTLE
    if sheet is None or not open_cases.cases:
        return cases_section(open_cases, aside)
    write_cases(sheet, open_cases.rows, open_cases.codebook)
    run.named["then"] = "textmine coding adjudicate {corpus} --resolved {sheet} --by WHO"
    return written_section(open_cases, sheet, aside)
