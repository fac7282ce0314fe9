"""Prepare texts: clean them, run spaCy over those not seen before, and hand out the layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from textmine.config import NlpSettings, Progress, silent
from textmine.corpus.spaceless import CODES, SIGNS, unparted_languages
from textmine.errors import WorkersError
from textmine.lazily import npt, pa, pc
from textmine.nlp.clean import clean_text
from textmine.nlp.parting import parting_told, refuse_unparted
from textmine.nlp.pipeline import FAST_LAYERS, LAYERS, ModelChoice, choose_model, kept_pipeline
from textmine.spread import HERE, Part, Where, run_parts
from textmine.store import sha256_of_json, sha256_of_text

if TYPE_CHECKING:
    from textmine.nlp.cache import Cache, Keep
    from textmine.nlp.tokens import Tokens

_PART = 1_000
_LONGEST_PART = 500_000
"""Texts and characters of a partition, at the most; one text may be longer."""

_FORMAT = 3
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
        return replace(self, table=self.table.take(pa.array(rows, type=pa.int64())))

    def layer(self, name: str) -> list[list[str]]:
        """Return one layer: a list of tokens (or chunks) for each text."""
        return list(self.table.column(name).to_pylist())

    def tokens(self, name: str) -> Tokens:
        """Return one layer as numbers of the kinds of tokens that there are."""
        from textmine.nlp.tokens import tokens_in

        return tokens_in(self.table.column(name))

    def heads(self) -> npt.NDArray[np.int64]:
        """Return the place of each token's head in its text, all texts in a row."""
        places = self.table.column("heads").combine_chunks().flatten()
        return np.asarray(places.to_numpy(zero_copy_only=False), dtype=np.int64)

    def flags(self) -> list[list[int]]:
        """Return the flags of each token of each text."""
        return list(self.table.column("flags").to_pylist())

    def token_flags(self) -> npt.NDArray[np.uint8]:
        """Return the flags of the tokens of all texts, (n_tokens,), see `layers`."""
        if not len(self):
            return np.zeros(0, dtype=np.uint8)
        flags: npt.NDArray[np.uint8] = (
            self.table.column("flags").combine_chunks().flatten().to_numpy()
        )
        return flags

    @property
    def clean(self) -> list[str]:
        """The cleaned texts."""
        return list(self.table.column("clean").to_pylist())

    @property
    def remark(self) -> str:
        """What a reader should know about how the texts were read; empty if nothing."""
        return Told(self.model).with_texts(self).remark

    @property
    def n_tokens(self) -> int:
        """How many tokens all texts have together."""
        return int(pc.sum(pc.list_value_length(self.table.column("words"))).as_py() or 0)


@dataclass(frozen=True)
class Told:
    """What is said of texts that were read: counts of them, and what a reader should know.

    `letters` are words of letters only, `stop` those of them that are stop words; `unparted` counts
    texts without spaces between words, by language.
    """

    model: ModelChoice
    n_texts: int = 0
    n_tokens: int = 0
    letters: int = 0
    stop: int = 0
    unparted: tuple[tuple[str, int], ...] = ()

    def with_texts(self, read: Prepared) -> Told:
        """Return what is said when these texts are added."""
        from textmine.nlp.layers import ALPHA, STOP

        flags = read.table.column("flags").combine_chunks().flatten().to_numpy()
        letters = (flags & ALPHA) > 0
        return Told(
            self.model,
            self.n_texts + len(read),
            self.n_tokens + len(flags),
            self.letters + int(letters.sum()),
            self.stop + int(((flags & STOP) > 0)[letters].sum()),
            tuple((Counter(dict(self.unparted)) + _unparted(read)).items()),
        )

    @property
    def remark(self) -> str:
        """What a reader should know about how the texts were read; empty if nothing.

        In running text more than a third of the words are stop words of its language.
        """
        doubt = parting_told(
            Counter(dict(self.unparted)), self.n_texts, self.model.parting, self.model.lang in CODES
        )
        if not doubt and self.letters >= _ENOUGH_WORDS:
            share = self.stop / self.letters
            if share < _FEWEST_STOP_WORDS:
                doubt = (
                    f"only {100 * share:.0f} % of the words are stop words of '{self.model.lang}': "
                    "if the texts are in another language, set lang under [nlp] in textmine.toml"
                )
        return "; ".join(part for part in (self.model.remark, doubt) if part)


def _unparted(read: Prepared) -> Counter[str]:
    texts = read.table.column("clean")
    own = pc.match_substring_regex(texts, f"[{SIGNS}]")
    return unparted_languages(texts.filter(own).to_pylist())


def default_layers(choice: ModelChoice) -> frozenset[str]:
    """Return the layers that the later steps of the road use with this model."""
    return frozenset({"words", "lemmas", "tags", "syntax"} if choice.statistical else FAST_LAYERS)


