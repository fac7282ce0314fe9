"""textmine tabulate."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CoderOption, CorpusArgument, RollUpOption
from textmine.cli.page import write_page
from textmine.present import Section


@shown("report")
def tabulate(
    run: Run,
    corpus: CorpusArgument,
    coder: CoderOption = None,
    dimension: Annotated[
        str | None, typer.Option(help="One dimension alone; default: the codebook's product.")
    ] = None,
    codebook: CodebookOption = None,
    roll_up: RollUpOption = None,
    per: Annotated[
        Literal["message", "group"],
        typer.Option(
            help="Count messages, or exact and near copies once (see 'corpus duplicates'): by "
            "the first of them that has the codes."
        ),
    ] = "message",
) -> Section:
    """Count the codes: the table of two crossed dimensions with margins, or one dimension.

    Example: textmine tabulate forum --coder agreed
    """
    from textmine.coding import TabulationRequest, tabulate_corpus
    from textmine.corpus import load_corpus
    from textmine.report.coded import tabulation_section

    loaded = load_corpus(run.workspace, corpus)
    request = TabulationRequest(coder, dimension, codebook, roll_up, per_group=per == "group")
    section = tabulation_section(tabulate_corpus(run.workspace, loaded, request, run.tell))
    write_page(run, [section], [loaded], section.title, corpus, {})
    return section
