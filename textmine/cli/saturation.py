"""textmine saturation."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.choices import Level
from textmine.cli.command import Run, shown
from textmine.cli.options import (
    CodebookOption,
    CodedCorpusArgument,
    CoderOption,
    DimensionsOption,
    RolesOption,
    RollUpOption,
)
from textmine.cli.page import write_page
from textmine.present import Section


@shown("level", "rule", "roll_down", "where", "report", "seed")
def saturation(
    run: Run,
    corpus: CodedCorpusArgument,
    dimension: DimensionsOption = None,
    count: Annotated[
        Level | None,
        typer.Option(
            help="What is counted as it comes in; default: interviews, or threads.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="A column, such as case: codes by its values.", show_default=False),
    ] = None,
    roles: RolesOption = False,
    coder: CoderOption = None,
    codebook: CodebookOption = None,
    roll_up: RollUpOption = None,
) -> Section:
    """Show whether more interviews bring new codes, and how many codes are likely unseen.

    Example: textmine saturation forum
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.reading.code_saturation import code_saturation
    from textmine.reading.code_table import CodesRequest
    from textmine.report.code_saturation import code_saturation_section

    loaded = select_documents(load_corpus(run.workspace, corpus), run.where)
    found = code_saturation(
        run.workspace,
        loaded,
        CodesRequest(coder, tuple(dimension or ()), codebook, roll_up, roles, run.coded_at()),
        level=count,
        by=by,
        seed=run.seed,
        tell=run.tell,
    )
    section = code_saturation_section(corpus, found)
    write_page(run, [section], [loaded], section.title, "", {})
    return section
