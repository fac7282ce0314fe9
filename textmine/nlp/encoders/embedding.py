"""Vectors of texts by any encoder, each kept by the content of its text and of the encoder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.config import Progress, silent
from textmine.nlp.cache import Cache, Keep, cache_in, with_keys
from textmine.nlp.encoders.encoder import Encoder, Vectors
from textmine.store import sha256_of_text

_COLUMN = "embedding"
_STEP = 500
"""Texts that are encoded before it is said how far the work is."""

_PART = 5_000
"""Texts that are kept in one file."""


def embed_texts(
    texts: Sequence[str],
    encoder: Encoder,
    workspace: Keep = None,
    progress: Progress = silent,
) -> Vectors:
    """Return one vector of length 1 a text, shape (n, encoder.dimension), float32, five decimals.

    A text without a letter to read has zeros. Each distinct text is read once; with a workspace, or
    a memory, its vector is kept there, and a run that was stopped goes on from what it had.
    """
    result = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    rows = [row for row, text in enumerate(texts) if text.strip()]
    if not rows:
        return result
    cache = cache_in(workspace, "embeddings", encoder.digest[:20])
    result[rows] = _embedded([texts[row] for row in rows], encoder, cache, progress)
    return result


def _embedded(texts: Sequence[str], encoder: Encoder, cache: Cache, progress: Progress) -> Vectors:
    keys = [sha256_of_text(text) for text in texts]
    new = cache.missing(keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key in new}
    if missing:
        _read_and_keep(missing, encoder, cache, progress)
    column = cache.take(keys, [_COLUMN]).column(_COLUMN).combine_chunks()
    vectors: Vectors = column.flatten().to_numpy().reshape(len(keys), encoder.dimension)
    return vectors


def _read_and_keep(
    missing: dict[str, str], encoder: Encoder, cache: Cache, progress: Progress
) -> None:
    """Read the longest texts first, for the time still needed is then never underestimated."""
    keys = sorted(missing, key=lambda key: (-len(missing[key]), key))
    kept, done = 0, [np.zeros((0, encoder.dimension), dtype=np.float32)]
    try:
        for start in range(0, len(keys), _STEP):
            part = keys[start : start + _STEP]
            done.append(encoder.encode([missing[key] for key in part]))
            progress("embedding texts", start + len(part), len(keys))
            if start + _STEP - kept >= _PART:
                _keep(keys[kept : start + _STEP], done, cache)
                kept, done = start + _STEP, done[:1]
    finally:
        _keep(keys[kept:], done, cache)  # what was read need not be read again


def _keep(keys: Sequence[str], done: Sequence[Vectors], cache: Cache) -> None:
    import pyarrow as pa

    vectors = np.concatenate(done)
    if not len(vectors):
        return
    flat = pa.array(vectors.ravel(), type=pa.float32())
    column = pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1])
    cache.add(with_keys(keys[: len(vectors)], pa.table({_COLUMN: column})))
