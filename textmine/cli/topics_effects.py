"""textmine topics effects."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusOption
from textmine.cli.page import write_page
from textmine.cli.shared import comma_list, progress_bar
from textmine.cli.topics_shared import ClustersOption, ModelArgument, placed_by
from textmine.present import Section


@shown("where", "report")
def effects(
    run: Run,
    model: ModelArgument,
    covariates: Annotated[
        str, typer.Option(help="Columns with + or commas between them: 'group + created_at'.")
    ],
    draws: Annotated[
        int,
        typer.Option(min=0, help="How often the placing of documents is redrawn; 0: held fixed."),
    ] = 20,
    clusters: ClustersOption = None,
    corpus: CorpusOption = None,
) -> Section:
    """Estimate how the share of each theme goes with several covariates at once.

    Dates and numbers give a slope, other columns their values against the commonest; dates by
    period (created_at:month) too. Errors allow for documents of one thread or author.

    Example: textmine topics effects forum-topics --covariates "group + created_at"
    """
    from textmine.report.topic_effects import effects_section
    from textmine.topics.groups.effects import topic_effects

    names = comma_list(covariates.replace("+", ","))
    placed = placed_by(run, model, corpus)
    with progress_bar() as progress:
        found = topic_effects(placed, names, clusters, draws, progress)
    section = effects_section(model, found, placed.titles)
    write_page(run, [section], [placed.corpus], section.title, "", {"model": model})
    return section
