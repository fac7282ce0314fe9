"""Documents as drift looks at them: their words, lengths, the machine's confidence, vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Floats, Ints
from textmine.classify.machine_codes import MachineCodes, confidence_of
from textmine.errors import InputError
from textmine.nlp.words import normal_word

CONFIDENCE_BINS = 101
"""Confidence is kept to two decimals."""

_EXACT = 100


@dataclass(frozen=True)
class Batch:
    """n documents: what they say, and what a model says of them.

    `words` are those of each document, as they stand there. `groups` (n,) are numbers of threads
    (authors, documents). By dimension, `confidence` (n,), 0 to 1, is the chance that all codes of a
    document are right, nan where nothing is known of it, and `codes` the share of documents that
    got each code. `embeddings` (n, any) are vectors of the texts, where there are some.
    """

    words: Sequence[Sequence[str]]
    groups: Ints
    confidence: Mapping[str, Floats] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    embeddings: NDArray[np.floating[Any]] | None = None

    def __post_init__(self) -> None:
        n = len(self.words)
        sizes = {"groups": len(self.groups)}
        sizes |= {
            f"confidence on '{name}'": len(values) for name, values in self.confidence.items()
        }
        if self.embeddings is not None:
            sizes["embeddings"] = len(self.embeddings)
        for name, size in sizes.items():
            if size != n:
                raise InputError(f"There are {n} documents, and {name} has {size} rows.")

    def __len__(self) -> int:
        return len(self.words)


def make_batch(
    documents: Sequence[str],
    words: Sequence[Sequence[str]],
    groups: Ints,
    said: Sequence[MachineCodes],
    embeddings: NDArray[np.floating[Any]] | None = None,
) -> Batch:
    """Return a batch of documents and a model's codes of all or some of them.

    `said` are held-out codes where the documents are those that the model was trained on.
    """
    confidence = {}
    for part in said:
        known = dict(zip(part.documents, confidence_of([part]), strict=True))
        confidence[part.dimension] = np.array(
            [known.get(document, np.nan) for document in documents]
        )
    return Batch(words, groups, confidence, shares_of(said), embeddings)


def shares_of(said: Sequence[MachineCodes]) -> dict[str, dict[str, float]]:
    """Return the share of documents that got each code, by dimension."""
    return {
        part.dimension: dict(
            zip(
                part.classes,
                map(float, part.given.mean(axis=0) if len(part) else np.zeros(len(part.classes))),
                strict=True,
            )
        )
        for part in said
    }


def word_lists(words: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the words of each document in lower case, without punctuation (`normal_word`)."""
    seen: dict[str, str] = {}
    lists = []
    for document in words:
        normal_words = []
        for word in document:
            normal = seen.get(word)
            if normal is None:
                normal = seen[word] = drift_word(word)
            if normal:
                normal_words.append(normal)
        lists.append(normal_words)
    return lists


def count_table(lists: Sequence[Sequence[str]], column_of: Mapping[str, int]) -> Any:
    """Count words by document, sparse (n, n_columns + 1); words without a column stand in the last.

    Every number below the largest must be somebody's column.
    """
    from scipy.sparse import csr_matrix

    n_columns = len(column_of) + 1
    lengths = [len(words) for words in lists]
    columns = np.fromiter(
        (column_of.get(word, n_columns - 1) for words in lists for word in words),
        dtype=np.int64,
        count=sum(lengths),
    )
    starts = np.concatenate([[0], np.cumsum(lengths)])
    table = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(lists), n_columns))
    table.sum_duplicates()
    return table


def confidence_bins(confidence: Floats) -> Ints:
    """Return the bin of each confidence, 0 to 100; -1 where it is not known."""
    known = ~np.isnan(confidence)
    return np.where(known, np.rint(np.where(known, confidence, 0) * 100), -1).astype(np.int64)


def length_bin(n_words: int) -> int:
    """Return a number of words to two figures, so that long documents do not fill a bin each.

    >>> length_bin(7), length_bin(99), length_bin(1234)
    (7, 99, 1200)
    """
    if n_words < _EXACT:
        return n_words
    step = int(10 ** (len(str(n_words)) - 2))
    return n_words // step * step


def drift_word(word: str) -> str:
    """Return a word in the form in which it is counted, "" for punctuation."""
    return normal_word(word) if any(map(str.isalnum, word)) else ""
