"""textmine matrix."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.choices import Level
from textmine.cli.command import Run, shown
from textmine.cli.options import (
    CodebookOption,
    CoderOption,
    CorpusArgument,
    PageOutOption,
    QuotedWordsOption,
    RolesOption,
    RollUpOption,
)
from textmine.cli.page import write_shown
from textmine.present import Section


@shown("level", "rule", "roll_down", "where", "report", "no_quotations")
def matrix(
    run: Run,
    corpus: CorpusArgument,
    rows: Annotated[
        str, typer.Option(help="A dimension or a column: case, round, interview, level.")
    ],
    columns: Annotated[
        list[str], typer.Option(help="A dimension or a column; give it again for a further table.")
    ],
    order: Annotated[
        str,
        typer.Option(
            help="Rows: codebook, size (most passages first), or an ordinal dimension, by whose "
            "mean level cases are ordered."
        ),
    ] = "codebook",
    count: Annotated[
        Level | None,
        typer.Option(help="Counted beside passages; default: interviews, threads, or documents."),
    ] = None,
    coder: CoderOption = None,
    codebook: CodebookOption = None,
    roll_up: RollUpOption = None,
    roles: RolesOption = True,
    words: QuotedWordsOption = 25,
    out: PageOutOption = None,
) -> Section:
    """Show cases by codes: how many say it, a typical and a deviant quotation, rules broken.

    A terminal has the counts; the page (--report) and the file (--out) have the quotations too.

    Example: textmine matrix forum --rows group --columns goal_orientation --order size
    """
    from textmine.reading.displays.filling import MatrixRequest, find_matrix
    from textmine.report.folder import refuse_other_endings
    from textmine.report.matrix import matrix_section

    if out is not None:
        refuse_other_endings(out)
    written = out is not None or run.given["report"] is not None
    request = MatrixRequest(
        rows,
        tuple(columns),
        coder,
        codebook,
        roll_up,
        tuple(run.where),
        count,
        order,
        roles,
        quoted=written or run.format != "table",
        at=run.coded_at(),
    )
    found = find_matrix(run.workspace, corpus, request, run.tell)
    if written:
        quoted = matrix_section(found, words, quoted=True)
        write_shown(run, quoted, [found.corpus], out)
    return matrix_section(found, words)
