"""textmine levels."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import (
    CodebookOption,
    CodedCorpusArgument,
    CoderOption,
    PageOutOption,
    PermutationsOption,
    QuotedWordsOption,
)
from textmine.cli.page import write_shown
from textmine.cli.shared import progress_bar
from textmine.cli.topics_shared import ClustersOption
from textmine.present import Section


@shown("where", "report", "seed")
def levels(
    run: Run,
    corpus: CodedCorpusArgument,
    dimension: Annotated[str, typer.Option(help="A dimension whose codes have an order.")],
    coder: CoderOption = None,
    codebook: CodebookOption = None,
    clusters: ClustersOption = None,
    permutations: PermutationsOption = 1999,
    words: QuotedWordsOption = 25,
    out: PageOutOption = None,
) -> Section:
    """Show the levels of a dimension as a process: counts, what each goes with, an example.

    Example: textmine levels interviews --dimension level --report levels
    """
    from textmine.reading.displays.levels import find_levels
    from textmine.report.folder import refuse_other_endings
    from textmine.report.levels import levels_section

    if out is not None:
        refuse_other_endings(out)
    with progress_bar() as progress:
        found = find_levels(
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
    section = levels_section(found, words)
    write_shown(run, section, [found.corpus], out)
    return section
