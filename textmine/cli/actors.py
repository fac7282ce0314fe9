"""textmine actors."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import (
    CodebookOption,
    CoderOption,
    CorpusArgument,
    PageOutOption,
    RulesOnlyOption,
)
from textmine.cli.page import write_shown
from textmine.cli.shared import comma_list, progress_bar
from textmine.present import Section


@shown("where", "report")
def actors(
    run: Run,
    corpus: CorpusArgument,
    kinds: Annotated[
        str, typer.Option(help="With commas: people, organisations, names, places, …")
    ] = "people,organisations,names",
    fewest: Annotated[int, typer.Option(min=1, help="Passages that a name stands in.")] = 2,
    rules_only: RulesOnlyOption = False,
    coder: CoderOption = None,
    codebook: CodebookOption = None,
    out: PageOutOption = None,
) -> Section:
    """List the actors and partners that the texts name: how often, by whom, when, with which codes.

    Names are looked for in the texts as they are: a corpus with aliases has aliases, and no key is
    opened.

    Example: textmine actors forum --kinds organisations --fewest 3
    """
    from textmine.privacy.kinds import kinds_named
    from textmine.reading.displays.actors import find_actors
    from textmine.report.folder import refuse_other_endings
    from textmine.report.people import actors_section

    if out is not None:
        refuse_other_endings(out)
    wanted = kinds_named(comma_list(kinds))
    with progress_bar() as progress:
        found = find_actors(
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
    section = actors_section(found)
    write_shown(run, section, [found.corpus], out)
    return section
