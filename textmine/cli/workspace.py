"""textmine init, status, doctor and prepare: a workspace as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.cli.shared import comma_list, progress_bar, say
from textmine.cli.show import show
from textmine.errors import NotFoundError
from textmine.present import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.project.doctor.check import Check


@shown(without=("workspace", "format"))
def init(
    run: Run, folder: Annotated[Path, typer.Argument(help="The folder to work in.")] = Path()
) -> Section:
    """Make a folder a workspace: two settings files and room for corpora, models and reports.

    Example: textmine init consultation
    """
    from textmine.report.whole.settings import FILE, begin_report_settings
    from textmine.store import init_workspace

    workspace = init_workspace(folder)
    begin_report_settings(workspace.root)
    return Section.of(
        f"{workspace.root} is a workspace now; its settings are in textmine.toml, and what its "
        f"reports are to have in {FILE}.",
        "Next: textmine corpus import YOUR.csv --name NAME --dry-run",
    )


@shown()
def status(run: Run) -> Section:
    """Say where the workspace stands and what to do next.

    It lists corpora, who coded how much (blind, or after a suggestion), and agreement so far. Then
    come sheets that nobody returned, models and reports, and which of these are out of date.

    Example: textmine status
    """
    from textmine.project.status import NOWHERE, status_of
    from textmine.project.status_section import status_section

    if run.given["workspace"] is None:
        try:
            space = run.workspace
        except NotFoundError:
            return status_section(NOWHERE)
    else:
        space = run.workspace
    return status_section(status_of(space), full=run.full)


@shown()
def doctor(
    run: Run,
    attest: Annotated[
        Path | None,
        "Also write a statement for a data-protection officer (.md, .json or .csv): no "
        "network call, no generative model, every part with its hash. Takes a minute.",
    ] = None,
) -> None:
    """Look whether textmine, this computer and the workspace are sound, and say what to do.

    Each thing is ok, to look at, or wrong; with something wrong the command ends with code 1.

    Example: textmine doctor
    Example: textmine doctor --attest statement.md
    """
    from textmine.project.doctor.doctor import doctor_section, examine

    if attest is not None:
        from textmine.project.attest.statement import refuse_form

        refuse_form(attest)
    checks = examine(run.given["workspace"])
    show(doctor_section(checks, full=run.full), run.format, full=run.full)
    if attest is not None and not _attest(attest):
        raise typer.Exit(1)
    _stop_where_wrong(checks)


def _attest(path: Path) -> bool:
    """Write the statement, and say whether all that it attests was found so."""
    from textmine.project.attest.statement import attest, write_statement

    with progress_bar() as progress:
        statement = attest(progress)
    write_statement(path, statement)
    say(f"{statement.verdict} The statement is in {path}.")
    return statement.holds


def _stop_where_wrong(checks: Sequence[Check]) -> None:
    from textmine.project.doctor.check import worst

    if worst(checks) == "wrong":
        raise typer.Exit(1)


@shown("profile", "processes", "scheduler", without=("format",))
def prepare(
    run: Run,
    corpus: CorpusArgument,
    layers: Annotated[
        str | None,
        "Comma-separated: words, lemmas, tags, syntax, noun_chunks, entities; "
        "default: what training and themes use.",
    ] = None,
) -> Section:
    """Clean the texts and read them with spaCy, once; later steps use what is kept.

    Example: textmine prepare forum --profile full --processes 2
    Example: textmine prepare forum --scheduler tcp://10.0.0.1:8786
    """
    import time

    from textmine.nlp import LAYERS
    from textmine.nlp.prepare_corpus import prepare_corpus

    wanted = comma_list(layers)
    unknown = [name for name in wanted if name not in LAYERS]
    if unknown:
        raise typer.BadParameter(
            f"there is no layer '{unknown[0]}'; layers are {', '.join(LAYERS)}",
            param_hint="--layers",
        )
    space = run.workspace
    begin = time.perf_counter()
    with progress_bar() as progress:
        nlp = run.settings.nlp
        prepared = prepare_corpus(space, corpus, nlp, wanted, run.spread, progress)
    summary = prepared.told
    return Section.of(
        *([f"Note: {summary.remark}."] if summary.remark else []),
        f"'{corpus}': {summary.n_texts:,} documents, {summary.n_tokens:,} tokens, "
        f"{prepared.new:,} read anew by {summary.model.title}, "
        f"{time.perf_counter() - begin:.1f} s.",
    )
