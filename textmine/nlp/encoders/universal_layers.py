"""The layers of the multilingual universal sentence encoder, version 3, in double precision.

Word pieces have vectors; convolutions over 2, 3 and 5 pieces in a row stand beside them; their sum
goes through a small network. Yang et al. (2020), Multilingual Universal Sentence Encoder for
Semantic Retrieval, ACL demos.

Products of matrices differ in their last bits with the shape of the matrix, the processor and the
number of threads. In double precision that stays ten digits below the five decimals which are kept,
so that a text gets the same vector in any company; and each distinct piece of a batch is multiplied
once, which makes up for the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from textmine.arrays import Floats, Ints

DIMENSION = 512
_CHUNKS = 17
"""The table of word pieces is kept in so many parts, each with a scale of its own."""

_WIDTH = 256
_REACHES = ((2, 0), (3, 1), (5, 2))
"""Pieces that a convolution reads, and how many of them stand before the piece itself."""

_GAP = 2
"""Blank rows between sentences: as many as a convolution looks beyond a piece."""

_TOGETHER = 512
"""Pieces that go through the convolutions at once: what stays near the processor."""


class UniversalLayers:
    """The weights, and what they make of word pieces. `kept` maps names to arrays as published."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self._table = np.empty((_CHUNKS * len(kept["q1"]), DIMENSION), dtype=np.uint8)
        for chunk in range(_CHUNKS):
            self._table[chunk::_CHUNKS] = kept[f"q{chunk + 1}"]
        exact = {
            name: np.asarray(kept[name], dtype=np.float64)
            for name in kept
            if not name.startswith("q")
        }
        sizes = [size for size, _ in _REACHES]
        self._w = exact
        self._projection = np.hstack([exact[f"proj{size}"] for size in sizes])
        self._projection_bias = np.hstack([exact[f"proj_b{size}"] for size in sizes])
        self._gain = np.hstack([exact[f"ln_g{size}"] for size in sizes])
        self._shift = np.hstack([exact[f"ln_b{size}"] for size in sizes])
        self._first = [_side_by_side(exact[f"w1_{size}"], size) for size in sizes]
        self._second = [_side_by_side(exact[f"w2_{size}"], size) for size in sizes]
        self._least = float(exact["eps"])

    def encode(self, pieces: Sequence[Sequence[int]]) -> Floats:
        """Return a vector of length 1 for each row of word pieces (none is empty), (n, 512)."""
        lengths = np.array([len(row) for row in pieces], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(pieces), np.int64, int(lengths.sum()))
        distinct, index_of = np.unique(flat, return_inverse=True)
        raw, projected, first = self._of_pieces(distinct)
        result = np.empty((len(pieces), DIMENSION))
        begin = 0
        for rows in _groups(lengths):
            n = int(lengths[rows].sum())
            inside = _Laid(lengths[rows], index_of[begin : begin + n], len(distinct))
            result[rows] = self._of_sentences(inside, raw, projected, first)
            begin += n
        return result

    def _of_pieces(self, distinct: Ints) -> tuple[Floats, Floats, list[Floats]]:
        """Return what depends on a piece alone; the last row of each table is blank."""
        chunk = distinct % _CHUNKS
        raw = np.zeros((len(distinct) + 1, DIMENSION))
        raw[:-1] = self._table[distinct] * self._w["scale"][chunk, None]
        raw[:-1] += self._w["lo"][chunk, None]
        projected = np.zeros((len(distinct) + 1, len(_REACHES) * _WIDTH))
        projected[:-1] = self._normal(
            raw[:-1] @ self._projection + self._projection_bias, self._gain, self._shift
        )
        first = [projected[:, _columns(kind)] @ weights for kind, weights in enumerate(self._first)]
        return raw, projected, first

    def _of_sentences(
        self, laid: _Laid, raw: Floats, projected: Floats, first: Sequence[Floats]
    ) -> Floats:
        w, parts = self._w, [raw[laid.rows]]
        for kind, (size, before) in enumerate(_REACHES):
            hidden = _slid(first[kind][laid.rows], size, before) + w[f"b1_{size}"]
            hidden = np.maximum(hidden, 0) + projected[laid.rows, _columns(kind)]
            hidden[laid.blank] = 0
            over = _slid(hidden @ self._second[kind], size, before) + w[f"b2_{size}"]
            parts.append(np.maximum(over, 0) + hidden)
        read = self._normal(np.hstack(parts), w["ln_g"], w["ln_b"])
        read[laid.blank] = 0
        n = laid.lengths[:, None]
        mean = np.add.reduceat(read, laid.begins, axis=0) @ w["cnn_W"] + n * w["cnn_b"]
        mean /= np.sqrt(n)
        inner = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        output = np.tanh(inner @ w["p3"] + np.maximum(inner @ w["d2"], 0) @ w["d3"])
        length = np.sqrt(np.maximum((output**2).sum(axis=1, keepdims=True), self._least))
        return np.asarray(output / length, dtype=np.float64)

    def _normal(self, rows: Floats, gain: Floats, shift: Floats) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt((rows**2).mean(axis=1, keepdims=True) + self._least)
        return rows * gain + shift


class _Laid:
    """Sentences below each other with blank rows between them: no window reaches into another.

    `rows` are places in the tables of pieces, `blank` marks those that hold none.
    """

    def __init__(self, lengths: Ints, places: Ints, nothing: int) -> None:
        self.lengths = lengths
        self.begins = _GAP + np.cumsum(lengths + _GAP) - (lengths + _GAP)
        where = np.arange(len(places)) + _GAP * (1 + np.repeat(np.arange(len(lengths)), lengths))
        self.rows = np.full(int(lengths.sum()) + _GAP * (len(lengths) + 1), nothing)
        self.rows[where] = places
        self.blank = self.rows == nothing


def _groups(lengths: Ints) -> Iterator[slice]:
    """Yield rows that go together: some at least, and no more pieces than fit."""
    begin, n = 0, 0
    for row, length in enumerate(lengths.tolist()):
        if n and n + length > _TOGETHER:
            yield slice(begin, row)
            begin, n = row, 0
        n += length
    if n:
        yield slice(begin, len(lengths))


def _side_by_side(weights: Floats, size: int) -> Floats:
    """Return the weights of a window, (size x 256, 256), by place: (256, size x 256)."""
    by_place = weights.reshape(size, _WIDTH, _WIDTH).transpose(1, 0, 2)
    return np.ascontiguousarray(by_place.reshape(_WIDTH, size * _WIDTH))


def _columns(kind: int) -> slice:
    return slice(kind * _WIDTH, (kind + 1) * _WIDTH)


def _slid(parts: Floats, size: int, before: int) -> Floats:
    """Sum over each window what its places give, (n, size x 256) -> (n, 256)."""
    total = np.zeros((len(parts), _WIDTH))
    for offset in range(size):
        part, step = parts[:, _columns(offset)], offset - before
        if step < 0:
            total[-step:] += part[:step]
        elif step > 0:
            total[:-step] += part[step:]
        else:
            total += part
    return total
