"""What the commands that read a fitted topic model share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import open_workspace, progress_bar, say

if TYPE_CHECKING:
    from textmine.store import Workspace
    from textmine.topics import Placed


class ClustersName(StrEnum):
    """What is drawn as a whole."""

    thread = "thread"
    author = "author"
    document = "document"


ModelArgument = Annotated[str, typer.Argument(help="The topic model.")]
CorpusOption = Annotated[
    str | None, typer.Option(help="Its documents; default: those it was fitted to.")
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        help="smoothed (default), nmf, lda, hdp; with the extra 'topics' gibbs-lda, dmr, stm, "
        "keyatm, btm; with 'transformers' clusters.",
        show_default=False,
    ),
]
ClustersOption = Annotated[
    ClustersName | None,
    typer.Option(
        help="What is taken as one, its units being alike; default: thread, else author, document.",
        show_default=False,
    ),
]


def placed_documents(
    model: str, corpus: str | None, where: list[str] | None, workspace: Path | None
) -> tuple[Workspace, Placed]:
    """Place the documents of a corpus, by default those the model was fitted to, in its topics."""
    from textmine.corpus import load_corpus, select_documents
    from textmine.topics import load_topic_model, place_corpus

    space = open_workspace(workspace)
    _, manifest = load_topic_model(space, model)
    name = corpus or str(manifest.details["corpus"])
    fitted_on = [] if corpus else manifest.settings["where"]
    chosen = select_documents(load_corpus(space, name), where or fitted_on)
    with progress_bar() as progress:
        placed = place_corpus(space, model, chosen, space.settings, progress)
    placed.need_known_words()
    return space, placed


def say_lost_topics(space: Workspace, model: str) -> None:
    """Say which themes name topics that the model does not have, by a refit or by hand."""
    from textmine.topics import load_topic_model
    from textmine.topics.naming.theme_changes import listed
    from textmine.topics.naming.themes import load_themes

    ids = load_topic_model(space, model)[0].topic_ids
    for name, gone in load_themes(space.folder("models", model)).without_topic(ids).items():
        say(f"Theme '{name}' names {listed(gone)}, which the model does not have.")
