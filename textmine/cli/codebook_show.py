"""textmine codebook show: a codebook for the terminal, for programs, as TOML or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from textmine.cli.codebook_shared import NameArgument, workspace_if_any
from textmine.cli.options import WorkspaceOption
from textmine.cli.shared import say
from textmine.cli.show import show as show_section

if TYPE_CHECKING:
    from textmine.codebook import Codebook


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
