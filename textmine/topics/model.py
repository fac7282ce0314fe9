"""A fitted topic model and its folder: arrays, vocabulary, topics as a table, a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from textmine.config import Progress, silent
from textmine.config.threads import single_threaded
from textmine.nlp.tokens import Tokens, tokens_of
from textmine.spread import HERE, Part, Where, run_parts
from textmine.store import Manifest, Workspace, write_manifest
from textmine.store.manifest import MANIFEST, listed_file, open_manifest
from textmine.store.opened import damage_told
from textmine.store.steady import read_steadily
from textmine.topics.bags import count_known_words
from textmine.topics.engines.engine import UNGUIDED, Floats, Guide, Parameters
from textmine.topics.engines.registry import ENGINES
from textmine.topics.listing import first_ids, top_words

if TYPE_CHECKING:
    import pyarrow as pa
    import scipy.sparse as sp

_SHARES = "shares"


@dataclass(frozen=True)
class Learned:
    """What placing needs of a fitted model, see `FittedTopics`."""

    engine: str
    parameters: Parameters
    seed: int
    order: tuple[int, ...]


def _place_counts(learned: Learned, counts: sp.csr_matrix, guide: Guide) -> Floats:
    """Return the fitted topics of units by their words, (n_units, n_fitted), those of `order`."""
    found = ENGINES[learned.engine].place(counts, learned.parameters, learned.seed, guide)
    return found[:, list(learned.order)]


def _place_parts(
    learned: Learned,
    words: Sequence[str],
    tokens: Tokens,
    guide: Guide,
    size: int,
    spread: Where,
    progress: Progress,
) -> Floats:
    """Do what `_place_counts` does with `size` units at a time, whose known words are counted."""
    n, n_topics, done = len(tokens), len(learned.order), 0
    placed = np.empty((n, n_topics))
    parts, step = _parts(words, tokens, guide, size), "placing units"
    for table in run_parts(_place_part, learned, parts, n, spread, progress=progress, step=step):
        flat = table.column(_SHARES).combine_chunks().flatten().to_numpy()
        placed[done : done + table.num_rows] = flat.reshape(-1, n_topics)
        done += table.num_rows
    return placed


def _place_part(learned: Learned, given: tuple[sp.csr_matrix, Guide]) -> pa.Table:
    """Place the units of a partition: the counts of their words, and what is told of them.

    Sums take one thread, so that they are the same on any number of processors.
    """
    import pyarrow as pa

    with single_threaded():
        placed = _place_counts(learned, *given)
    cells = pa.FixedSizeListArray.from_arrays(pa.array(placed.ravel()), placed.shape[1])
    return pa.table({_SHARES: cells})


def _parts(words: Sequence[str], tokens: Tokens, guide: Guide, size: int) -> Iterator[Part]:
    for start in range(0, len(tokens), size):
        rows = range(start, min(start + size, len(tokens)))
        given = partial(_given, words, tokens, guide, rows)
        yield Part(f"units {rows.start + 1:,} to {rows.stop:,}", "", len(rows), given)


def _given(
    words: Sequence[str], tokens: Tokens, guide: Guide, rows: range
) -> tuple[sp.csr_matrix, Guide]:
    return count_known_words(tokens[rows.start : rows.stop], words), guide.of_units(rows)


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

    tokens, words = tokens_of(units), model.words
    learned = Learned(model.engine, model.parameters, model.seed, model.order)
    if len(tokens) > PLACED_AT_ONCE:
        placed = _place_parts(learned, words, tokens, guide, PLACED_AT_ONCE, spread, progress)
    else:
        placed = _place_counts(learned, count_known_words(tokens, words), guide)
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
