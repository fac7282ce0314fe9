"""textmine codebook crosswalk."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodedCorpusArgument, CoderOption, PageOutOption, PermutationsOption
from textmine.cli.page import write_shown
from textmine.cli.shared import progress_bar
from textmine.cli.topics_shared import ClustersOption
from textmine.present import Section

_Book = Annotated[str, typer.Argument(help="CODEBOOK, or CODEBOOK:DIMENSION for one of it.")]


@shown("where", "report", "seed")
def crosswalk(
    run: Run,
    corpus: CodedCorpusArgument,
    first: _Book,
    second: _Book,
    coder: CoderOption = None,
    clusters: ClustersOption = None,
    permutations: PermutationsOption = 1999,
    out: PageOutOption = None,
) -> Section:
    """Cross the codes of two codebooks on one corpus: do those of one follow those of the other?

    Example: textmine codebook crosswalk forum ling-martins-2015 martins-ling-2017
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.reading.displays.two_codebooks import cross_codebooks
    from textmine.report.folder import refuse_other_endings
    from textmine.report.two_codings import two_codebooks_section

    if out is not None:
        refuse_other_endings(out)
    loaded = select_documents(load_corpus(run.workspace, corpus), run.where)
    with progress_bar() as progress:
        found = cross_codebooks(
            run.workspace,
            loaded,
            first,
            second,
            coder=coder,
            kind=clusters,
            n_permutations=permutations,
            seed=run.seed,
            tell=run.tell,
            progress=progress,
        )
    write_shown(run, two_codebooks_section(found, full=True), [loaded], out)
    return two_codebooks_section(found)
