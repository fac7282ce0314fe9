"""Prepare texts: clean them, run spaCy over those not seen before, and hand out the layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textmine.config import NlpSettings, Progress, silent
from textmine.corpus.spaceless import doubt_of_words
from textmine.nlp.clean import clean_text
from textmine.nlp.pipeline import FAST_LAYERS, LAYERS, ModelChoice, choose_model, kept_pipeline
from textmine.store import sha256_of_json, sha256_of_text

if TYPE_CHECKING:
    import pyarrow as pa
    from spacy.tokens import Doc

    from textmine.nlp.cache import Cache, Keep

_PART = 1_000
_FORMAT = 1
_ENOUGH_WORDS, _FEWEST_STOP_WORDS = 500, 0.2
_COLUMNS = {
    "words": ("words", "flags"),
    "lemmas": ("lemmas",),
    "tags": ("pos", "tags"),
    "syntax": ("deps", "heads"),
    "noun_chunks": ("noun_chunks",),
    "entities": ("entities",),
}


@dataclass(frozen=True)
class Prepared:
    """Texts as layers of tokens: row i of `table` belongs to text i.

    Columns: `clean` (text), `words`, `flags` (bits, see `layers`), and by demand `lemmas`, `pos`,
    `tags`, `noun_chunks`, `entities`, each a list a text. `new` counts the texts that spaCy read
    in this call; the others came from the cache.
    """

    table: pa.Table
    model: ModelChoice
    new: int

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def take(self, rows: Sequence[int]) -> Prepared:
        """Return some of the texts, by row, in that order."""
        import pyarrow as pa

        return replace(self, table=self.table.take(pa.array(rows, type=pa.int64())))

    def layer(self, name: str) -> list[list[str]]:
        """Return one layer: a list of tokens (or chunks) for each text."""
        return list(self.table.column(name).to_pylist())

    def flags(self) -> list[list[int]]:
        """Return the flags of each token of each text."""
        return list(self.table.column("flags").to_pylist())

    @property
    def clean(self) -> list[str]:
        """The cleaned texts."""
        return list(self.table.column("clean").to_pylist())

    @property
    def remark(self) -> str:
        """What a reader should know about how the texts were read; empty if nothing."""
        doubt = self._no_spaces() or self._language_doubt()
        return "; ".join(part for part in (self.model.remark, doubt) if part)

    def _no_spaces(self) -> str:
        """In a script without spaces a word may be a whole clause."""
        parts = self.table.slice(0, _ENOUGH_WORDS)
        units = parts.column("words").to_pylist()
        words = [word for unit in units for word in unit if any(map(str.isalpha, word))]
        return doubt_of_words(list(parts.column("clean").to_pylist()), words)

    def _language_doubt(self) -> str:
        """In running text more than a third of the words are stop words of its language."""
        import numpy as np

        from textmine.nlp.layers import ALPHA, STOP

        flags = self.table.column("flags").combine_chunks().flatten().to_numpy()
        letters = (flags & ALPHA) > 0
        if letters.sum() < _ENOUGH_WORDS:
            return ""
        share = float(np.mean((flags[letters] & STOP) > 0))
        if share >= _FEWEST_STOP_WORDS:
            return ""
        return (
            f"only {share:.0%} of the words are stop words of '{self.model.lang}': if the texts "
            "are in another language, set lang under [nlp] in textmine.toml"
        )

    @property
    def n_tokens(self) -> int:
        """How many tokens all texts have together."""
        import pyarrow.compute as pc

        return int(pc.sum(pc.list_value_length(self.table.column("words"))).as_py() or 0)


def default_layers(choice: ModelChoice) -> frozenset[str]:
    """Return the layers that the later steps of the road use with this model."""
    return frozenset({"words", "lemmas", "tags", "syntax"} if choice.statistical else FAST_LAYERS)


def prepare_texts(
    texts: Sequence[str],
    settings: NlpSettings,
    layers: Iterable[str] = (),
    workspace: Keep = None,
    progress: Progress = silent,
) -> Prepared:
    """Return the layers of each text, in order; `layers` empty means `default_layers`.

    With a workspace, or a memory, layers are kept there by the content of the text, the model, and
    the settings that matter; a text that was seen before costs no NLP, and a run that was stopped
    goes on from what it had.
    """
    from textmine.nlp.cache import cache_in

    choice = choose_model(settings)
    wanted = frozenset(layers) or default_layers(choice)
    unknown = sorted(wanted - set(LAYERS))
    if unknown:
        raise ValueError(f"there is no layer '{unknown[0]}'")
    key = sha256_of_json(
        [
            _FORMAT,
            choice.package,
            choice.version,
            choice.lang,
            sorted(wanted),
            list(settings.cleaning),
        ]
    )
    cache = cache_in(workspace, "prepared", key[:20])
    return _prepare(texts, settings, choice, wanted, cache, progress)


def _prepare(
    texts: Sequence[str],
    settings: NlpSettings,
    choice: ModelChoice,
    layers: frozenset[str],
    cache: Cache,
    progress: Progress,
) -> Prepared:
    keys = [sha256_of_text(text) for text in texts]
    known = cache.known()
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        _read_with_spacy(missing, settings, choice, layers, cache, progress)
    columns = ["clean", *(column for layer in _COLUMNS for column in _columns(layer, layers))]
    return Prepared(cache.take(keys, columns), choice, len(missing))


def _columns(layer: str, wanted: frozenset[str]) -> tuple[str, ...]:
    return _COLUMNS[layer] if layer in wanted or layer == "words" else ()


def _read_with_spacy(
    missing: dict[str, str],
    settings: NlpSettings,
    choice: ModelChoice,
    layers: frozenset[str],
    cache: Cache,
    progress: Progress,
) -> None:
    import pyarrow as pa

    from textmine.nlp.layers import layers_of
    from textmine.nlp.reading import read_docs

    nlp = kept_pipeline(choice, layers)
    keys = list(missing)
    cleaned = [clean_text(text, settings.cleaning) for text in missing.values()]
    done = 0
    buffer: list[Doc] = []

    def keep() -> None:
        nonlocal done, buffer
        if buffer:
            stop = done + len(buffer)
            clean = pa.array(cleaned[done:stop], type=pa.string())
            table = layers_of(buffer, layers, choice.lang).append_column("clean", clean)
            cache.add(keys[done:stop], table)
            done, buffer = stop, []

    try:
        for doc in read_docs(nlp, cleaned, settings.batch_size, settings.n_process):
            buffer.append(doc)
            if len(buffer) == _PART:
                keep()
            if len(buffer) % 50 == 0:
                progress("reading texts", done + len(buffer), len(keys))
        progress("reading texts", len(keys), len(keys))
    finally:
        keep()  # also when the run is stopped: what was read need not be read again
