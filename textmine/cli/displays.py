"""textmine levels, timeline and actors: displays of what the texts tell."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import Period
from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.shared import comma_list, progress_bar
from textmine.cli.topics_shared import ClustersOption
from textmine.errors import UsageError
from textmine.present import Section


@shown("out", "where", "report", "seed")
def levels(
    run: Run,
    corpus: options.CodedCorpusArgument,
    dimension: Annotated[str, "A dimension whose codes have an order."],
    coder: options.CoderOption = None,
    codebook: options.CodebookOption = None,
    clusters: ClustersOption = None,
    permutations: options.PermutationsOption = 1999,
    words: options.QuotedWordsOption = 25,
) -> Section:
    """Show the levels of a dimension as a process: counts, what each goes with, an example.

    Example: textmine levels interviews --dimension level --report levels
    """
    from textmine.reading.displays.levels import find_levels
    from textmine.report.displays import levels_section

    with progress_bar() as progress:
        level_counts = find_levels(
            run.workspace,
            corpus,
            dimension,
            coder=coder,
            codebook=codebook,
            where=run.where,
            kind=clusters,
            n_permutations=permutations,
            seed=run.seed,
            tell=run.tell,
            progress=progress,
        )
    section = levels_section(level_counts, words)
    return run.displayed(section, [level_counts.corpus])


@shown("out", "where", "report")
def timeline(
    run: Run,
    corpus: options.CorpusArgument,
    by: Annotated[str | None, "A column, such as group: a line for each of its values."] = None,
    dimension: Annotated[str | None, "A line for each code of this dimension."] = None,
    period: Annotated[Period, "By what dates are counted."] = "month",
    events: Annotated[Path | None, "A table with the columns date and event."] = None,
    coder: options.CoderOption = None,
    codebook: options.CodebookOption = None,
) -> Section:
    """Show when documents were written, by group or code, with events beside them.

    Example: textmine timeline forum --dimension goal_orientation --period month
    """
    from textmine.reading.displays.timeline import find_timeline
    from textmine.report.displays import timeline_section

    if by is not None and dimension is not None:
        raise UsageError("Lines are groups or codes.", hint="Name --by or --dimension, not both.")
    if dimension is None and (coder is not None or codebook is not None):
        raise UsageError("These lines show no codes.", hint="Name --dimension, or leave them out.")
    periods = find_timeline(
        run.workspace,
        corpus,
        by=by,
        dimension=dimension,
        period=period,
        events=events,
        coder=coder,
        codebook=codebook,
        where=run.where,
        tell=run.tell,
    )
    section = timeline_section(periods)
    return run.displayed(section, [periods.corpus])


@shown("out", "where", "report")
def actors(
    run: Run,
    corpus: options.CorpusArgument,
    kinds: Annotated[
        str, "With commas: people, organisations, names, places, …"
    ] = "people,organisations,names",
    fewest: Annotated[int, typer.Option(min=1, help="Passages that a name stands in.")] = 2,
    rules_only: options.RulesOnlyOption = False,
    coder: options.CoderOption = None,
    codebook: options.CodebookOption = None,
) -> Section:
    """List the actors and partners that the texts name: how often, by whom, when, with which codes.

    Names are looked for in the texts as they are: a corpus with aliases has aliases, and no key is
    opened.

    Example: textmine actors forum --kinds organisations --fewest 3
    """
    from textmine.privacy.kinds import kinds_named
    from textmine.reading.displays.actors import find_actors
    from textmine.report.people import actors_section

    wanted = kinds_named(comma_list(kinds))
    with progress_bar() as progress:
        named_actors = find_actors(
            run.workspace,
            corpus,
            kinds=wanted,
            fewest=fewest,
            rules_only=rules_only,
            coder=coder,
            codebook=codebook,
            where=run.where,
            tell=run.tell,
            progress=progress,
        )
    section = actors_section(named_actors)
    return run.displayed(section, [named_actors.corpus])
