"""textmine topics by."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusOption
from textmine.cli.page import write_page
from textmine.cli.shared import comma_list
from textmine.cli.topics_shared import ClustersOption, ModelArgument, placed_by
from textmine.present import Section


@shown("where", "report")
def by(
    run: Run,
    model: ModelArgument,
    by: Annotated[
        str,
        typer.Option(
            help="Column(s), with commas; dates by period: group,created_at:month,meta.round."
        ),
    ],
    compare: Annotated[
        str | None, typer.Option(help="Compare two values alone: business,university.")
    ] = None,
    clusters: ClustersOption = None,
    differences: Annotated[
        bool, typer.Option("--differences", help="In json and csv: differences, not shares.")
    ] = False,
    resamples: Annotated[
        int, typer.Option(min=100, help="Resamples behind the differences.")
    ] = 2000,
    corpus: CorpusOption = None,
) -> list[Section]:
    """Show the share of each theme by group, time or another column, and what differs.

    Intervals take threads (or authors) whole, for messages of one thread are alike. Dates and
    numbers are compared each with the one before, groups every two, corrected for all of them.

    Example: textmine topics by forum-topics --by group
    """
    from textmine.errors import UsageError
    from textmine.report.themes_by import themes_by_section
    from textmine.topics.groups.shares import shares_by

    columns, pair = comma_list(by), comma_list(compare)
    if not columns:
        raise UsageError("--by names no column.", hint="Write --by group.")
    if compare is not None and len(pair) != 2:
        raise UsageError(f"--compare takes two values. Got '{compare}'.", hint="Write A,B.")
    if compare is not None and len(columns) > 1:
        raise UsageError("--compare takes one column.", hint="Name one with --by.")
    placed = placed_by(run, model, corpus)
    two = (pair[0], pair[1]) if pair else None
    sections = [
        themes_by_section(
            model,
            shares_by(placed, column, clusters, two, resamples),
            placed.titles,
            differences=differences,
        )
        for column in columns
    ]
    title = f"Themes by {', '.join(columns)}: {model}"
    write_page(run, sections, [placed.corpus], title, "", {"model": model})
    return sections
