"""textmine search."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, LimitOption
from textmine.cli.shared import progress_bar
from textmine.present import Section


@shown("where")
def search(
    run: Run,
    corpus: CorpusArgument,
    text: Annotated[
        str | None, typer.Argument(help="A sentence; not needed with --document.")
    ] = None,
    document: Annotated[
        str | None, typer.Option(help="Find what is like this document instead.")
    ] = None,
    limit: LimitOption = 10,
    encoder: Annotated[
        str, typer.Option(help="Compare by: meaning, minilm, or a model's folder or package.")
    ] = "meaning",
) -> Section:
    """Find documents that mean about the same as a sentence or a document, in whatever words.

    The sentence and the documents may be in different languages. Likeness is a cosine: compare it
    within one list, not between lists. A text that stands several times is shown once. 'find' and
    'kwic' look for the words themselves.

    Example: textmine search forum "the bus does not come in the evening" --limit 5
    Example: textmine search forum --document m012
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.nlp.encoders import choose_encoder
    from textmine.report.found import alike_section
    from textmine.topics.words.alike import find_alike, text_of

    if (text is None) == (document is None):
        raise typer.BadParameter(
            "give a sentence or --document, one of them", param_hint="--document"
        )
    whole = load_corpus(run.workspace, corpus)
    chosen = select_documents(whole, run.where)
    sought = text_of(whole, document) if document is not None else text or ""
    chooser = choose_encoder(encoder)
    with progress_bar() as progress:
        found = find_alike(
            chosen,
            sought,
            chooser,
            run.settings.nlp.cleaning,
            n=limit,
            without=document or "",
            workspace=run.workspace,
            progress=progress,
        )
    return alike_section(found, len(chosen), chooser.title)
