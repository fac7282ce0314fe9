"""The running words of texts, and which of them stand in a list of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.choices import WordForm
from textmine.corpus import Corpus, group_kind, group_labels
from textmine.corpus.spaceless import is_long_enough
from textmine.nlp import Prepared
from textmine.nlp.clean import URL_MARK
from textmine.nlp.layers import ALPHA, PUNCT, STOP
from textmine.schema import AUTHOR, THREAD_ID

_SHORTEST = 2


@dataclass(frozen=True)
class RunningWords:
    """Texts as words without punctuation, in lower case, and where each comes from.

    `listed` says of each word of each unit whether it belongs into a list of words. `voices` are
    the authors of the units (threads, or the units themselves, where there are none), `parts` what
    dispersion is measured over: threads, else authors, else units. `voice` and `part` say which.
    """

    ids: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    listed: tuple[tuple[bool, ...], ...]
    voices: tuple[str, ...]
    voice: str
    parts: tuple[str, ...]
    part: str

    @property
    def sizes(self) -> list[int]:
        """How many running words each unit has."""
        return [len(unit) for unit in self.units]

    def take(self, rows: Sequence[int]) -> RunningWords:
        """Return some of the units, by row, in that order."""
        return replace(
            self,
            ids=tuple(self.ids[row] for row in rows),
            units=tuple(self.units[row] for row in rows),
            listed=tuple(self.listed[row] for row in rows),
            voices=tuple(self.voices[row] for row in rows),
            parts=tuple(self.parts[row] for row in rows),
        )

    def joined(self, other: RunningWords) -> RunningWords:
        """Return these units and then those of another corpus."""
        return RunningWords(
            (*self.ids, *other.ids),
            (*self.units, *other.units),
            (*self.listed, *other.listed),
            (*self.voices, *other.voices),
            self.voice if self.voice == other.voice else "voice",
            (*self.parts, *(f"against {part}" for part in other.parts)),
            self.part if self.part == other.part else "cluster",
        )


def running_words(
    corpus: Corpus, prepared: Prepared, form: WordForm = "lemma", *, stop_words: bool = False
) -> RunningWords:
    """Return the words of the documents of a corpus; row i of `prepared` is document i.

    Listed are words of letters, two or more, no stop words unless `stop_words`. Numbers are
    running words, which counts per thousand are of, and are not listed.
    """
    layer = prepared.layer("lemmas" if form == "lemma" else "words")
    written, flags = prepared.layer("words"), prepared.flags()
    units, listed = [], []
    for words, tokens, bits in zip(layer, written, flags, strict=True):
        kept = [
            (
                word.lower(),
                bool(bit & ALPHA) and (stop_words or not bit & STOP) and token != URL_MARK,
            )
            for word, token, bit in zip(words, tokens, bits, strict=True)
            if not bit & PUNCT and any(map(str.isalnum, token))
        ]
        units.append(tuple(word for word, _ in kept))
        listed.append(tuple(may and is_long_enough(word, _SHORTEST) for word, may in kept))
    voices, voice = voices_of(corpus)
    return RunningWords(
        tuple(corpus.ids),
        tuple(units),
        tuple(listed),
        tuple(voices),
        voice,
        tuple(group_labels(corpus)),
        group_kind(corpus),
    )


def voices_of(corpus: Corpus) -> tuple[Sequence[str], str]:
    """Return whose words the documents are, and what that is: author, thread or document."""
    for column, kind in ((AUTHOR, "author"), (THREAD_ID, "thread")):
        cells = corpus.column(column)
        if any(cells):
            pairs = zip(cells, corpus.ids, strict=True)
            return [cell or f"document {identity}" for cell, identity in pairs], kind
    return corpus.ids, "document"
