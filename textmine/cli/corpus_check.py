"""textmine corpus check and threads: what a corpus is like."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.cli.page import write_page
from textmine.present import Section


@shown("report")
def check(
    run: Run,
    corpus: CorpusArgument,
    documents: Annotated[
        Path | None,
        typer.Option(
            help="Write the documents behind each finding into this CSV: id, area, finding."
        ),
    ] = None,
) -> Section:
    """Look a corpus over before working with it; nothing is changed.

    It looks at lengths, languages, dates, authors, threads, damage, copies, missing codes, personal
    data and columns. Then it says what each job needs, whether this corpus has it, and what to do.

    Example: textmine corpus check forum --documents look.csv
    """
    from textmine.checking import check_corpus, write_documents
    from textmine.coding.taken import set_aside_remarks
    from textmine.corpus.taking import open_taking
    from textmine.project.next_steps import step_with
    from textmine.project.status import status_of
    from textmine.report.corpus_check import checked_section

    read = open_taking(run.workspace, corpus)
    loaded = read.light
    checked = check_corpus(run.workspace, read)
    remarks = set_aside_remarks(run.workspace, corpus)
    if documents is not None:
        write_documents(documents, loaded, checked.findings)
        remarks.append(f"The documents behind the findings are in {documents}.")
    section = checked_section(checked)
    write_page(run, [section], [loaded], f"What {corpus} is like", "before the analysis", {})
    run.named["then"] = step_with(status_of(run.workspace, corpus), corpus)
    return section.saying(*remarks)


@shown("where", "report")
def threads(run: Run, corpus: CorpusArgument) -> Section:
    """List the threads: title, opened when and by whom, last post, documents, people, words.

    Where the corpus was cut from files, these are the files.

    Example: textmine corpus threads forum
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.corpus.conversations import conversations
    from textmine.report.threads import threads_section

    whole = load_corpus(run.workspace, corpus)
    chosen = select_documents(whole, run.where)
    section = threads_section(chosen, conversations(whole, chosen))
    where = {"where": list(chosen.where)} if chosen.where else {}
    write_page(run, [section], [chosen], f"Threads of {corpus}", "opened, last, people", where)
    return section
