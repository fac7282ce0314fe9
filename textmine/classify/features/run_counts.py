"""Count runs of words, and parts of words, against vocabularies that are known: no word twice.

The counts are those of scikit-learn's CountVectorizer with these vocabularies. What takes time is
done by arrays: a word is looked up once for all blocks that read it, and its parts are cut once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

import numpy as np

from textmine.arrays import Ints

Vocabulary = Mapping[str, int]

_MOST_WORDS = 200_000
"""How many words are kept with their parts before they are forgotten."""


@dataclass(frozen=True)
class _Level:
    """The runs of n words: sorted keys (run of n - 1 words and the next one), and their terms."""

    keys: Ints
    terms: Ints


@dataclass(frozen=True)
class RunCounter:
    """Counts the runs of words of several blocks at once, against the union of their vocabularies.

    `columns` has the column of each term of the union in each block, -1 for none.
    """

    words: dict[str, int]
    levels: tuple[_Level, ...]
    n_terms: int
    columns: dict[str, Ints]
    widths: dict[str, int]

    def count(self, cells: Sequence[str]) -> Any:
        """Return how often each term of the union occurs: sparse, (n_cells, n_terms)."""
        tokens = [cell.split() for cell in cells]
        lengths = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
        numbers = map(self.words.get, chain.from_iterable(tokens), repeat(-1))
        ids = np.fromiter(numbers, dtype=np.int64, count=int(lengths.sum()))
        cell = np.repeat(np.arange(len(tokens)), lengths)
        runs, keys = ids, []
        for n, level in enumerate(self.levels):
            if n:
                runs, last = runs[:-1], ids[n:]
                whole = (runs >= 0) & (last >= 0) & (cell[: len(last)] == cell[n:])
                runs = np.where(whole, _place_of(level.keys, runs * len(self.words) + last), -1)
            terms = np.where(runs >= 0, level.terms[runs], -1)
            known = np.flatnonzero(terms >= 0)
            keys.append(cell[known] * self.n_terms + terms[known])
        return _counted(np.concatenate(keys), len(cells), self.n_terms)

    def of_block(self, counted: Any, name: str) -> Any:
        """Return the counts of one block, (n_cells, n_words), from those of the union."""
        from scipy import sparse

        columns = self.columns[name][counted.indices]
        inside = columns >= 0
        before = np.concatenate([[0], np.cumsum(inside)])
        matrix = sparse.csr_matrix(
            (counted.data[inside], columns[inside], before[counted.indptr]),
            shape=(counted.shape[0], self.widths[name]),
        )
        matrix.sort_indices()
        return matrix


def make_run_counter(vocabularies: Mapping[str, Vocabulary]) -> RunCounter:
    """Return a counter of the words and runs of words, parted by a blank, that blocks know."""
    union = sorted(set(chain.from_iterable(vocabularies.values())))
    parts = [term.split(" ") for term in union]
    words = {word: index for index, word in enumerate(dict.fromkeys(chain.from_iterable(parts)))}
    runs = [tuple(words[word] for word in part) for part in parts]
    place_of: dict[tuple[int, ...], int] = {(number,): number for number in words.values()}
    levels = []
    for n in range(1, max(map(len, runs), default=1) + 1):
        keys = {run[:n]: 0 for run in runs if len(run) >= n}
        if n == 1:
            keys = {(number,): number for number in words.values()}
        else:
            keys = {run: place_of[run[:-1]] * len(words) + run[-1] for run in keys}
        ordered = sorted(keys, key=keys.__getitem__)
        place_of |= {run: index for index, run in enumerate(ordered)}
        term_of = {run: term for term, run in enumerate(runs) if len(run) == n}
        levels.append(
            _Level(
                np.array([keys[run] for run in ordered], dtype=np.int64),
                np.array([term_of.get(run, -1) for run in ordered], dtype=np.int64),
            )
        )
    columns = {
        name: np.array([known.get(term, -1) for term in union], dtype=np.int64)
        for name, known in vocabularies.items()
    }
    widths = {name: len(known) for name, known in vocabularies.items()}
    return RunCounter(words, tuple(levels), len(union), columns, widths)


@dataclass(frozen=True)
class PartCounter:
    """Counts parts of words, from `shortest` to `longest` characters with the blanks at the ends.

    Columns are kept by word, for words come again.
    """

    vocabulary: Vocabulary
    shortest: int
    longest: int
    _columns: dict[str, list[int]] = field(default_factory=dict, repr=False)

    def count(self, texts: Sequence[str]) -> Any:
        """Return how often each part occurs in each text: sparse, (n_texts, n_parts)."""
        tokens = [text.lower().split() for text in texts]
        lengths = [len(token) for token in tokens]
        words = {word: index for index, word in enumerate({*chain.from_iterable(tokens)})}
        by_word = self._of_words(words)
        total = sum(lengths)
        places = np.fromiter(
            map(words.__getitem__, chain.from_iterable(tokens)), dtype=np.int64, count=total
        )
        from scipy import sparse

        ends = np.cumsum([0, *lengths])
        word_counts = sparse.csr_matrix(
            (np.ones(total), places, ends), shape=(len(texts), max(len(words), 1))
        )
        return in_order(word_counts @ by_word)

    def _of_words(self, words: Mapping[str, int]) -> Any:
        """Return how often each part occurs in each word: sparse, a row for a part each time."""
        from scipy import sparse

        if len(self._columns) > _MOST_WORDS:
            self._columns.clear()
        rows = [self._parts(word) for word in words]
        ends = np.cumsum([0, *map(len, rows)])
        indices = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(ends[-1]))
        if not rows:
            return sparse.csr_matrix((1, len(self.vocabulary)))
        shape = (len(rows), len(self.vocabulary))
        return sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape=shape)

    def _parts(self, word: str) -> list[int]:
        columns = self._columns.get(word)
        if columns is None:
            found = map(self.vocabulary.get, _cut(f" {word} ", self.shortest, self.longest))
            columns = self._columns[word] = [column for column in found if column is not None]
        return columns


def _cut(padded: str, shortest: int, longest: int) -> list[str]:
    n = len(padded)
    parts = [
        padded[start : start + length]
        for length in range(shortest, min(longest, n - 1) + 1)
        for start in range(n - length + 1)
    ]
    return parts if n > longest else [*parts, padded]  # a short word counts once


def in_order(table: Any) -> Any:
    """Return a sparse table with the columns of each row in their order, which takes no sorting."""
    return table.T.tocsr().T.tocsr()


def _place_of(keys: Ints, wanted: Ints) -> Ints:
    """Return where each number stands among sorted ones, -1 for nowhere."""
    if not len(keys):
        return np.full(len(wanted), -1)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, places, -1)


def _counted(keys: Ints, n_rows: int, n_columns: int) -> Any:
    """Return a sparse table of how often each key (row times `n_columns` plus column) occurs."""
    from scipy import sparse

    unique, times = np.unique(keys, return_counts=True)
    rows, columns = np.divmod(unique, max(n_columns, 1))
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n_rows))])
    return sparse.csr_matrix((times.astype(np.float64), columns, ends), shape=(n_rows, n_columns))
