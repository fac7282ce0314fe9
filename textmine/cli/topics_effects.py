"""textmine topics effects."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.options import FormatOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, print_rows, progress_bar, say
from textmine.cli.topics_shared import (
    ClustersOption,
    CorpusOption,
    ModelArgument,
    placed_documents,
)


def effects(
    model: ModelArgument,
    covariates: Annotated[
        str,
        typer.Option(help="Columns with + or commas between them: 'group + created_at'."),
    ],
    draws: Annotated[
        int,
        typer.Option(min=0, help="How often the placing of documents is redrawn; 0: held fixed."),
    ] = 20,
    clusters: ClustersOption = None,
    corpus: CorpusOption = None,
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Estimate how the share of each theme goes with several covariates at once.

    Dates and numbers give a slope, other columns their values against the commonest; dates by
    period (created_at:month) too. Errors allow for documents of one thread or author.

    Example: textmine topics effects forum-topics --covariates "group + created_at"
    """
    from textmine.cli.shared import comma_list
    from textmine.report.topic_effects import (
        effect_rows,
        effects_in_few_columns,
        reading_of_effects,
    )
    from textmine.topics.groups.effects import topic_effects

    names = comma_list(covariates.replace("+", ","))
    _, placed = placed_documents(model, corpus, where, workspace)
    with progress_bar() as progress:
        found = topic_effects(placed, names, clusters.value if clusters else None, draws, progress)
    labels = placed.titles
    if format is Format.table:
        title = f"{model}: effects on the share of themes, in points of a hundred"
        print_rows(effects_in_few_columns(found, labels), format, title=title)
    else:
        print_rows(effect_rows(found, labels), format)
    for sentence in reading_of_effects(found, labels):
        say(sentence)
