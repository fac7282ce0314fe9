"""The texts that words and kwic look into: a corpus, placed in the topics of a model if asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.cli.shared import say

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.config import Progress
    from textmine.corpus import Corpus
    from textmine.nlp import Prepared
    from textmine.store import Workspace
    from textmine.topics import Placed


@dataclass(frozen=True)
class Texts:
    """Documents and their layers, row by row; `topic` is a place among those of `placed`."""

    corpus: Corpus
    prepared: Prepared
    placed: Placed | None = None
    topic: int | None = None

    def chosen(self, where: list[str] | None) -> NDArray[np.bool_]:
        """Return which documents meet all conditions, and are mainly of the topic if any."""
        import numpy as np

        from textmine.corpus import select_documents

        inside = set(select_documents(self.corpus, where or []).ids)
        kept = np.array([identity in inside for identity in self.corpus.ids])
        if self.placed is not None:
            kept &= self.placed.in_topics & (self.placed.unit_topic.argmax(axis=1) == self.topic)
        return kept

    def rows(self, where: list[str] | None) -> list[int]:
        """Return the rows of the documents in `chosen`; raise InputError where there are none."""
        from textmine.errors import InputError

        kept = [int(row) for row in self.chosen(where).nonzero()[0]]
        if not kept:
            raise InputError("No document is mainly of this topic.", hint="Name another topic.")
        return kept


def read_texts(
    space: Workspace, corpus: str, topic: str | None, profile: str | None, progress: Progress
) -> Texts:
    """Read a corpus; with `topic` (MODEL:T03 or MODEL:NAME) as its model does, placed in it.

    What a reader should know of how the texts were read is said.
    """
    from textmine.corpus import load_corpus
    from textmine.nlp import prepare_texts

    loaded = load_corpus(space, corpus)
    settings = space.settings.override("nlp", profile=profile)
    if topic is None:
        prepared = prepare_texts(loaded.texts, settings.nlp, (), space, progress)
        if prepared.remark:
            say(f"Note: {prepared.remark}.")
        return Texts(loaded, prepared)
    from textmine.topics import place_corpus, topic_and_model
    from textmine.topics.naming.ids import JOINT

    model, name = topic_and_model(topic)
    placed = place_corpus(space, model, loaded, settings, progress)
    place = placed.topic(name)
    theme, wanted = placed.model.topic_ids[place], name.strip().upper()
    if wanted != theme and wanted in theme.split(JOINT):
        say(f"{wanted} is part of a theme, which is taken whole: {placed.captions[place]}.")
    return Texts(placed.corpus, placed.prepared, placed, place)
