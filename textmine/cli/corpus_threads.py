"""textmine corpus threads."""

from __future__ import annotations

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.cli.page import write_page
from textmine.present import Section


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
