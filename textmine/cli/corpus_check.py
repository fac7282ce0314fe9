"""textmine corpus check: what a corpus is like, before anything is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import FormatOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, say
from textmine.cli.taken import say_set_aside

if TYPE_CHECKING:
    from textmine.checking import CorpusCheck, Finding
    from textmine.corpus import Corpus

_COLUMNS = 12


def check(
    corpus: Annotated[str, typer.Argument(metavar="NAME", help="The corpus.")],
    documents: Annotated[
        Path | None,
        typer.Option(
            help="Write the documents behind each finding into this CSV: id, area, finding.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Look a corpus over before working with it; nothing is changed.

    Lengths, languages, dates, authors, threads, damage, copies, missing codes, personal data and
    columns; then what each job needs and whether this corpus has it; then what to do.

    Example: textmine corpus check forum --documents look.csv
    """
    from textmine.checking import check_corpus
    from textmine.corpus import load_corpus
    from textmine.report.checked import finding_rows, job_rows

    space = open_workspace(workspace)
    loaded = load_corpus(space, corpus)
    with progress_bar() as progress:
        checked = check_corpus(space, loaded, progress=progress)
    if documents is not None:
        _write_documents(documents, loaded, checked.findings)
    if format is Format.table:
        _print_tables(checked)
    else:
        jobs = [
            {**row, "area": "jobs", "what": row["job"], "value": row["has"]}
            for row in job_rows(checked)
        ]
        rows = finding_rows(checked.findings)
        print_rows([*rows, *({name: job.get(name) for name in rows[0]} for job in jobs)], format)
    say_set_aside(space, corpus)
    if documents is not None:
        say(f"The documents behind the findings are in {documents}.")


def _print_tables(checked: CorpusCheck) -> None:
    from textmine.checking.columns import AREA
    from textmine.report.checked import WHAT_THE_FIGURES_ARE, job_rows, readable_rows, said

    columns = [one for one in checked.findings if one.area == AREA]
    shown = [one for one in checked.findings if one.area != AREA]
    print_rows(
        readable_rows([*shown, *columns[:_COLUMNS]]),
        Format.table,
        title=f"{checked.corpus}: what it is like",
    )
    if len(columns) > _COLUMNS:
        say(f"{len(columns) - _COLUMNS:,} more columns: --format csv lists all.")
    print_rows(job_rows(checked), Format.table, title="What each job needs, and what is there")
    say(WHAT_THE_FIGURES_ARE)
    if not checked.concerns:
        say("Nothing was found that has to be done first.")
        return
    say(f"What to do ({len(checked.concerns)}):")
    for place, one in enumerate(checked.concerns, start=1):
        say(f"{place}. {one.area}, {one.what}: {said(one)}. {one.advice}")


def _write_documents(path: Path, corpus: Corpus, findings: Sequence[Finding]) -> None:
    """Write a row for each document behind each finding."""
    from textmine.store.tables import write_table

    ids = corpus.ids
    rows = ([ids[place], one.area, one.what] for one in findings for place in one.documents)
    write_table(path, ["id", "area", "finding"], rows)
