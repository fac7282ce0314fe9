"""What the commands that read a fitted topic model share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.choices import Cluster, EngineName
from textmine.cli.shared import progress_bar, say

if TYPE_CHECKING:
    from textmine.cli.command import Run
    from textmine.topics import Placed
    from textmine.topics.words.texts import Texts


ModelArgument = Annotated[str, typer.Argument(help="The topic model.")]
EngineOption = Annotated[
    EngineName | None,
    "The way to find topics; default: smoothed. gibbs-lda, dmr, stm, keyatm and btm need "
    "the extra 'topics', clusters needs 'transformers'.",
]
SetAsideOption = Annotated[Path | None, "File of words that do not count, one a line."]
PhrasesOption = Annotated[
    bool | None, typer.Option("--phrases", help="Count words that keep together as one.")
]
SampleUnitsOption = Annotated[
    int | None,
    "Units to fit to, drawn at random where there are more, which are placed; 0: all. "
    "Default: 100,000, or as many as have a million content words.",
]
ClustersOption = Annotated[
    Cluster | None,
    "What counts as one, its units being alike; default: thread, else author, document.",
]


def placed_by(run: Run, model: str, corpus: str | None) -> Placed:
    """Place the documents of a corpus, by default those the model was fitted to, in its topics."""
    from textmine.spread import HERE
    from textmine.topics import place_documents

    spread = run.spread if "scheduler" in run.given else HERE
    with progress_bar() as progress:
        return place_documents(run.workspace, model, corpus, run.where, progress, spread)


def texts_by(run: Run, corpus: str, topic: str | None = None) -> Texts:
    """Read a corpus as `read_texts` does, and say what a reader should know of how it was read."""
    from textmine.topics.words.texts import read_texts

    with progress_bar() as progress:
        texts = read_texts(run.workspace, corpus, topic, run.settings, progress)
    for remark in texts.remarks:
        say(remark)
    return texts


def lost_topics(run: Run, model: str) -> list[str]:
    """Say which themes name topics that the model does not have, by a refit or by hand."""
    from textmine.topics import load_themes, load_topic_model
    from textmine.topics.naming import theme_changes

    ids = load_topic_model(run.workspace, model)[0].topic_ids
    themes = load_themes(run.workspace.folder("models", model))
    return theme_changes.lost_topics(themes, ids)
