"""textmine topics sweep: how many topics, found how."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from textmine.cli.options import (
    FormatOption,
    ProcessesOption,
    ProfileOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import (
    Format,
    comma_list,
    open_workspace,
    print_rows,
    progress_bar,
    replaces,
    say,
)


def sweep(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    topics: Annotated[
        str, typer.Option("--topics", "-k", help="Numbers of topics, with commas between them.")
    ] = "5,10,15,20,30",
    engines: Annotated[
        str | None,
        typer.Option(help="Engines, with commas between them.", show_default=False),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(help="Write the page reports/NAME with its figures.", show_default=False),
    ] = None,
    where: WhereOption = None,
    profile: ProfileOption = None,
    processes: ProcessesOption = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Compare numbers of topics and engines, and say which to take by a stated rule.

    Example: textmine topics sweep forum --topics 4,6,8 --engines smoothed,lda
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.report.sweep import sweep_rows, sweep_sentences
    from textmine.topics.judging.sweep import sweep_topics

    space = open_workspace(workspace)
    settings = space.settings.override("nlp", profile=profile, n_process=processes).override(
        "", seed=seed
    )
    chosen = select_documents(load_corpus(space, corpus), where or [])
    names = comma_list(engines) or (settings.topics.engine,)
    with progress_bar() as progress:
        found = sweep_topics(space, chosen, _numbers(topics), names, settings, progress)
    rows = sweep_rows(found)
    if format is Format.table:
        rows = _without_empty(rows)
    print_rows(rows, format, title=f"{corpus}: numbers of topics compared")
    for sentence in sweep_sentences(found):
        say(sentence)
    if report is not None:
        from textmine.report.document import Report
        from textmine.report.folder import made_with, write_report_folder
        from textmine.report.sweep import sweep_section

        former = replaces(space, "reports", report)
        page = write_report_folder(
            space,
            report,
            Report(
                f"{corpus}: how many topics",
                "",
                found.synthetic,
                [sweep_section(found)],
                made_with(settings.seed),
            ),
            settings.topics.model_dump(),
            settings.seed,
        )
        say(f"The report is {page}.{former}")


def _without_empty(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without the columns that say nothing: all empty, or found as asked for."""
    idle = {name for name in rows[0] if all(row[name] in (None, "") for row in rows)}
    if all(row["found"] == row["topics"] for row in rows):
        idle.add("found")
    return [{name: row[name] for name in row if name not in idle} for row in rows]


def _numbers(given: str) -> list[int]:
    from textmine.errors import InputError

    try:
        numbers = sorted({int(number) for number in comma_list(given)})
    except ValueError:
        numbers = []
    if not numbers or numbers[0] < 2:
        raise InputError(
            f"--topics '{given}' is no list of numbers from 2 on.", hint="Write --topics 5,10,20."
        )
    return numbers
