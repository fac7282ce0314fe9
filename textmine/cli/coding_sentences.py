"""textmine coding sentences."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CodedCorpusArgument
from textmine.present import Section


@shown(without=("format",), then="textmine agreement {name}")
def sentences(
    run: Run,
    corpus: CodedCorpusArgument,
    name: Annotated[str, typer.Option(help="The new corpus, of sentences.")],
    codebook: CodebookOption = None,
) -> Section:
    """Make a corpus of the sentences of coded documents, with the codes of the spans on them.

    Agreement, train, evaluate and benchmark then take sentences as they take messages. A sentence
    stays in the thread of its document, so that no test looks into what was trained on.

    Example: textmine coding sentences interviews --name interview-sentences
    """
    from textmine.coding.by_sentence import make_sentence_corpus

    made = make_sentence_corpus(run.workspace, corpus, name, codebook)
    told = [
        f"Corpus '{name}': {made.n_sentences:,} sentences of {made.n_documents:,} documents.",
        f"{made.n_codes:,} codes of sentences and {made.n_none:,} times none; coders: "
        f"{', '.join(made.coders)}.",
    ]
    if made.halved:
        told.append(
            f"{made.halved:,} times a sentence had several codes on a dimension that takes one: it "
            "keeps the one that covers most of it."
        )
    return Section.of(*told)
