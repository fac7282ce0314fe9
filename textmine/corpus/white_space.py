"""Count words by white space, at the cost of reading the bytes of the texts."""

from __future__ import annotations

from textmine.corpus.spaceless import n_between_spaces
from textmine.lazily import np, npt, pa, pc

_AT_ONCE = 512
"""Texts whose bytes fit beside each other into a fast memory."""


def offsets_and_bytes(cells: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Return where each string begins, and the last one ends, in the bytes of them all; no copy."""
    whole = cells.cast(pa.large_string())
    if not len(whole):
        return np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    offsets = np.frombuffer(whole.buffers()[1], dtype=np.int64)[whole.offset :][: len(whole) + 1]
    data = np.frombuffer(whole.buffers()[2] or b"", dtype=np.uint8)[offsets[0] : offsets[-1]]
    return offsets - offsets[0] if offsets[0] else offsets, data


def count_words(texts: pa.Array) -> int:
    """Return how many words Arrow strings have together, see `n_between_spaces`; null has none."""
    slices = (texts.slice(start, _AT_ONCE) for start in range(0, len(texts), _AT_ONCE))
    return sum(map(_words_of_few, slices))


def _words_of_few(texts: pa.Array) -> int:
    ascii_only = pc.string_is_ascii(texts)
    if not texts.null_count and pc.all(ascii_only).as_py():
        return _words_of_ascii(texts)
    others = texts.filter(pc.invert(ascii_only)).to_pylist()
    plain = texts.filter(ascii_only)
    return _words_of_ascii(plain) + sum(map(n_between_spaces, others))


def _words_of_ascii(texts: pa.Array) -> int:
    """Count what stands in no white space behind some, or where a text begins."""
    offsets, data = offsets_and_bytes(texts)
    if not data.size:
        return 0
    is_space = data < 33
    if bool(((data < 9) | ((data - 14) < 14)).any()):
        is_space = np.array([chr(byte).isspace() for byte in range(128)])[data]
    begins = ~is_space
    begins[1:] &= is_space[:-1]
    starts = np.unique(offsets[:-1])
    starts = starts[starts < data.size]
    begins[starts] = ~is_space[starts]
    return int(np.count_nonzero(begins))
