"""Count words by white space, at the cost of reading the bytes of the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.corpus.spaceless import n_between_spaces

if TYPE_CHECKING:
    import pyarrow as pa


def count_words(texts: pa.Array) -> int:
    """Return how many words Arrow strings have together, see `n_between_spaces`; null has none."""
    import pyarrow.compute as pc

    ascii_only = pc.string_is_ascii(texts)
    others = texts.filter(pc.invert(ascii_only)).to_pylist()
    plain = texts.filter(ascii_only)
    return _words_of_ascii(plain) + sum(map(n_between_spaces, others))


def _words_of_ascii(texts: pa.Array) -> int:
    """Count what stands in no white space behind some, or where a text begins."""
    import numpy as np
    import pyarrow as pa

    if not len(texts):
        return 0
    whole = texts.cast(pa.large_string())
    offsets = np.frombuffer(whole.buffers()[1], dtype=np.int64)[whole.offset :][: len(whole) + 1]
    data = np.frombuffer(whole.buffers()[2] or b"", dtype=np.uint8)[offsets[0] : offsets[-1]]
    if not data.size:
        return 0
    is_space = np.array([chr(byte).isspace() for byte in range(128)])[data]
    begins = ~is_space
    begins[1:] &= is_space[:-1]
    starts = np.unique(offsets[:-1] - offsets[0])
    starts = starts[starts < data.size]
    begins[starts] = ~is_space[starts]
    return int(begins.sum())
