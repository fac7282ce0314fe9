"""textmine report."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CoderOption, CorpusArgument
from textmine.cli.shared import progress_bar, replaces
from textmine.present import Section


@shown("to", without=("format",))
def report(
    run: Run,
    corpus: CorpusArgument,
    name: Annotated[str | None, typer.Option(help="Name of the report; default: CORPUS.")] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(help="A model or topic model to include; default: all of this corpus."),
    ] = None,
    coder: CoderOption = None,
    codebook: Annotated[
        str | None,
        typer.Option(help="Codes of this codebook alone; default: of every one used."),
    ] = None,
) -> Section:
    """Write one self-contained page: codes, agreement, the model's scores, themes with quotations.

    The tables are written beside it as CSV and XLSX, the figures as SVG and PNG at print size.

    Example: textmine report forum
    Example: textmine report forum --to docx,latex,xlsx
    """
    from textmine.corpus import load_corpus
    from textmine.report.build import write_report

    space = run.workspace
    loaded = load_corpus(space, corpus)
    former = replaces(space, "reports", name or corpus)
    with progress_bar() as progress:
        written = write_report(
            space, loaded, name or corpus, model, coder, progress, codebook, run.forms
        )
    return Section.of(
        *(f"  {section}" for section in written.sections),
        f"The report is {written.page}.{former}",
    )
