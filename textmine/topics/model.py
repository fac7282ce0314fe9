"""A fitted topic model and its folder: arrays, vocabulary, topics as a table, a card."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from textmine.arrays import Floats
from textmine.config import Progress, silent
from textmine.nlp.tokens import tokens_of
from textmine.spread import HERE, Where
from textmine.store import Manifest, Workspace, write_manifest
from textmine.store.manifest import MANIFEST, listed_file, open_manifest
from textmine.store.opened import damage_told
from textmine.store.steady import read_steadily
from textmine.topics.engines.engine import UNGUIDED, Guide, Parameters
from textmine.topics.listing import first_ids, top_words

PLACED_AT_ONCE = 100_000
"""Units that are placed together."""


@dataclass(frozen=True)
class FittedTopics:
    """Topics in the order of their share; `topic_word` is (n_topics, n_words), rows sum to 1.

    In a model whose topics are themes (`in_themes`), `parts` says of which fitted topics each of
    them is made: places in `order`. Empty where every topic stands for itself.
    """

    name: str
    engine: str
    words: tuple[str, ...]
    topic_word: Floats
    parameters: Parameters
    order: tuple[int, ...]
    seed: int
    ids: tuple[str, ...] = ()
    parts: tuple[tuple[int, ...], ...] = ()

    @property
    def n_fitted(self) -> int:
        """How many topics were fitted, however many of them people made one."""
        return len(self.order)

    @property
    def n_topics(self) -> int:
        """How many topics there are."""
        return len(self.topic_word)

    @property
    def topic_ids(self) -> list[str]:
        """The ids of the topics, which stay theirs when the model is fitted again."""
        return list(self.ids or first_ids(self.n_topics))

    def top_words(self, n_words: int) -> list[list[str]]:
        """Return the words that stand for each topic, see `listing`."""
        return top_words(self.topic_word, self.words, n_words)


def save_topic_model(folder: Path, model: FittedTopics, manifest: Manifest, card: str) -> None:
    """Write arrays, vocabulary and card into a folder, and the manifest last."""
    arrays = {"topic_word": model.topic_word, "order": np.array(model.order), **model.parameters}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / "vocabulary.txt").write_text("\n".join(model.words) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(card, encoding="utf-8")
    write_manifest(folder, manifest)


def load_topic_model(workspace: Workspace, name: str) -> tuple[FittedTopics, Manifest]:
    """Load a topic model of the workspace; raise NotFoundError or InputError."""
    return read_steadily(
        workspace.folder("models", name),
        lambda: _load(workspace.existing("models", name, MANIFEST)),
    )


def open_topic_model(folder: Path) -> tuple[FittedTopics, Manifest]:
    """Load a topic model from its folder, in a workspace or not."""
    return read_steadily(folder, lambda: _load(folder))


def _load(folder: Path) -> tuple[FittedTopics, Manifest]:
    manifest = open_manifest(folder, "topics")
    with damage_told(f"The model in {folder}", manifest.again):
        arrays = {
            Path(name).stem: np.load(listed_file(folder, manifest, name), allow_pickle=False)
            for name in sorted(manifest.files)
            if name.endswith(".npy")
        }
        listed = listed_file(folder, manifest, "vocabulary.txt").read_text(encoding="utf-8")
        topic_word, order = arrays.pop("topic_word"), arrays.pop("order")
        words = tuple(listed.splitlines())
        if topic_word.shape != (len(order), len(words)):
            raise ValueError(f"topic_word.npy has the shape {topic_word.shape}")
        engine = str(manifest.settings["engine"])
        model = FittedTopics(
            folder.name, engine, words, topic_word, arrays, tuple(map(int, order)), manifest.seed
        )
        if manifest.details.get("ids"):
            model = replace(model, ids=tuple(manifest.details["ids"]))
    return model, manifest


def place_units(
    model: FittedTopics,
    units: Sequence[Sequence[str]],
    guide: Guide = UNGUIDED,
    spread: Where = HERE,
    progress: Progress = silent,
) -> Floats:
    """Return the topics of units of content words, shape (n_units, n_topics); nothing is refitted.

    The share of a theme of several topics is the sum of theirs. Rows sum to 1, or to 0 for a unit
    without a word that the model knows. So many units are placed at once that no more need to be
    looked at together; which they are depends on their order alone. Where there are several such
    parts they are placed where `spread` says.
    """
    from textmine.topics.bags import count_known_words
    from textmine.topics.placing_parts import Learned, place_counts, place_parts

    tokens, words = tokens_of(units), model.words
    learned = Learned(model.engine, model.parameters, model.seed, model.order)
    if len(tokens) > PLACED_AT_ONCE:
        placed = place_parts(learned, words, tokens, guide, PLACED_AT_ONCE, spread, progress)
    else:
        placed = place_counts(learned, count_known_words(tokens, words), guide)
    return added_up(placed, model.parts)


def added_up(unit_topic: Floats, parts: Sequence[Sequence[int]]) -> Floats:
    """Return the shares of themes in units, (n_units, n_parts): the sums of their topics' shares.

    Without parts every topic stands for itself.
    """
    if not parts:
        return unit_topic
    sums = np.stack([unit_topic[:, list(part)].sum(axis=1) for part in parts], axis=1)
    capped: Floats = np.minimum(sums, 1.0)  # sums of decimals may be a trifle above 1
    return capped
