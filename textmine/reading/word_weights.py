"""Texts as vectors of their words (TF-IDF), for comparing passages.

They are what scikit-learn's TfidfVectorizer gives with the same options, whose import alone takes
longer than weighing the words of 20,000 messages; rows of which most cells are 0 are arrays of
numpy alone, as the import of SciPy takes as long as comparing thousands of passages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.corpus.spaceless import is_long_enough
from textmine.lazily import pa, pc
from textmine.nlp.parting import with_blanks

if TYPE_CHECKING:
    import scipy.sparse as sp

_IN_WORDS = r"[\p{L}\p{N}_]"
_SHORTEST = 2
_AT_ONCE = 1_000
"""Texts that are cut into words together: what is made on the way stays near the processor."""

_FIRST_NOT_ASCII = 0x80
_ASCII = np.array([chr(at).isalnum() or chr(at) == "_" for at in range(_FIRST_NOT_ASCII)])
_BYTE_OF_WORD = np.concatenate([_ASCII, np.ones(_FIRST_NOT_ASCII, dtype=np.bool_)])
"""Which bytes belong to words, where characters beyond ASCII that do not are blanks already."""


@dataclass(frozen=True)
class WordWeights:
    """The words that tell something, each with its column and its idf, (n_words,).

    Columns are in the order of the words.
    """

    column: Mapping[str, int]
    idf: Floats

    def vectors(self, texts: Sequence[str]) -> SparseRows:
        """Return the vectors of texts, (n, n_words): rows of length 1, or 0 for no known word."""
        return self.weighed(*_counted(texts))

    def weighed(self, words: Sequence[str], counts: SparseRows) -> SparseRows:
        """Return the vectors of texts by how often each has each of some words."""
        n = len(counts)
        column = np.array([self.column.get(word, -1) for word in words], dtype=np.int64)
        row, at = counts.rows, column[counts.columns]
        known = at >= 0
        row, at = row[known], at[known]
        weights = (1.0 + np.log(counts.cells[known])) * self.idf[at]
        length = np.sqrt(np.bincount(row, weights * weights, n))
        return rows_of(row, at, weights / length[row], (n, len(self.column)))


def weigh_words(texts: Sequence[str], most: float) -> tuple[WordWeights, SparseRows] | None:
    """Return the weights of the words of texts, and the vectors of these, None without such words.

    Words of one letter and those that more than the share `most` of the texts have tell nothing.
    """
    words, counts = _counted(texts)
    n_with = np.bincount(counts.columns, minlength=len(words))
    telling = n_with <= most * len(texts)
    frequent = [
        (word, n)
        for word, n, tells in zip(words, n_with.tolist(), telling.tolist(), strict=True)
        if tells and is_long_enough(word, _SHORTEST)
    ]
    if not frequent:
        return None
    idf = np.log((1 + len(texts)) / (1 + np.array([n for _, n in frequent]))) + 1.0
    weights = WordWeights({word: column for column, (word, _) in enumerate(frequent)}, idf)
    return weights, weights.weighed(words, counts)


def _counted(texts: Sequence[str]) -> tuple[list[str], SparseRows]:
    """Return the words of texts in small letters, sorted, and how often each text has each."""
    lower = [with_blanks(text.lower()) for text in texts]
    encoded, row = _words_in(lower)
    words, word_of = encoded.dictionary.to_pylist(), np.asarray(encoded.indices)
    rank = np.empty(len(words), dtype=np.int64)
    rank[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    n_words = max(len(words), 1)
    keys = np.sort(row * n_words + rank[word_of])
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    times = np.diff(first, append=len(keys)).astype(np.float64)
    row, column = np.divmod(keys[first], n_words)
    return sorted(words), rows_of(row, column, times, (len(texts), n_words))


def _words_in(texts: Sequence[str]) -> tuple[Any, Ints]:
    """Return the words of texts one after another, each different one kept once, and their rows."""
    starts = range(0, len(texts), _AT_ONCE)
    cut = [_cut(texts[start : start + _AT_ONCE]) for start in starts] or [_cut([])]
    words = pa.chunked_array([words for words, _ in cut]).dictionary_encode().combine_chunks()
    return words, np.repeat(np.arange(len(texts)), np.concatenate([n_words for _, n_words in cut]))


def _cut(texts: Sequence[str]) -> tuple[Any, Ints]:
    """Return the words of a few texts one after another, and how many each text has, (n,)."""
    encoded = [text.encode("utf-8", "replace") for text in texts]
    ends = np.cumsum([len(encoded_text) for encoded_text in encoded], dtype=np.int64)
    joined = _without_marks(b"".join(encoded))
    inside = np.frombuffer(joined.translate(_BYTE_OF_WORD.tobytes()), dtype=np.bool_)
    letters = joined.translate(None, np.flatnonzero(~_BYTE_OF_WORD).astype(np.uint8).tobytes())
    edge = np.zeros(len(inside) + 1, dtype=np.bool_)
    edge[ends] = edge[0] = True
    before, behind = np.append(False, inside), np.append(inside, False)
    starts = np.flatnonzero(behind & (~before | edge))
    stops = np.flatnonzero(before & (~behind | edge))
    offsets = np.zeros(len(starts) + 1, dtype=np.int64)
    np.cumsum(stops - starts, out=offsets[1:])
    buffers = pa.py_buffer(offsets), pa.py_buffer(letters)
    n_words = np.diff(np.searchsorted(starts, ends), prepend=0)
    return pa.LargeStringArray.from_buffers(len(starts), *buffers), n_words


def _without_marks(joined: bytes) -> bytes:
    """Return texts with blanks, as many as it has bytes, for each mark that is not of ASCII.

    `joined` are texts one after another, in UTF-8.
    """
    beyond = joined.translate(None, bytes(range(_FIRST_NOT_ASCII))).decode()
    marks = [sign.encode() for sign in sorted({*beyond})]
    in_words = pc.match_substring_regex(pa.array(marks, pa.large_string()), _IN_WORDS)
    for mark, is_letter in zip(marks, in_words.to_pylist(), strict=True):
        if not is_letter:
            joined = joined.replace(mark, b" " * len(mark))
    return joined


@dataclass(frozen=True)
class SparseRows:
    """The cells of rows that are not 0, row after row, each with its column of `n_columns`.

    Row i has the cells from `starts[i]` to `starts[i + 1]`, in the order of their columns: `starts`
    has the shape (n + 1,), `columns` and `cells` (n_cells,).
    """

    starts: Ints
    columns: Ints
    cells: Floats
    n_columns: int

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.starts) - 1

    @property
    def rows(self) -> Ints:
        """The row of each cell, (n_cells,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def taken(self, rows: Sequence[int]) -> SparseRows:
        """Return some of the rows, in the order in which they are named."""
        picked = np.asarray(rows, dtype=np.int64)
        sizes = np.diff(self.starts)[picked]
        starts = _starts(sizes)
        at = np.repeat(self.starts[picked] - starts[:-1], sizes) + np.arange(starts[-1])
        return SparseRows(starts, self.columns[at], self.cells[at], self.n_columns)

    def above(self, others: SparseRows) -> SparseRows:
        """Return these rows, and those of others below them; they have the same columns."""
        return SparseRows(
            np.concatenate([self.starts, self.starts[-1] + others.starts[1:]]),
            np.concatenate([self.columns, others.columns]),
            np.concatenate([self.cells, others.cells]),
            self.n_columns,
        )

    def matrix(self) -> sp.csr_matrix:
        """Return the same as a matrix of SciPy, (n, n_columns)."""
        import scipy.sparse as sp

        shape = (len(self), self.n_columns)
        return sp.csr_matrix((self.cells, self.columns, self.starts), shape)

    def likeness_to_others(self) -> Floats:
        """Return the mean product of each row with the other rows, (n,); 0 without others."""
        n, row = len(self), self.rows
        if n < 2:
            return np.zeros(n)
        total = np.bincount(self.columns, self.cells, self.n_columns)
        own = np.bincount(row, self.cells * self.cells, n)
        every = np.bincount(row, self.cells * total[self.columns], n)
        return (every - own) / (n - 1)


def rows_of(
    row: Ints,
    columns: Ints,
    cells: Floats,
    shape: tuple[int, int],
) -> SparseRows:
    """Return rows from cells that come row after row, with the row of each, (n_cells,)."""
    n, n_columns = shape
    return SparseRows(_starts(np.bincount(row, minlength=n)), columns, cells, n_columns)


def _starts(sizes: Ints) -> Ints:
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts
