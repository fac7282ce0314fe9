"""Runs of whole threads: the partitions in which documents are coded, for neighbours count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from textmine import __version__
from textmine.arrays import Bools, Ints
from textmine.classify.coding_parts import ThreadRun
from textmine.classify.features.columns import threads_of
from textmine.classify.trained.model import CodingModel
from textmine.classify.trained.score_uncoded import thread_batches
from textmine.corpus import Corpus
from textmine.corpus.taking import LIGHT, Taking
from textmine.nlp.prepare import TextReader, text_reader
from textmine.schema import TEXT
from textmine.spread import KeptParts, Part
from textmine.store import Workspace, sha256_of_json
from textmine.store.hashing import sha256_of_bytes
from textmine.store.stopped import PARTS
from textmine.store.versions import versions

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

_SIZE = 2_000
"""Documents of a run, about: a thread is never cut."""


@dataclass(frozen=True)
class Wanted:
    """The documents that are to be coded, by their rows among all, and those of them to be counted
    for drift (a yes or no for each of all documents; None: none).
    """

    chosen: Corpus
    rows: Ints
    counted: Bools | None = None
    n_terms: int = 0


@dataclass(frozen=True)
class ThreadRuns:
    """All documents as runs of whole threads: those in which some are to be coded.

    `place_of` is the place of each row among those to be coded, -1 where it is none of them.
    """

    documents: Taking
    wanted: Wanted
    reader: TextReader
    batches: list[list[list[str]]]
    row_of: dict[str, int]
    place_of: Ints
    key: str

    @classmethod
    def of(cls, model: CodingModel, documents: Taking, wanted: Wanted, keep: Keep) -> ThreadRuns:
        """Return the runs of the threads in which documents are to be coded."""
        light = documents.light
        ids = light.ids
        place_of = np.full(len(ids), -1, dtype=np.int64)
        place_of[wanted.rows] = np.arange(len(wanted.rows))
        row_of = {identity: row for row, identity in enumerate(ids)}
        threads = [
            thread
            for thread in threads_of(light)
            if any(place_of[row_of[identity]] >= 0 for identity in thread)
        ]
        key = sha256_of_json(
            {
                "model": model.manifest.model_dump(mode="json"),
                "corpus": light.info.digest,
                "rows": sha256_of_bytes(place_of.tobytes()),
                "n_terms": wanted.n_terms,
                "counted": wanted.counted is not None,
                "versions": {"textmine": __version__, **versions()},
            }
        )
        batches = list(thread_batches(threads, _SIZE))
        reader = text_reader(model.nlp, (), keep)
        return cls(documents, wanted, reader, batches, row_of, place_of, key)

    @property
    def n_documents(self) -> int:
        """How many documents they have together."""
        return sum(len(thread) for batch in self.batches for thread in batch)

    def kept(self, workspace: Keep) -> KeptParts | None:
        """Return where finished runs are kept: of a stored corpus of several."""
        if not isinstance(workspace, Workspace) or len(self.batches) < 2:
            return None
        if not self.documents.light.info.digest or self.documents.light.where:
            return None
        return KeptParts(workspace.scratch / PARTS / self.key[:20])

    def texts(self) -> Iterator[list[str]]:
        """Yield the texts of each run."""
        for batch in self.batches:
            yield self.documents.texts(self._rows(batch))

    def parts(self) -> Iterator[Part]:
        """Yield each run as a partition, whose texts have been read."""
        done = 0
        for number, batch in enumerate(self.batches):
            size = sum(map(len, batch))
            name = f"documents {done + 1:,} to {done + size:,} in reading order"
            yield Part(name, f"{number:06d}", size, partial(self._given, batch))
            done += size

    def _rows(self, batch: Sequence[Sequence[str]]) -> list[int]:
        return [self.row_of[identity] for thread in batch for identity in thread]

    def _given(self, batch: Sequence[Sequence[str]]) -> ThreadRun:
        rows = self._rows(batch)
        corpus = self.documents.take(rows, (*LIGHT, TEXT))
        prepared = self.reader.take(corpus.texts)
        at = np.array(rows, dtype=np.int64)
        coded = self.place_of[at] >= 0
        counted = coded & False if self.wanted.counted is None else self.wanted.counted[at] & coded
        light = replace(corpus, documents=corpus.documents.drop(columns=TEXT), excluded=())
        return ThreadRun(light, prepared, batch, np.where(coded, at, -1), counted)
