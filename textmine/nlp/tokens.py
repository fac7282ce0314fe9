"""The tokens of texts as numbers: what is asked of a word is asked once, however often it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tokens:
    """One layer of n texts: token i of all of them, one after the other, is kinds[numbers[i]].

    The tokens of text j are those from edges[j] to edges[j + 1]; `edges` has shape (n + 1,).
    """

    kinds: Sequence[str]
    numbers: Ints
    edges: Ints

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def lengths(self) -> Ints:
        """How many tokens each text has."""
        return np.diff(self.edges)

    @cached_property
    def text_of(self) -> Ints:
        """The text of each token."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def each(self, said: Callable[[str], str] = str) -> list[str]:
        """Return what is said of each token, all texts in a row."""
        cells = np.array([said(kind) for kind in self.kinds], dtype=object)
        return list(cells[self.numbers])

    def by_text(self, cells: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield the cells of each text, of which there is one a token."""
        for start, end in pairwise(self.edges.tolist()):
            yield cells[start:end]

    def sums(self, values: Floats) -> Floats:
        """Return for each text the sum of its tokens' values, of which there is one a kind."""
        weights = values[self.numbers]
        return np.bincount(self.text_of, weights, minlength=len(self)).astype(np.float64)

    def times(self, wanted: Sequence[str]) -> Floats:
        """Return how many tokens of each text are among those wanted."""
        return self.sums(np.array([float(kind in wanted) for kind in self.kinds]))


def tokens_of(texts: Sequence[Sequence[str]]) -> Tokens:
    """Return the tokens of texts that are lists of them."""
    number_of: dict[str, int] = {}
    numbers = [number_of.setdefault(token, len(number_of)) for token in chain.from_iterable(texts)]
    edges = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    return Tokens([*number_of], np.array(numbers, dtype=np.int64), edges)


def tokens_in(column: pa.ChunkedArray) -> Tokens:
    """Return the tokens of a column of lists."""
    cells = column.combine_chunks()
    coded = cells.flatten().dictionary_encode()
    lengths = cells.value_lengths().to_numpy(zero_copy_only=False)
    return Tokens(
        coded.dictionary.to_pylist(),
        coded.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
    )
