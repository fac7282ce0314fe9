"""textmine topics by."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.options import FormatOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, comma_list, print_rows, say
from textmine.cli.topics_shared import (
    ClustersOption,
    CorpusOption,
    ModelArgument,
    placed_documents,
)


def by(
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
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show the share of each theme by group, time or another column, and what differs.

    Intervals take threads (or authors) whole, for messages of one thread are alike. Dates and
    numbers are compared each with the one before, groups every two, corrected for all of them.

    Example: textmine topics by forum-topics --by group
    """
    from textmine.errors import InputError
    from textmine.report.themes_by import (
        crossed_shares,
        difference_rows,
        reading_of_shares,
        share_rows,
    )
    from textmine.topics.groups.shares import shares_by

    columns = comma_list(by)
    if not columns:
        raise InputError("--by names no column.", hint="Write --by group.")
    pair = comma_list(compare)
    if compare is not None and len(pair) != 2:
        raise InputError(f"--compare takes two values. Got '{compare}'.", hint="Write A,B.")
    if compare is not None and len(columns) > 1:
        raise InputError("--compare takes one column.", hint="Name one with --by.")
    _, placed = placed_documents(model, corpus, where, workspace)
    labels = placed.titles
    rows = []
    for column in columns:
        two = (pair[0], pair[1]) if pair else None
        found = shares_by(placed, column, clusters.value if clusters else None, two, resamples)
        rows += (difference_rows if differences else share_rows)(found, labels)
        if format is Format.table:
            title = f"{model}: share of themes by {column}, per cent [95 %]"
            print_rows(crossed_shares(found, labels), format, title=title)
        for sentence in reading_of_shares(found, labels):
            say(sentence)
    if format is not Format.table:
        print_rows([{**row} for row in rows], format)
