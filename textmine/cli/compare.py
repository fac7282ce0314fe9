"""textmine compare."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.codes_of_units import COUNTED, TESTED, WHOSE, of_units, read_codes, with_page
from textmine.cli.command import Run
from textmine.cli.options import CodedCorpusArgument
from textmine.present import Section

_PAIRED = Annotated[
    str | None,
    typer.Option(
        help="Column that names people who return, such as author: compare them with themselves."
    ),
]


@of_units(COUNTED, {"paired": (_PAIRED, None)}, TESTED, WHOSE)
def compare(
    run: Run,
    corpus: CodedCorpusArgument,
    by: Annotated[
        str, typer.Option(help="A column; dates by period: case, round, created_at:year.")
    ],
) -> Section:
    """Compare how often codes are given in groups, cases or rounds, with whole interviews.

    Passages of one interview are alike. So whole threads (or authors) change groups by chance, or
    groups change inside the people who return, and p is corrected for all codes.

    Example: textmine compare forum --by group
    """
    from textmine.reading.codes_by_group import compare_codes
    from textmine.report.codes_by import codes_by_section

    loaded, request = read_codes(run, corpus)
    found = compare_codes(
        run.workspace,
        loaded,
        by,
        request,
        level=run.given["count"],
        kind=run.given["clusters"],
        paired=run.given["paired"],
        n_permutations=run.given["permutations"],
        seed=run.seed,
        tell=run.tell,
    )
    return with_page(run, codes_by_section(corpus, found), loaded)
