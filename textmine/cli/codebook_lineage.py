"""textmine codebook lineage."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.codebook_files import NameArgument
from textmine.cli.command import Run, shown
from textmine.cli.page import write_page
from textmine.present import Section


@shown("report")
def lineage(
    run: Run,
    name: NameArgument,
    code: Annotated[
        str | None, typer.Option(help="DIMENSION=CODE: only this code and what is below it.")
    ] = None,
) -> Section:
    """Show where codes come from: back to every coding, through all changes of the codebook.

    Says of each change who decided it, when and why.

    Example: textmine codebook lineage ling-martins-2015 --code goal_orientation=A
    """
    from textmine.codebook import find_codebook
    from textmine.coding import open_codings
    from textmine.corpus import load_corpus
    from textmine.corpus.corpus import CORPUS_TOML
    from textmine.reading.displays.lineage import lineage_of
    from textmine.report.lineage import lineage_section

    book = find_codebook(name, run.workspace)
    codings = open_codings(run.workspace).of_codebook(book.name)
    section = lineage_section(lineage_of(book, codings, code))
    there = run.workspace.names("corpora", CORPUS_TOML) if run.given["report"] else []
    coded = [
        load_corpus(run.workspace, one) for one in {coding.corpus for coding in codings} & {*there}
    ]
    coded.sort(key=lambda corpus: corpus.name)
    write_page(run, [section], coded, section.title, code or "", {})
    return section
