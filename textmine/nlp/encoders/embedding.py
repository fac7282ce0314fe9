"""Vectors of texts by any encoder, each kept by the content of its text and of the encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from textmine.config import Progress, silent
from textmine.errors import WorkersError
from textmine.lazily import pa
from textmine.nlp.cache import Cache, Keep, cache_in, with_keys
from textmine.nlp.encoders.encoder import Encoder, Vectors
from textmine.spread import HERE, Part, Where, run_parts
from textmine.store import sha256_of_text

_COLUMN = "embedding"
_STEP = 500
"""Texts of a partition: they are encoded before it is said how far the work is."""

_PART = 5_000
"""Texts that are kept in one file."""


def embed_texts(
    texts: Sequence[str],
    encoder: Encoder,
    workspace: Keep = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> Vectors:
    """Return one vector of length 1 a text, shape (n, encoder.dimension), float32, five decimals.

    A text without a letter to read has zeros. Each distinct text is read once; with a workspace, or
    a memory, its vector is kept there, and a run that was stopped goes on from what it had.
    Partitions go to the cluster of `spread`; without one they are encoded in this process, for an
    encoder uses all of its processors.
    """
    result = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    rows = [row for row, text in enumerate(texts) if text.strip()]
    if not rows:
        return result
    cache = cache_in(workspace, "embeddings", encoder.digest[:20])
    result[rows] = _embedded([texts[row] for row in rows], encoder, cache, progress, spread)
    return result


def _embedded(
    texts: Sequence[str], encoder: Encoder, cache: Cache, progress: Progress, spread: Where
) -> Vectors:
    keys = [sha256_of_text(text) for text in texts]
    new = cache.missing(keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key in new}
    if missing:
        _read_and_keep(missing, encoder, cache, progress, spread)
    column = cache.take(keys, [_COLUMN]).column(_COLUMN).combine_chunks()
    vectors: Vectors = column.flatten().to_numpy().reshape(len(keys), encoder.dimension)
    return vectors


def _read_and_keep(
    missing: dict[str, str], encoder: Encoder, cache: Cache, progress: Progress, spread: Where
) -> None:
    """Read the longest texts first, for the time still needed is then never underestimated."""
    kept = _Keeping(cache)
    shared, where = (encoder, encoder.digest), replace(spread, n_process=1)
    step = "embedding texts"
    try:
        parts = _parts(missing)
        for _ in run_parts(embed_part, shared, parts, len(missing), where, kept, progress, step):
            pass
    finally:
        kept.flush()  # what was read need not be read again


def _parts(missing: dict[str, str]) -> Iterator[Part]:
    keys = sorted(missing, key=lambda key: (-len(missing[key]), key))
    for start in range(0, len(keys), _STEP):
        some = {key: missing[key] for key in keys[start : start + _STEP]}
        name = f"texts {start + 1:,} to {start + len(some):,}, the longest first,"
        yield Part(name, "", len(some), partial(dict, some))


def embed_part(shared: tuple[Encoder, str], texts: dict[str, str]) -> pa.Table:
    """Return the vectors of texts, with their keys, ready to be kept.

    Raises WorkersError where the encoder is another one here than where it was chosen.
    """
    encoder, digest = shared
    if encoder.digest != digest:
        raise WorkersError(
            f"A worker has other files of the encoder {encoder.title}: vectors would differ.",
            hint="Install it on every worker, or put its folder at the same place there.",
        )
    vectors = encoder.encode([*texts.values()])
    flat = pa.array(vectors.ravel(), type=pa.float32())
    column = pa.FixedSizeListArray.from_arrays(flat, encoder.dimension)
    return with_keys([*texts], pa.table({_COLUMN: column}))


@dataclass
class _Keeping:
    """Vectors on their way into a cache, many partitions in one file."""

    cache: Cache
    waiting: list[pa.Table] = field(default_factory=list)

    def find(self, key: str) -> None:
        """What is kept is no part."""

    def keep(self, key: str, result: pa.Table) -> None:
        """Keep the vectors of a partition, soon."""
        self.waiting.append(result)
        if sum(one.num_rows for one in self.waiting) >= _PART:
            self.flush()

    def flush(self) -> None:
        """Keep what waits."""
        if self.waiting:
            self.cache.add(pa.concat_tables(self.waiting))
            self.waiting = []
