"""textmine claims."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.page import write_page
from textmine.cli.shared import progress_bar
from textmine.present import Section


@shown("report")
def claims(
    run: Run,
    file: Annotated[
        Path, typer.Argument(help="The findings: DOCX, Markdown, HTML, ODT, PDF, TXT.")
    ],
    corpus: Annotated[
        list[str] | None,
        typer.Option(help="A corpus that they are about; may be repeated. Default: every one."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(help="A number or quotation as it is written that needs no source."),
    ] = None,
) -> Section:
    """Trace every number and quotation of written findings to the workspace; exit 3 if one fails.

    Example: textmine claims findings.docx --corpus forum
    """
    from textmine.corpus import load_corpus
    from textmine.corpus.corpus import CORPUS_TOML
    from textmine.report.claims import check_findings, claims_section, hold_claims

    names = corpus or run.workspace.names("corpora", CORPUS_TOML)
    loaded = [load_corpus(run.workspace, name) for name in names]
    with progress_bar() as progress:
        checked = check_findings(run.workspace, file, loaded, accept or (), progress)
    section = claims_section(checked)
    write_page(run, [section], loaded, section.title, "", {})
    run.gates.append(lambda: hold_claims(checked))
    return section