def prepare_texts(
    texts: Sequence[str],
    settings: NlpSettings,
    layers: Iterable[str] = (),
    workspace: Keep = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> Prepared:
    """Return the layers of each text, in order; `layers` empty means `default_layers`.

    With a workspace, or a memory, layers are kept there by the content of the text, the model, and
    the settings that matter; a text that was seen before costs no NLP, and a run that was stopped
    goes on from what it had. Partitions go to the settings' processes or the cluster of `spread`.
    """
    reader = text_reader(settings, layers, workspace)
    where = replace(spread, n_process=settings.n_process)
    new = reader.fill([texts], len(texts), where, progress)
    return replace(reader.take(texts), new=new)


@dataclass(frozen=True)
class TextReader:
    """How texts are read, and where what was read of them is kept."""

    settings: NlpSettings
    choice: ModelChoice
    layers: frozenset[str]
    cache: Cache

    def fill(
        self,
        batches: Iterable[Sequence[str]],
        n_texts: int,
        where: Where = HERE,
        progress: Progress = silent,
    ) -> int:
        """Read the texts that are not kept, and keep them; return how many those are.

        `n_texts` is the number of all. One batch of them is in memory at a time, and few parts.
        Raises ExtraMissingError where most texts have no spaces between words and nothing parts
        them: every command that counts words comes through here.
        """
        if not self.choice.parting:
            batches = _refusing(batches, n_texts)
        run = _Filling(self.cache)
        shared = (self.settings, self.choice, self.layers)
        parts = run.parts(batches)
        step = "reading texts"
        for _ in run_parts(read_part, shared, parts, n_texts, where, run, progress, step):
            pass
        if run.new and run.rest:
            progress(step, n_texts, n_texts)
        return run.new

    def take(self, texts: Sequence[str], layers: Iterable[str] = ()) -> Prepared:
        """Return layers, by default all, of texts that are kept, in order."""
        wanted = {"words", *(layers or self.layers)}
        columns = ["clean"]
        for layer, names in _COLUMNS.items():
            columns += names if layer in wanted else ()
        keys = [sha256_of_text(text) for text in texts]
        return Prepared(self.cache.take(keys, columns), self.choice, 0)


def _refusing(batches: Iterable[Sequence[str]], n_texts: int) -> Iterator[Sequence[str]]:
    """Yield batches of texts until it is certain that the words of most are not parted."""
    unparted = Counter[str]()
    for batch in batches:
        unparted += unparted_languages(batch)
        refuse_unparted(unparted, n_texts)
        yield batch


def text_reader(settings: NlpSettings, layers: Iterable[str] = (), keep: Keep = None) -> TextReader:
    """Return how the settings read texts; raise as `choose_model` does."""
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
            choice.parting,
        ]
    )
    return TextReader(settings, choice, wanted, cache_in(keep, "prepared", key[:20]))


@dataclass
class _Filling:
    """Texts on their way into a cache: `new` are read in this run; of `rest` all was kept."""

    cache: Cache
    new: int = 0
    rest: int = 0
    n_seen: int = 0

    def parts(self, batches: Iterable[Sequence[str]]) -> Iterator[Part]:
        """Yield partitions of the texts that are not kept, each text once."""
        begun: set[bytes] = set()
        for batch in batches:
            keys = [sha256_of_text(text) for text in batch]
            missing = {key for key in self.cache.missing(keys) if _short(key) not in begun}
            part: dict[str, str] = {}
            n_characters = 0
            for key, text in zip(keys, batch, strict=True):
                self.n_seen += 1
                self.rest += 1
                if key in missing:
                    missing.remove(key)
                    begun.add(_short(key))
                    if part and n_characters + len(text) > _LONGEST_PART:
                        yield self._part(part)
                        part, n_characters = {}, 0
                    part[key] = text
                    n_characters += len(text)
                if len(part) == _PART:
                    yield self._part(part)
                    part, n_characters = {}, 0
            if part:
                yield self._part(part)

    def _part(self, part: dict[str, str]) -> Part:
        self.new += len(part)
        size, self.rest = self.rest, 0
        first = self.n_seen - size + 1
        return Part(f"texts {first:,} to {self.n_seen:,}", "", size, lambda: list(part.values()))

    def find(self, key: str) -> None:
        """What is kept is no part."""

    def keep(self, key: str, result: pa.Table) -> None:
        """Keep the texts of a partition."""
        self.cache.add(result)


def _short(key: str) -> bytes:
    return bytes.fromhex(key[:20])


def read_part(
    shared: tuple[NlpSettings, ModelChoice, frozenset[str]], texts: Sequence[str]
) -> pa.Table:
    """Return the layers of texts, with their keys, ready to be kept."""
    from textmine.nlp.cache import with_keys
    from textmine.nlp.layers import layers_of
    from textmine.nlp.reading import read_docs

    settings, choice, layers = shared
    here = choose_model(settings)
    if here != choice:
        raise WorkersError(
            f"A worker reads texts with {here.title}, this computer with {choice.title}.",
            hint="Install the same model on every worker.",
        )
    cleaned = [clean_text(text, settings.cleaning) for text in texts]
    nlp = kept_pipeline(choice, layers)
    docs = list(read_docs(nlp, cleaned, settings.batch_size, 1))
    table = layers_of(docs, layers, choice.lang)
    table = table.append_column("clean", pa.array(cleaned, type=pa.string()))
    return with_keys([sha256_of_text(text) for text in texts], table)
