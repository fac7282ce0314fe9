"""The running words of texts, and how often each listed word stands in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.arrays import Bools, Floats
from textmine.choices import WordForm
from textmine.corpus import Corpus, group_kind, group_labels
from textmine.corpus.spaceless import is_long_enough
from textmine.errors import InputError
from textmine.nlp import Prepared
from textmine.nlp.clean import URL_MARK
from textmine.nlp.layers import ALPHA, PUNCT, STOP
from textmine.nlp.tokens import Codes, Rows, Tokens
from textmine.schema import AUTHOR, THREAD_ID
from textmine.topics.bags import count_known_words

_SHORTEST = 2


@dataclass(frozen=True)
class RunningWords:
    """Texts as words without punctuation, in lower case.

    `listed` (n_words,) says of each word of all units whether it belongs into a list of words.
    """

    units: Tokens
    listed: Bools


@dataclass(frozen=True)
class Speakers:
    """Where units come from.

    `voices` are the authors of the units (threads, or the units themselves, where there are none),
    `parts` what dispersion is measured over: threads, else authors, else units. `voice` and `part`
    say which.
    """

    voices: tuple[str, ...]
    voice: str
    parts: tuple[str, ...]
    part: str

    def take(self, rows: Sequence[int]) -> Speakers:
        """Return those of some of the units, by row."""
        voices = tuple(self.voices[row] for row in rows)
        return replace(self, voices=voices, parts=tuple(self.parts[row] for row in rows))


@dataclass(frozen=True)
class CountedWords:
    """How often each listed word stands in each unit: `counts` (n_units, n_words).

    `lengths` (n_units,) are the running words of each unit.
    """

    running: Speakers
    lengths: Rows
    words: tuple[str, ...]
    counts: sp.csr_matrix

    @property
    def sizes(self) -> Floats:
        """Running words of each unit, (n_units,)."""
        return self.lengths.astype(np.float64)

    def joined(self, other: CountedWords) -> CountedWords:
        """Return these units and then those of another corpus."""
        mine, theirs = self.running, other.running
        speakers = Speakers(
            (*mine.voices, *theirs.voices),
            mine.voice if mine.voice == theirs.voice else "voice",
            (*mine.parts, *(f"against {part}" for part in theirs.parts)),
            mine.part if mine.part == theirs.part else "cluster",
        )
        words = tuple(sorted({*self.words, *other.words}))
        place_of = {word: place for place, word in enumerate(words)}
        both = [
            _in_columns(one.counts, [place_of[word] for word in one.words], len(words))
            for one in (self, other)
        ]
        lengths = np.concatenate([self.lengths, other.lengths])
        return CountedWords(speakers, lengths, words, sp.csr_matrix(sp.vstack(both)))


def running_words(
    prepared: Prepared, form: WordForm = "lemma", *, stop_words: bool = False
) -> RunningWords:
    """Return the running words of texts.

    Listed are words of letters, two or more, no stop words unless `stop_words`. Numbers are
    running words, which counts per thousand are of, and are not listed.
    """
    written, flags = prepared.tokens("words"), prepared.token_flags()
    layer = prepared.tokens("lemmas") if form == "lemma" else written
    kept = runs(written, flags)
    may = ((flags & ALPHA) > 0) & written.marked([name != URL_MARK for name in written.names])
    if not stop_words:
        may &= (flags & STOP) == 0
    units = layer.where(kept).renamed(str.lower)
    long_enough = [is_long_enough(name, _SHORTEST) for name in units.names]
    return RunningWords(units, may[kept] & units.marked(long_enough))


def runs(written: Tokens, flags: NDArray[np.uint8]) -> Bools:
    """Return which tokens are running words, (n_tokens,): no punctuation."""
    said = written.marked([any(map(str.isalnum, name)) for name in written.names])
    running: Bools = ((flags & PUNCT) == 0) & said
    return running


def speakers_of(corpus: Corpus) -> Speakers:
    """Return where the documents of a corpus come from."""
    voices, voice = voices_of(corpus)
    return Speakers(tuple(voices), voice, tuple(group_labels(corpus)), group_kind(corpus))


def voices_of(corpus: Corpus) -> tuple[Sequence[str], str]:
    """Return whose words the documents are, and what that is: author, thread or document."""
    for column, kind in ((AUTHOR, "author"), (THREAD_ID, "thread")):
        cells = corpus.column(column)
        if any(cells):
            pairs = zip(cells, corpus.ids, strict=True)
            return [cell or f"document {identity}" for cell, identity in pairs], kind
    return corpus.ids, "document"


def count_running(
    running: Speakers,
    batches: Iterable[Prepared],
    form: WordForm = "lemma",
    *,
    stop_words: bool = False,
) -> CountedWords:
    """Count the listed words of each unit, a batch of texts at a time."""
    place_of: dict[str, int] = {}
    lengths: list[Rows] = [np.zeros(0, dtype=np.int64)]
    parts: list[sp.csr_matrix] = []
    for prepared in batches:
        read = running_words(prepared, form, stop_words=stop_words)
        lengths.append(read.units.lengths)
        listed = read.units.where(read.listed)
        names = [listed.names[code] for code in np.unique(listed.codes).tolist()]
        columns = [place_of.setdefault(name, len(place_of)) for name in names]
        counted = count_known_words(listed, names).astype(np.int32)
        parts.append(_in_columns(counted, columns, len(place_of)))
    words = tuple(sorted(place_of))
    ranks = {word: rank for rank, word in enumerate(words)}
    found = _stacked(parts, len(words))
    parts.clear()
    columns = [ranks[name] for name in place_of]
    return CountedWords(
        running, np.concatenate(lengths), words, _in_columns(found, columns, len(words))
    )


def refuse_few(n_words: int) -> None:
    """Raise InputError where there are fewer than two words to list."""
    if n_words < 2:
        raise InputError("There are fewer than two words to list in these texts.")


def _stacked(parts: Sequence[sp.csr_matrix], n_columns: int) -> sp.csr_matrix:
    """Return counts one below the other; later ones have more columns."""
    ends = np.cumsum([0, *(part.nnz for part in parts)])
    starts = [part.indptr[1:] + end for part, end in zip(parts, ends, strict=False)]
    return sp.csr_matrix(
        (
            np.concatenate([part.data for part in parts]),
            np.concatenate([part.indices for part in parts]),
            np.concatenate([np.zeros(1, dtype=np.int64), *starts]),
        ),
        shape=(sum(part.shape[0] for part in parts), n_columns),
    )


def _in_columns(counts: sp.csr_matrix, columns: Sequence[int], n: int) -> sp.csr_matrix:
    """Return counts with each column in another place, of n."""
    place: Codes = np.asarray(columns, dtype=np.int32)
    shape = (counts.shape[0], n)
    moved = sp.csr_matrix((counts.data, place[counts.indices], counts.indptr), shape=shape)
    moved.sort_indices()
    return moved
