"""textmine topics by, crosswalk, effects and align: themes beside groups, codes and others."""

from typing import Annotated

import typer

from textmine.cli import topics_shared
from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CorpusOption, PermutationsOption, RollUpOption
from textmine.cli.shared import comma_list, progress_bar, tell_current
from textmine.errors import UsageError
from textmine.present import Section


@shown("where", "report")
def by(
    run: Run,
    model: topics_shared.ModelArgument,
    by: Annotated[
        str, "Column(s), with commas; dates by period: group,created_at:month,meta.round."
    ],
    compare: Annotated[str | None, "Compare two values alone: business,university."] = None,
    clusters: topics_shared.ClustersOption = None,
    differences: Annotated[bool, "In json and csv: differences, not shares."] = False,
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
    from textmine.report.themes_by import themes_by_section
    from textmine.topics.groups.shares import shares_by

    columns, pair = comma_list(by), comma_list(compare)
    if not columns:
        raise UsageError("--by names no column.", hint="Write --by group.")
    if compare is not None and len(pair) != 2:
        raise UsageError(f"--compare takes two values. Got '{compare}'.", hint="Write A,B.")
    if compare is not None and len(columns) > 1:
        raise UsageError("--compare takes one column.", hint="Name one with --by.")
    placed = topics_shared.placed_by(run, model, corpus)
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
    return run.paged(sections, [placed.corpus], title=title, settings={"model": model})


@shown("where", "report")
def crosswalk(
    run: Run,
    model: topics_shared.ModelArgument,
    dimension: Annotated[
        str | None, "Dimension(s), with commas; default: all that were coded."
    ] = None,
    coders: Annotated[str | None, "Whose codes, with commas; default: the final ones."] = None,
    codebook: CodebookOption = None,
    main: Annotated[bool, "Count a document for its main theme alone."] = False,
    permutations: PermutationsOption = 4999,
    clusters: topics_shared.ClustersOption = None,
    roll_up: RollUpOption = None,
    corpus: CorpusOption = None,
) -> list[Section]:
    """Cross themes with the codes of people: do the themes follow the codes?

    Example: textmine topics crosswalk forum-topics --dimension knowledge_domain
    """
    from textmine.coding import rolled_up
    from textmine.report.crosswalk import crosswalk_section
    from textmine.topics.groups.crosswalk import crosswalk_topics, human_dimensions

    placed = topics_shared.placed_by(run, model, corpus)
    stands = tell_current(run.workspace, placed.corpus, codebook, run.tell)
    if roll_up is not None:
        stands = rolled_up(stands, roll_up)
    sections = [
        crosswalk_section(
            model,
            crosswalk_topics(
                placed,
                stands,
                stands.codebook,
                name,
                comma_list(coders),
                clusters,
                main=main,
                n_permutations=permutations,
            ),
            placed.titles,
        )
        for name in comma_list(dimension) or human_dimensions(stands, stands.codebook)
    ]
    title = f"Do the themes follow the codes? {model}"
    return run.paged(sections, [placed.corpus], title=title, settings={"model": model})


@shown("where", "report")
def effects(
    run: Run,
    model: topics_shared.ModelArgument,
    covariates: Annotated[str, "Columns with + or commas between them: 'group + created_at'."],
    draws: Annotated[
        int,
        typer.Option(min=0, help="How often the placing of documents is redrawn; 0: held fixed."),
    ] = 20,
    clusters: topics_shared.ClustersOption = None,
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
    placed = topics_shared.placed_by(run, model, corpus)
    with progress_bar() as progress:
        estimates = topic_effects(placed, names, clusters, draws, progress)
    section = effects_section(model, estimates, placed.titles)
    return run.paged(section, [placed.corpus], settings={"model": model})


@shown("profile", "processes", "scheduler", "report", "seed", "no_quotations")
def align(
    run: Run,
    first: Annotated[str, typer.Argument(help="A corpus, such as the policy documents.")],
    second: Annotated[str, typer.Argument(help="Another, such as the forum.")],
    topics: Annotated[
        int | None,
        typer.Option("--topics", "-k", help="Number of themes; default: 25, fewer for few units."),
    ] = None,
    engine: topics_shared.EngineOption = None,
    model: Annotated[
        str | None, "Take the themes and names of this topic model; nothing is fitted."
    ] = None,
    where_first: Annotated[
        list[str] | None, "Only documents of the first with COLUMN=VALUE."
    ] = None,
    where_second: Annotated[
        list[str] | None, "Only documents of the second with COLUMN=VALUE."
    ] = None,
    clusters: topics_shared.ClustersOption = None,
    sample_units: topics_shared.SampleUnitsOption = None,
) -> Section:
    """Say which themes two corpora share, and which only one of them has.

    Themes are fitted to both together, or are those of a model; whole threads, authors or files
    change sides in the test.

    Example: textmine topics align strategy forum
    """
    from textmine.report.alignment import aligned_section, warned
    from textmine.topics.aligning.alignment import align_corpora, align_in_model, two_sides
    from textmine.topics.aligning.presence import fine_topics

    fitting = (topics, engine, sample_units, run.given["profile"])
    if model is not None and any(given is not None for given in fitting):
        raise UsageError(
            "--model has its topics, its engine and its way of reading texts.",
            hint="Leave out --topics, --engine, --sample-units and --profile, or --model.",
        )
    first_corpus, second_corpus = (run.corpus(name) for name in (first, second))
    sides = two_sides(first_corpus, second_corpus, where_first or (), where_second or ())
    settings = run.settings.override(
        "topics",
        n_topics=topics or fine_topics(sum(map(len, sides))),
        engine=engine,
        sample_units=sample_units,
    )
    with progress_bar() as progress:
        given = (*sides, settings, clusters, progress, run.spread)
        if model is not None:
            alignment = align_in_model(run.workspace, model, *given)
        else:
            alignment = align_corpora(run.workspace, *given)
    section = aligned_section(warned(alignment, *sides))
    title = f"{alignment.first} and {alignment.second}"
    if first != second:
        run.tell_repeated(sides)
    return run.paged(
        section, [first_corpus, second_corpus], title=title, settings=settings.topics.model_dump()
    )
