"""textmine topics saturation: does more text still bring new themes?"""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusOption
from textmine.cli.page import write_page
from textmine.cli.topics_shared import ClustersOption, ModelArgument, placed_by
from textmine.present import Section


@shown("where", "report")
def saturation(
    run: Run,
    model: ModelArgument,
    corpus: CorpusOption = None,
    share: Annotated[
        float, typer.Option(help="Share of a document that makes a theme present.", min=0.01, max=1)
    ] = 0.3,
    clusters: ClustersOption = None,
) -> Section:
    """Show how many themes have been seen after so many threads, in random order.

    Example: textmine topics saturation forum-topics
    """
    from textmine.report.saturation import saturation_section
    from textmine.topics.groups.clusters import clusters_of
    from textmine.topics.judging.theme_saturation import theme_saturation

    placed = placed_by(run, model, corpus)
    drawn = clusters_of(placed.corpus, clusters)
    found = theme_saturation(placed.unit_topic, drawn.numbers, share, run.seed)
    section = saturation_section(model, found, drawn.kind)
    write_page(run, [section], [placed.corpus], section.title, "", {"model": model})
    return section
