"""textmine coding adjudicate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.options import FormatOption, WorkspaceOption
from textmine.cli.shared import Format, comma_list, open_workspace, print_rows, say
from textmine.cli.taken import say_set_aside

_SHOWN_TEXT = 160


def adjudicate(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
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
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List what coders disagree on, and settle it: on a sheet, by people, or by majority.

    Settled codes stand as those of the coder 'agreed', with who settled them and why. What people
    resolved is never undone by a majority.

    Example: textmine coding adjudicate forum --sheet open.xlsx
    Example: textmine coding adjudicate forum --resolved open.xlsx --by "ann and bob"
    """
    from textmine.coding import (
        adjudicate_by_majority,
        adjudicate_from_sheet,
        case_rows,
        read_docket,
        write_cases,
    )

    if resolved is not None and not by:
        raise typer.BadParameter("say who resolved the codes", param_hint="--by")
    if sum((majority, sheet is not None, resolved is not None)) > 1:
        raise typer.BadParameter("one at a time", param_hint="--majority, --sheet, --resolved")
    if by is not None and resolved is None:
        raise typer.BadParameter("has no meaning without --resolved", param_hint="--by")
    if accept_single and not majority:
        raise typer.BadParameter("has no meaning without --majority", param_hint="--accept-single")
    space = open_workspace(workspace)
    docket = read_docket(space, corpus, codebook, comma_list(coders))
    say_set_aside(space, corpus)
    if resolved is not None:
        done, left = adjudicate_from_sheet(space, docket, resolved, by or "")
        say(f"{done.new:,} codes are settled by {by}, {done.unchanged:,} stood already.")
        say(f"{left:,} cases of {resolved.name} are still open.")
        return
    if majority:
        found = adjudicate_by_majority(space, docket, accept_single=accept_single)
        say(
            f"{found.unanimous:,} unanimous, {found.by_majority:,} by majority, {found.single:,} "
            f"by a single coder, {len(found.open):,} left open."
        )
        return
    texts = dict(zip(docket.corpus.ids, docket.corpus.texts, strict=True))
    rows = case_rows(docket.cases, texts, docket.coders)
    if docket.settled:
        say(f"{docket.settled:,} cases were resolved before.")
    for remark in docket.remarks:
        say(remark)
    if not rows:
        say("No case is open.")
    elif sheet is not None:
        write_cases(sheet, rows, docket.codebook)
        say(f"{len(rows):,} cases written to {sheet}; fill in 'resolved' and 'reason'.")
    else:
        shown = (
            rows
            if format is not Format.table
            else [{**row, "text": _short(row["text"])} for row in rows]
        )
        print_rows(shown, format, title=f"{corpus}: {len(rows)} cases are open")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_TEXT else line[: _SHOWN_TEXT - 1] + "…"
