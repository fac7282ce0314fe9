"""textmine corpus check and threads: what a corpus is like."""

from pathlib import Path
from typing import Annotated

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.present import Section


@shown("report")
def check(
    run: Run,
    corpus: CorpusArgument,
    documents: Annotated[
        Path | None, "Write the documents behind each finding into this CSV: id, area, finding."
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
    run.paged(section, [loaded], title=f"What {corpus} is like", about="before the analysis")
    run.named["then"] = step_with(status_of(run.workspace, corpus), corpus)
    return section.saying(*remarks)


@shown("where", "report")
def threads(run: Run, corpus: CorpusArgument) -> Section:
    """List the threads: title, opened when and by whom, last post, documents, people, words.

    Where the corpus was cut from files, these are the files.

    Example: textmine corpus threads forum
    """
    from textmine.corpus.conversations import conversations
    from textmine.report.threads import threads_section

    whole = run.corpus(corpus)
    chosen = run.chosen(whole)
    section = threads_section(chosen, conversations(whole, chosen))
    where = {"where": list(chosen.where)} if chosen.where else {}
    return run.paged(
        section,
        [chosen],
        title=f"Threads of {corpus}",
        about="opened, last, people",
        settings=where,
    )
