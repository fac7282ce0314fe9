"""textmine topics align: two corpora held against each other."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.page import write_page
from textmine.cli.shared import progress_bar
from textmine.cli.topics_shared import ClustersOption, EngineOption
from textmine.present import Section


@shown("profile", "processes", "report", "seed", "no_quotations")
def align(
    run: Run,
    first: Annotated[str, typer.Argument(help="A corpus, such as the policy documents.")],
    second: Annotated[str, typer.Argument(help="Another, such as the forum.")],
    topics: Annotated[
        int | None,
        typer.Option("--topics", "-k", help="Number of themes; default: 25, fewer for few units."),
    ] = None,
    engine: EngineOption = None,
    model: Annotated[
        str | None,
        typer.Option(help="Take the themes and names of this topic model; nothing is fitted."),
    ] = None,
    where_first: Annotated[
        list[str] | None, typer.Option(help="Only documents of the first with COLUMN=VALUE.")
    ] = None,
    where_second: Annotated[
        list[str] | None, typer.Option(help="Only documents of the second with COLUMN=VALUE.")
    ] = None,
    clusters: ClustersOption = None,
) -> Section:
    """Say which themes two corpora share, and which only one of them has.

    Themes are fitted to both together, or are those of a model; whole threads, authors or files
    change sides in the test.

    Example: textmine topics align strategy forum
    """
    from textmine.corpus import load_corpus
    from textmine.errors import UsageError
    from textmine.report.aligned import aligned_section
    from textmine.topics.aligning.alignment import align_corpora, align_in_model, two_sides
    from textmine.topics.aligning.presence import fine_topics

    if model is not None and (topics, engine, run.given["profile"]) != (None, None, None):
        raise UsageError(
            "--model has its topics, its engine and its way of reading texts.",
            hint="Leave out --topics, --engine and --profile, or --model.",
        )
    one, two = (load_corpus(run.workspace, name) for name in (first, second))
    sides = two_sides(one, two, where_first or (), where_second or ())
    settings = run.settings.override(
        "topics", n_topics=topics or fine_topics(sum(map(len, sides))), engine=engine
    )
    with progress_bar() as progress:
        if model is not None:
            found = align_in_model(run.workspace, model, *sides, settings, clusters, progress)
        else:
            found = align_corpora(run.workspace, *sides, settings, clusters, progress)
    section = aligned_section(found)
    title = f"{found.first} and {found.second}"
    write_page(run, [section], [one, two], title, "", settings.topics.model_dump())
    return section
