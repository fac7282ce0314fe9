"""textmine topics align: two corpora held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    FormatOption,
    ProcessesOption,
    ProfileOption,
    SeedOption,
    WorkspaceOption,
)
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, replaces, say
from textmine.cli.topics_portrait import print_quotation
from textmine.cli.topics_shared import ClustersOption, EngineOption

if TYPE_CHECKING:
    from textmine.config import Settings
    from textmine.store import Workspace
    from textmine.topics.aligning.sides import Alignment, SharedTheme
    from textmine.topics.groups.clusters import Kind


def align(
    first: Annotated[str, typer.Argument(help="A corpus, such as the policy documents.")],
    second: Annotated[str, typer.Argument(help="Another, such as the forum.")],
    topics: Annotated[
        int | None,
        typer.Option(
            "--topics",
            "-k",
            help="Number of themes; default: 25, fewer for few units.",
            show_default=False,
        ),
    ] = None,
    engine: EngineOption = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="Take the themes and names of this topic model; nothing is fitted.",
            show_default=False,
        ),
    ] = None,
    where_first: Annotated[
        list[str] | None,
        typer.Option(help="Only documents of the first with COLUMN=VALUE.", show_default=False),
    ] = None,
    where_second: Annotated[
        list[str] | None,
        typer.Option(help="Only documents of the second with COLUMN=VALUE.", show_default=False),
    ] = None,
    clusters: ClustersOption = None,
    report: Annotated[
        str | None,
        typer.Option(help="Write the page reports/NAME with its figure.", show_default=False),
    ] = None,
    profile: ProfileOption = None,
    processes: ProcessesOption = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Say which themes two corpora share, and which only one of them has.

    Themes are fitted to both together, or are those of a model; whole threads, authors or files
    change sides in the test.

    Example: textmine topics align strategy forum
    """
    from dataclasses import replace

    from textmine.corpus import load_corpus, select_documents
    from textmine.errors import InputError
    from textmine.report.aligned import aligned_rows, aligned_sentences, short_rows
    from textmine.topics.aligning.alignment import align_corpora, align_in_model
    from textmine.topics.aligning.presence import fine_topics

    if model is not None and (topics is not None or engine is not None or profile is not None):
        raise InputError(
            "--model has its topics, its engine and its way of reading texts.",
            hint="Leave out --topics, --engine and --profile, or --model.",
        )
    space = open_workspace(workspace)
    one = select_documents(load_corpus(space, first), where_first or [])
    two = select_documents(load_corpus(space, second), where_second or [])
    if first == second:
        if set(one.ids) & set(two.ids):
            raise InputError(
                "The two sides have documents in common.",
                hint="Part them with --where-first and --where-second.",
            )
        names = (", ".join(where_first or []), ", ".join(where_second or []))
        one, two = replace(one, name=names[0] or first), replace(two, name=names[1] or second)
    settings = (
        space.settings.override(
            "topics", n_topics=topics or fine_topics(len(one) + len(two)), engine=engine
        )
        .override("nlp", profile=profile, n_process=processes)
        .override("", seed=seed)
    )
    whole: Kind | None = clusters
    with progress_bar() as progress:
        if model is not None:
            found = align_in_model(space, model, one, two, settings, whole, progress)
        else:
            found = align_corpora(space, one, two, settings, whole, progress)
    rows = short_rows(found) if format is Format.table else aligned_rows(found)
    print_rows(rows, format, title=f"{found.first} and {found.second}: {found.engine}")
    if format is Format.table:
        for theme in found.themes:
            _print_theme(theme, found)
    for sentence in aligned_sentences(found):
        say(sentence)
    if report is not None:
        _write_report(found, space, report, settings)


def _print_theme(theme: SharedTheme, found: Alignment) -> None:
    """Print what each side says of a theme: its words there, and the quotation most typical."""
    from textmine.report.aligned import said

    typer.echo(f"{theme.title}  ({said(theme.verdict, found)})")
    for name, side in ((found.first, theme.first), (found.second, theme.second)):
        words = ", ".join(side.words) or "none"
        typer.echo(f"    in {name}: {words}")
        for quote in side.quotations[:1]:
            print_quotation(quote)


def _write_report(found: Alignment, space: Workspace, name: str, settings: Settings) -> None:
    """Write the page reports/`name`, and say where it is."""
    from textmine.report.aligned import aligned_section
    from textmine.report.document import Report
    from textmine.report.folder import made_with, write_report_folder

    former = replaces(space, "reports", name)
    title = f"{found.first} and {found.second}"
    page = Report(title, "", found.synthetic, [aligned_section(found)], made_with(settings.seed))
    kept = settings.topics.model_dump()
    path = write_report_folder(space, name, page, kept, settings.seed)
    say(f"The report is {path}.{former}")
