"""textmine codebook new, show, export and import: a codebook made, shown and carried."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import DecidedByOption, DryRunOption, WorkspaceOption
from textmine.cli.shared import say
from textmine.cli.show import show as show_section
from textmine.errors import InputError, NotFoundError
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.codebook import Codebook
    from textmine.store import Workspace

NameArgument = Annotated[
    str, typer.Argument(help="Name of a codebook, NAME@VERSION, or a .toml file.")
]


def workspace_if_any(folder: Path | None) -> Workspace | None:
    """Open the workspace if there is one: built-in codebooks can be looked at without."""
    from textmine.store import find_workspace

    try:
        return find_workspace(folder)
    except NotFoundError:
        if folder is not None:
            raise
        return None


_Many = list[str] | None


@shown(without=("format",), then="textmine codebook show {name}")
def new(
    run: Run,
    name: Annotated[str, typer.Argument(help="Name of the new codebook.")],
    dimension: Annotated[_Many, "DIMENSION=CODE:name,CODE:name; give it again for more."] = None,
    multi: Annotated[_Many, "A dimension that takes several codes; give it again for more."] = None,
    ordinal: Annotated[
        _Many, "A dimension whose codes are ordered; give it again for more."
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", help="Copy this codebook under the new name.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from-table",
            help="A table (.xlsx, .csv, or in a .docx) with the columns dimension, code and, if "
            "you like, name, definition, include, exclude, example, parent, stage, or "
            "one that 'codebook export' wrote.",
        ),
    ] = None,
    title: Annotated[str, "Its title."] = "",
    unit: Annotated[str, "The unit of coding: a message, a passage."] = "document",
) -> Section:
    """Start a codebook in the workspace, with help at its top on what else may be said in it.

    Example: textmine codebook new themes --dimension 'goal=A:sharing,B:achieving' --multi goal
    """
    from textmine.coding.starting import start_codebook

    if sum(map(bool, (dimension, source, table))) != 1:
        raise typer.BadParameter("say one of --dimension, --from and --from-table")
    if source and (multi or ordinal or title or unit != "document"):
        raise typer.BadParameter("--from copies all of it: leave the other options out")
    book, path = start_codebook(
        run.workspace,
        name,
        dimensions=dimension or (),
        source=source,
        table=table,
        multi=multi or (),
        ordinal=ordinal or (),
        title=title,
        unit=unit,
    )
    codes = sum(len(part.codes) for part in book.dimensions)
    return Section.of(
        f"Codebook '{name}': {len(book.dimensions)} dimensions, {codes} codes; it is in {path}."
    )


def show(
    name: NameArgument,
    workspace: WorkspaceOption = None,
    format: Annotated[
        Literal["table", "json", "csv", "toml", "html"],
        typer.Option(
            "--format", "-f", help="toml gives a file to start from, html a page to code by."
        ),
    ] = "table",
    out: Annotated[Path | None, typer.Option(help="Write the page into this .html file.")] = None,
) -> None:
    """Show the dimensions and codes of a codebook with their definitions and rules.

    Example: textmine codebook show ling-martins-2015
    """
    from textmine.codebook import codebook_toml, find_codebook
    from textmine.report.codebooks import codebook_section

    if out is not None and format != "html":
        raise typer.BadParameter("it goes with --format html only", param_hint="--out")
    book = find_codebook(name, workspace_if_any(workspace))
    if format == "toml":
        typer.echo(codebook_toml(book), nl=False)
    elif format == "html":
        _page(book, out)
    else:
        show_section(codebook_section(book), format)


def _page(book: Codebook, out: Path | None) -> None:
    from textmine.report.page import codebook_page
    from textmine.store import replacing_file

    page = codebook_page(book)
    if out is None:
        typer.echo(page)
        return
    with replacing_file(out) as draft:
        draft.write_text(page, encoding="utf-8")
    say(f"'{book.name}', version {book.version}, written to {out}.")


_ENDINGS = (".xlsx", ".csv", ".tsv")
_WIDE = ("definition", "include", "exclude", "example")


@shown(without=("format",))
def export(
    run: Run, name: NameArgument, out: Annotated[Path, "File to write: .xlsx, .csv or .tsv."]
) -> Section:
    """Write a codebook as a table, a row a code, to be worked on in a spreadsheet.

    What is changed there comes back with 'textmine codebook import'; 'textmine codebook new
    --from-table' makes another codebook of it.

    Example: textmine codebook export ling-martins-2015 --out book.xlsx
    """
    from textmine.codebook import find_codebook
    from textmine.codebook.table_of_codes import TABLE_COLUMNS, table_of_codes
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
    path: Annotated[Path, typer.Argument(help="A table of codes: .xlsx, .csv, .tsv or .docx.")],
    name: Annotated[str, "The codebook of the workspace that it changes."],
    reason: Annotated[str, "Why; the history keeps it. Needed."] = "",
    by: DecidedByOption = "",
    dry_run: DryRunOption = False,
) -> Section:
    """Take over what was changed in a table of codes: each change is recorded as a step.

    Codes are added, renamed, redefined, moved and retired ('retired' in the column given). A row
    that is gone, or a code that could be another under a new id, is asked for; nothing is changed
    then. A table that was only looked at changes nothing.

    Example: textmine codebook import book.xlsx --name themes --reason 'after the first meeting'
    """
    from textmine.codebook.files import codebook_path
    from textmine.coding.changing import ChangeRequest, change_by_table
    from textmine.report.codebooks import changed_section

    codebook_path(name, run.workspace)
    if not reason:
        raise typer.BadParameter("say why the codes change", param_hint="--reason")
    changed = change_by_table(run.workspace, ChangeRequest(name, reason, by, dry_run), path)
    if not changed.steps:
        return Section.of(f"Nothing is changed: {path} says what '{name}' says.")
    steps = f"{changed.steps} change{'' if changed.steps == 1 else 's'} in {path}."
    section = changed_section(changed, None)
    return replace(section, sentences=[steps, *section.sentences])
