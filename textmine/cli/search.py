"""textmine search."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.options import FormatOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, say

_SHOWN = 300


def search(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    text: Annotated[
        str | None, typer.Argument(help="A sentence; not needed with --document.")
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(help="Find what is like this document instead.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Documents shown.")] = 10,
    encoder: Annotated[
        str,
        typer.Option(help="Compare by: meaning, minilm, or a model's folder or package."),
    ] = "meaning",
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Find documents that mean about the same as a sentence or a document, in whatever words.

    The sentence and the documents may be in different languages. Likeness is a cosine: compare it
    within one list, not between lists. A text that stands several times is shown once.

    Example: textmine search forum "the bus does not come in the evening" --limit 5
    Example: textmine search forum --document m012
    """
    from textmine.corpus import load_corpus, select_documents
    from textmine.nlp.encoders import choose_encoder
    from textmine.topics.words.alike import find_alike, text_of

    if (text is None) == (document is None):
        raise typer.BadParameter(
            "give a sentence or --document, one of them", param_hint="--document"
        )
    space = open_workspace(workspace)
    whole = load_corpus(space, corpus)
    chosen = select_documents(whole, where or [])
    sought = text_of(whole, document) if document is not None else text or ""
    chooser = choose_encoder(encoder)
    with progress_bar() as progress:
        found = find_alike(
            chosen,
            sought,
            chooser,
            space.settings.nlp.cleaning,
            n=limit,
            without=document or "",
            workspace=space,
            progress=progress,
        )
    rows = [vars(one) for one in found]
    said = [name for name in ("author", "thread", "place") if any(row[name] for row in rows)]
    columns = ["document", *said, "likeness", "text"]
    if format is Format.table:
        rows = [
            {**row, "likeness": f"{row['likeness']:.2f}", "text": _cut(row["text"])} for row in rows
        ]
    print_rows([{name: row[name] for name in columns} for row in rows], format)
    say(f"{len(rows):,} of {len(chosen):,} documents, by {chooser.title}.")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
