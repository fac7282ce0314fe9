"""Keep what a model says of documents as machine codings, of which few are in memory at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from textmine.classify.applying import machine_codings
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.trained.model import CodingModel
from textmine.coding import open_codings
from textmine.coding.digest import digest_of_parts
from textmine.coding.texts import ReadTexts
from textmine.corpus import Corpus
from textmine.corpus.taking import BATCH, Taking
from textmine.schema import Coding
from textmine.store import Workspace

AT_ONCE = 500
"""Documents whose codings are in memory together; the store asks for no more by name."""


@dataclass(frozen=True)
class Recorded:
    """How many machine codings were new, and the digest of all that were given."""

    new: int
    digest: str


def record_codes(
    workspace: Workspace,
    model: CodingModel,
    documents: Taking,
    chosen: Corpus,
    rows: Sequence[int],
    said: Mapping[str, MachineCodes],
) -> Recorded:
    """Keep the codes of the documents of `chosen`, which are at `rows` of all, as one batch."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    read = zip(chosen.ids, chain.from_iterable(documents.text_batches(rows, BATCH)), strict=True)
    texts = ReadTexts(chosen.info.documents_digest, read)
    parts = (
        codings
        for name, codes in said.items()
        for codings in coding_parts({name: codes}, range(len(chosen)), chosen.name, model, now)
    )
    entered = open_codings(workspace).append_parts(parts, texts)
    ids = chosen.ids
    by_document = sorted(range(len(ids)), key=ids.__getitem__)
    every = coding_parts(said, by_document, chosen.name, model, now)
    return Recorded(entered.new, digest_of_parts(every))


def coding_parts(
    said: Mapping[str, MachineCodes],
    places: Sequence[int],
    corpus: str,
    model: CodingModel,
    at: str = "",
) -> Iterator[list[Coding]]:
    """Yield the codings of documents by place, a part of the documents after the other."""
    for start in range(0, len(places), AT_ONCE):
        here = places[start : start + AT_ONCE]
        yield machine_codings({name: c.take(here) for name, c in said.items()}, corpus, model, at)
