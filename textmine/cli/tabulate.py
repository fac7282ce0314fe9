"""textmine tabulate."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from textmine.choices import Together
from textmine.cli.command import Run, shown
from textmine.cli.options import (
    CodebookOption,
    CoderOption,
    CorpusArgument,
    RolesOption,
    RollUpOption,
)
from textmine.cli.page import write_page
from textmine.cli.shared import comma_list, levels_named
from textmine.present import Section


@shown("level", "rule", "roll_down", "where", "report")
def tabulate(
    run: Run,
    corpus: CorpusArgument,
    coder: CoderOption = None,
    dimension: Annotated[
        list[str] | None,
        typer.Option(
            help="What to count; a second one, and more, are crossed with the first. Default: "
            "the codebook's product, or with --by every dimension."
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="Cross with column(s), with commas: case,round,created_at:year."),
    ] = None,
    count: Annotated[
        str | None,
        typer.Option(
            help="Count passages, documents, interviews, threads, authors or cases; several with "
            "commas. Default: documents."
        ),
    ] = None,
    together: Annotated[
        Together,
        typer.Option(help="Codes stand together in one text, or anywhere in what is counted."),
    ] = "text",
    roles: RolesOption = True,
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
    """Count the codes: two dimensions crossed, a dimension by groups, or one dimension alone.

    Every count has its n. Per cents have an interval only where the coded documents were drawn.

    Example: textmine tabulate forum --dimension goal_orientation --count documents,authors
    """
    from textmine.corpus import select_documents
    from textmine.corpus.taking import open_taking
    from textmine.reading.counting.tabulating import TabulationRequest, tabulate_corpus
    from textmine.report.coded import counts_section, tabulation_section

    loaded = select_documents(open_taking(run.workspace, corpus).light, run.where)
    request = TabulationRequest(
        coder,
        tuple(dimension or ()),
        codebook,
        roll_up,
        per_group=per == "group",
        by=comma_list(by),
        counts=levels_named(count),
        together=together,
        roles=roles,
        at=run.coded_at(),
    )
    tables = tabulate_corpus(run.workspace, loaded, request, run.tell)
    section = tabulation_section(tables[0]) if request.plain else counts_section(tables)
    write_page(run, [section], [loaded], section.title, corpus, {})
    return section
