"""textmine compare."""

from __future__ import annotations

from typing import Annotated

import typer

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
def compare(
    run: Run,
    corpus: CodedCorpusArgument,
    by: Annotated[
        str, typer.Option(help="A column; dates by period: case, round, created_at:year.")
    ],
    dimension: DimensionsOption = None,
    count: CountOption = None,
    paired: Annotated[
        str | None,
        typer.Option(
            help="Column that names people who return, such as author: compare them with "
            "themselves.",
            show_default=False,
        ),
    ] = None,
    clusters: ClustersOption = None,
    permutations: PermutationsOption = 1999,
    roles: RolesOption = True,
    coder: CoderOption = None,
    codebook: CodebookOption = None,
    roll_up: RollUpOption = None,
) -> Section:
    """Compare how often codes are given in groups, cases or rounds, with whole interviews.

    Passages of one interview are alike. So whole threads (or authors) change groups by chance, or
    groups change inside the people who return, and p is corrected for all codes.

    Example: textmine compare forum --by group
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.reading.code_table import CodesRequest
    from textmine.reading.codes_by_group import compare_codes
    from textmine.report.codes_by import codes_by_section

    loaded = select_documents(load_corpus(run.workspace, corpus), run.where)
    found = compare_codes(
        run.workspace,
        loaded,
        by,
        CodesRequest(coder, tuple(dimension or ()), codebook, roll_up, roles, run.coded_at()),
        level=count,
        kind=clusters,
        paired=paired,
        n_permutations=permutations,
        seed=run.seed,
        tell=run.tell,
    )
    section = codes_by_section(corpus, found)
    write_page(run, [section], [loaded], section.title, "", {})
    return section
