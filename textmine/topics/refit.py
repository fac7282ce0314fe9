"""What a refit has from the model that stands under its name: ids, history, names."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arrays import Floats
from textmine.corpus import Corpus
from textmine.errors import NotFoundError
from textmine.nlp.tokens import Tokens
from textmine.spread import HERE, Where
from textmine.store import Workspace
from textmine.topics.as_read import AsRead
from textmine.topics.bags import join_phrases
from textmine.topics.judging.stability import Refit
from textmine.topics.model import FittedTopics, load_topic_model, place_units
from textmine.topics.naming.match_topics import Identities, identify
from textmine.topics.naming.theme_changes import listed
from textmine.topics.naming.themes import load_themes
from textmine.topics.naming.themes_file import Themes
from textmine.topics.placing import guide_to_place, placing_options

_N_WORDS = 10


@dataclass(frozen=True)
class Former:
    """What is known of former fits under a name: ids, history of changes, themes of people.

    `n_moved` of `n_units` have another main topic than the former model gives them.
    """

    identities: Identities
    n_moved: int
    n_units: int
    history: tuple[dict[str, Any], ...]
    themes: Themes

    @property
    def changes(self) -> tuple[str, ...]:
        """What became of former topics, which themes lost topics, how many units moved."""
        lost = self.themes.without_topic(self.identities.ids)
        moved = f"{self.n_moved:,} of {self.n_units:,} documents have another main topic."
        return (
            *self.identities.sentences,
            *(
                self._lost(name, gone)
                for name, gone in lost.items()
                if set(gone) & set(self.identities.vanished)
            ),
            *([moved] if self.n_moved else []),
        )

    def _lost(self, name: str, gone: list[str]) -> str:
        """Return what became of a theme of whose topics some did not come back."""
        sentence = f"Theme '{name}' names {listed(gone)}, which the model has no more"
        left = [topic for topic in self.themes.themes[name].topics if topic not in gone]
        if left:
            return f"{sentence}: it is {listed(left)}{' alone' if len(left) == 1 else ''} now."
        return f"{sentence}: name its topics anew."

    def history_with(self, corpus: str, n_documents: int) -> list[dict[str, Any]]:
        """Return the history with this refit, if it changed any topic."""
        sentences = self.identities.sentences
        last = {"corpus": corpus, "documents": n_documents, "changes": sentences}
        return [*self.history, *([last] if sentences else [])]


def former_of(
    workspace: Workspace,
    name: str,
    fresh: FittedTopics,
    unit_topic: Floats,
    corpus: Corpus,
    read: AsRead,
    units: Tokens,
    spread: Where = HERE,
) -> Former | None:
    """Return what a refit has from the former model, None when none stands under the name.

    The former model places the units of the refit (content words before phrases are joined), so
    that both are compared on the same units. A model that cannot be read raises InputError: its
    names would be lost.
    """
    try:
        former, manifest = load_topic_model(workspace, name)
    except NotFoundError:
        return None
    everything = np.arange(len(units))
    guide = guide_to_place(workspace, corpus, read, placing_options(manifest), spread)
    joined = join_phrases(units, manifest.details.get("phrases", ()))
    placed = place_units(former, joined, guide, spread)
    identities = identify(
        Refit(everything, placed, former.top_words(_N_WORDS)),
        former.topic_ids,
        Refit(everything, unit_topic, fresh.top_words(_N_WORDS)),
        tuple(manifest.details.get("ids_given", former.topic_ids)),
    )
    known = (placed.sum(axis=1) > 0) & (unit_topic.sum(axis=1) > 0)
    before = np.array(former.topic_ids)[placed[known].argmax(axis=1)]
    after = np.array(identities.ids)[unit_topic[known].argmax(axis=1)]
    return Former(
        identities,
        int((before != after).sum()),
        int(known.sum()),
        tuple(manifest.details.get("history", ())),
        load_themes(workspace.folder("models", name)),
    )
