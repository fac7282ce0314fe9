"""textmine codebook show: a codebook for the terminal, for programs, as TOML or as a page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.codebook_shared import NameArgument, workspace_if_any
from textmine.cli.options import WorkspaceOption
from textmine.cli.shared import Format, print_rows, say

if TYPE_CHECKING:
    from textmine.codebook import Codebook


class ShowFormat(StrEnum):
    """How a codebook is shown."""

    table = "table"
    json = "json"
    csv = "csv"
    toml = "toml"
    html = "html"


def show(
    name: NameArgument,
    workspace: WorkspaceOption = None,
    format: Annotated[
        ShowFormat,
        typer.Option(
            "--format", "-f", help="toml gives a file to start from, html a page to code by."
        ),
    ] = ShowFormat.table,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the page into this .html file.", show_default=False),
    ] = None,
) -> None:
    """Show the dimensions and codes of a codebook with their definitions and rules.

    Example: textmine codebook show ling-martins-2015
    """
    from textmine.codebook import codebook_toml, find_codebook

    if out is not None and format is not ShowFormat.html:
        raise typer.BadParameter("it goes with --format html only", param_hint="--out")
    book = find_codebook(name, workspace_if_any(workspace))
    if format is ShowFormat.toml:
        typer.echo(codebook_toml(book), nl=False)
    elif format is ShowFormat.html:
        _page(book, out)
    elif format is ShowFormat.table:
        _table(book)
    else:
        print_rows(_rows(book), Format(format.value))


def _page(book: Codebook, out: Path | None) -> None:
    from textmine.report.codebook_page import codebook_page
    from textmine.store import replacing_file

    page = codebook_page(book)
    if out is None:
        typer.echo(page)
        return
    with replacing_file(out) as draft:
        draft.write_text(page, encoding="utf-8")
    say(f"'{book.name}', version {book.version}, written to {out}.")


def _rows(book: Codebook) -> list[dict[str, str]]:
    """The columns are those that `textmine codebook new --from-table` reads, and how a code is."""
    return [
        {
            "dimension": dimension.id,
            "code": code.id,
            "name": code.name,
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
            "example": "\n".join(code.examples),
            "parent": code.parent,
            "stage": code.stage,
            "given": "yes" if code.given else "retired" if code.retired else "heading",
        }
        for dimension in book.dimensions
        for code in dimension.codes
    ]


def _table(book: Codebook) -> None:
    from textmine.codebook import how_to_answer, outline, rule_sentence

    rows = []
    for dimension in book.dimensions:
        for depth, code in outline(dimension):
            mark = " (retired)" if code.retired else "" if code.codable else " (heading)"
            rows.append(
                {
                    "dimension": dimension.id,
                    "code": "  " * depth + code.id,
                    "name": code.name + mark,
                    "definition": code.definition,
                    "not": code.exclude,
                    "example": " / ".join(code.examples),
                }
            )
    title = f"{book.name}: {book.title} (unit: {book.unit}; version {book.version})"
    print_rows(rows, Format.table, title=title)
    for dimension in book.dimensions:
        typer.echo(f"  {dimension.id}: {how_to_answer(dimension)}")
        for source, follows in dimension.derive.items():
            typer.echo(f"    {source} -> {follows}")
    for cell, meaning in (book.product.cells if book.product else {}).items():
        typer.echo(f"  {cell}  {meaning}")
    for attribute in book.attributes:
        values = ", ".join(attribute.values)
        typer.echo(f"  attribute {attribute.id} in column {attribute.column}: {values}")
    for number, rule in enumerate(book.rules, start=1):
        typer.echo(f"  rule {number}. {rule_sentence(rule)} ({rule.reason})")
    say(book.citation)
