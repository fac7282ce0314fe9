"""textmine topics saturation: does more text still bring new themes?"""

from __future__ import annotations

import math
from typing import Annotated

import typer

from textmine.cli.options import FormatOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, print_rows, say
from textmine.cli.topics_shared import (
    ClustersOption,
    CorpusOption,
    ModelArgument,
    placed_documents,
)

_ROWS = 12


def saturation(
    model: ModelArgument,
    corpus: CorpusOption = None,
    where: WhereOption = None,
    share: Annotated[
        float, typer.Option(help="Share of a document that makes a theme present.", min=0.01, max=1)
    ] = 0.3,
    clusters: ClustersOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show how many themes have been seen after so many threads, in random order.

    Example: textmine topics saturation forum-topics
    """
    from textmine.topics.groups.clusters import clusters_of
    from textmine.topics.judging.theme_saturation import theme_saturation

    space, placed = placed_documents(model, corpus, where, workspace)
    drawn = clusters_of(placed.corpus, clusters.value if clusters else None)
    found = theme_saturation(placed.unit_topic, drawn.numbers, share, space.settings.seed)
    step = max(1, -(-found.n_clusters // _ROWS)) if format is Format.table else 1
    rows = [
        {
            f"{drawn.kind}s": one.n,
            "themes": round(one.themes, 3),
            "low": round(one.low, 3),
            "high": round(one.high, 3),
            "next brings": None if math.isnan(one.further) else round(one.further, 4),
        }
        for one in found.curve
        if one.n in (1, found.n_clusters) or one.n % step == 0
    ]
    print_rows(rows, format, title=f"{model}: themes seen, mean and middle 95 % of random orders")
    reached = found.reached
    when = (
        f"Saturation (two more {drawn.kind}s bring at most 5 % of what the first four had) comes "
        f"after {reached.median:.0f} {drawn.kind}s in the median of {reached.n_orders} orders."
        if not math.isnan(reached.median)
        else f"No saturation: {reached.reason}"
    )
    say(
        f"Themes seen: {found.n_themes} in {found.n_clusters:,} {drawn.kind}s; a theme is present "
        f"where it has {found.threshold:.0%} of a document. {when} {found.once} themes are in one "
        f"{drawn.kind} only. Themes that the model does not have are not counted."
    )
