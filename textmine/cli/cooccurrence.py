"""textmine cooccurrence."""

from __future__ import annotations

from textmine.cli.command import Run, shown
from textmine.cli.options import (
    CodebookOption,
    CodedCorpusArgument,
    CoderOption,
    CountOption,
    DimensionsOption,
    PermutationsOption,
    RolesOption,
    RollUpOption,
)
from textmine.cli.page import write_page
from textmine.cli.topics_shared import ClustersOption
from textmine.present import Section


@shown("level", "rule", "roll_down", "where", "report", "seed")
def cooccurrence(
    run: Run,
    corpus: CodedCorpusArgument,
    dimension: DimensionsOption = None,
    count: CountOption = None,
    clusters: ClustersOption = None,
    permutations: PermutationsOption = 1999,
    roles: RolesOption = True,
    coder: CoderOption = None,
    codebook: CodebookOption = None,
    roll_up: RollUpOption = None,
) -> Section:
    """Show which codes stand together in one text, passage or interview, against chance.

    A lift of 2 means: twice as often as chance inside the interviews has it. With --count passages
    codes stand together at the same stretch of text; stretches that overlap are counted apart.

    Example: textmine cooccurrence forum
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.reading.code_table import CodesRequest
    from textmine.reading.pairing import codes_together
    from textmine.report.pairs_of_codes import pairs_section

    loaded = select_documents(load_corpus(run.workspace, corpus), run.where)
    found = codes_together(
        run.workspace,
        loaded,
        CodesRequest(coder, tuple(dimension or ()), codebook, roll_up, roles, run.coded_at()),
        level=count,
        kind=clusters,
        n_permutations=permutations,
        seed=run.seed,
        tell=run.tell,
    )
    section = pairs_section(corpus, found)
    write_page(run, [section], [loaded], section.title, "", {})
    return section
