"""textmine codebook export and import: a codebook out to a spreadsheet, and its changes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.codebook_shared import NameArgument, workspace_if_any
from textmine.cli.command import Run, shown
from textmine.cli.options import DecidedByOption, DryRunOption, ReasonOption
from textmine.present import Section

_ENDINGS = (".xlsx", ".csv", ".tsv")
_WIDE = ("definition", "include", "exclude", "example")


@shown(without=("format",))
def export(
    run: Run,
    name: NameArgument,
    out: Annotated[Path, typer.Option(help="File to write: .xlsx, .csv or .tsv.")],
) -> Section:
    """Write a codebook as a table, a row a code, to be worked on in a spreadsheet.

    What is changed there comes back with 'textmine codebook import'; 'textmine codebook new
    --from-table' makes another codebook of it.

    Example: textmine codebook export ling-martins-2015 --out book.xlsx
    """
    from textmine.codebook import find_codebook
    from textmine.codebook.table_of_codes import TABLE_COLUMNS, table_of_codes
    from textmine.errors import InputError
    from textmine.store.tables import write_table

    if out.suffix.lower() not in _ENDINGS:
        raise InputError(
            f"Cannot export to '{out.name}'.", hint=f"End the name in {', '.join(_ENDINGS)}."
        )
    book = find_codebook(name, workspace_if_any(run.given["workspace"]))
    rows = table_of_codes(book)
    widths = {column: 40.0 if column in _WIDE else 18.0 for column in TABLE_COLUMNS}
    write_table(out, TABLE_COLUMNS, rows, title="codes", widths=widths)
    return Section.of(
        f"'{book.name}', version {book.version}: {len(rows):,} codes written to {out}."
    )


@shown(without=("format",))
def import_(
    run: Run,
    path: Annotated[Path, typer.Argument(help="A table of codes: .xlsx, .csv or .tsv.")],
    name: Annotated[str, typer.Option(help="The codebook of the workspace that it changes.")],
    reason: ReasonOption,
    by: DecidedByOption = "",
    dry_run: DryRunOption = False,
) -> Section:
    """Take over what was changed in a table of codes: each change is recorded as a step.

    Codes are added, renamed, redefined, moved and retired ('retired' in the column given). A row
    that is gone, or a code that could be another under a new id, is asked for; nothing is changed
    then. A table that was only looked at changes nothing.

    Example: textmine codebook import book.xlsx --name themes --reason 'after the first meeting'
    """
    from textmine.coding.changing import ChangeRequest, change_by_table
    from textmine.report.codebooks import changed_section

    changed = change_by_table(run.workspace, ChangeRequest(name, reason, by, dry_run), path)
    if not changed.steps:
        return Section.of(f"Nothing is changed: {path} says what '{name}' says.")
    steps = f"{changed.steps} change{'' if changed.steps == 1 else 's'} in {path}."
    section = changed_section(changed, None)
    return replace(section, sentences=[steps, *section.sentences])
