"""textmine report and claims: write a report, and trace what was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.choices import AuthorsShown
from textmine.cli.command import Run, shown
from textmine.cli.options import CoderOption
from textmine.cli.shared import progress_bar, replaces, report_written, say
from textmine.errors import UsageError
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.report.whole.settings import ReportSettings


@shown("to", without=("format",))
def report(
    run: Run,
    corpora: Annotated[
        list[str] | None, typer.Argument(help="The corpus, or several of them.")
    ] = None,
    name: Annotated[str | None, "Name of the report; default: that of the corpora."] = None,
    model: Annotated[
        list[str] | None,
        "A model or topic model to include; default: all that were made from the corpora "
        "or coded them.",
    ] = None,
    coder: CoderOption = None,
    codebook: Annotated[
        list[str] | None, "Codes of this codebook alone, may be repeated; default: every one."
    ] = None,
    settings: Annotated[
        Path | None, "What the report is to have; default: report.toml of the workspace."
    ] = None,
    quotations: Annotated[
        bool | None, typer.Option("--quotations/--no-quotations", help="Quote people, or nobody.")
    ] = None,
    people: Annotated[
        AuthorsShown | None, "Name authors as the corpus does, or by aliases: author 1, author 2."
    ] = None,
    example: Annotated[bool, "Print an example of report.toml, and stop."] = False,
) -> Section | None:
    """Write one self-contained page, findings first: codes, agreement, themes, groups, machines.

    Of two corpora, one of them with themes, it begins with what only one speaks of.

    Title, authors, question, chapters and quotations of your choice stand in report.toml. The
    tables are written beside the page as CSV and XLSX, the figures as SVG and PNG at print size.

    Example: textmine report forum
    Example: textmine report forum --to docx,latex,xlsx
    Example: textmine report forum strategies --name both
    """
    from textmine.report.whole.build import write_report
    from textmine.report.whole.gathering import loaded
    from textmine.report.whole.settings import EXAMPLE

    if example:
        typer.echo(EXAMPLE, nl=False)
        return None
    if not corpora:
        raise UsageError("There is no corpus to report on.", hint="Name one: textmine report NAME.")
    space = run.workspace
    wanted = _settings(run, settings, coder, codebook, model, quotations, people)
    chosen = loaded(space, corpora)
    called = name or "-and-".join(corpus.name for corpus in chosen)
    former = replaces(space, "reports", called)
    with progress_bar() as progress:
        written = write_report(space, chosen, called, wanted, progress, run.forms)
    return Section.of(
        *(f"  {section}" for section in written.sections), report_written(written.page, former)
    )


def _settings(
    run: Run,
    path: Path | None,
    coder: str | None,
    codebooks: list[str] | None,
    models: list[str] | None,
    quotations: bool | None,
    people: AuthorsShown | None,
) -> ReportSettings:
    """Return the settings of the file, with what the command line says over them."""
    from textmine.report.whole.settings import FILE, ReportSettings, read_report_settings

    usual = run.workspace.root / FILE
    settings = ReportSettings()
    if path is not None or usual.is_file():
        settings = read_report_settings(path or usual)
        if settings != ReportSettings():
            say(f"The report is as {path or usual} says.")
    overrides: dict[str, Any] = {
        "coder": coder,
        "people": people,
        "codebooks": None if codebooks is None else tuple(codebooks),
        "models": None if models is None else tuple(models),
    }
    changed = {key: value for key, value in overrides.items() if value is not None}
    if quotations is not None:
        changed["quotations"] = settings.quotations.model_copy(update={"show": quotations})
    return settings.model_copy(update=changed)


@shown("report")
def claims(
    run: Run,
    file: Annotated[
        Path, typer.Argument(help="The findings: DOCX, Markdown, HTML, ODT, RTF, PDF, TXT.")
    ],
    corpus: Annotated[
        list[str] | None, "A corpus that they are about; may be repeated. Default: every one."
    ] = None,
    accept: Annotated[
        list[str] | None, "A number or quotation as it is written that needs no source."
    ] = None,
) -> Section:
    """Trace every number and quotation of written findings to the workspace; exit 3 if one fails.

    Example: textmine claims findings.docx --corpus forum
    """
    from textmine.corpus.corpus import CORPUS_TOML
    from textmine.report.claims import check_findings, claims_section, hold_claims

    names = corpus or run.workspace.names("corpora", CORPUS_TOML)
    loaded = [run.corpus(name) for name in names]
    with progress_bar() as progress:
        checked = check_findings(run.workspace, file, loaded, accept or (), progress)
    section = claims_section(checked)
    run.paged(section, loaded)
    run.gates.append(lambda: hold_claims(checked))
    return section
