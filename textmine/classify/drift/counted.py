"""A batch of documents as drift counts it: words, lengths and the mean vector, part after part."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Floats
from textmine.classify.drift.drift_batch import drift_word, length_bin, shares_of
from textmine.classify.machine_codes import MachineCodes, confidence_of
from textmine.nlp.tokens import Tokens


@dataclass(frozen=True)
class Counted:
    """Counts over n documents: of their words, and of their lengths in bins.

    `vectors` is the sum of their vectors, None where they have none.
    """

    n: int = 0
    words: Counter[str] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)
    vectors: Floats | None = None

    def add(self, other: Counted) -> Counted:
        """Return the counts of both together; this one is used up."""
        self.words.update(other.words)
        self.lengths.update(other.lengths)
        parts = [vectors for vectors in (self.vectors, other.vectors) if vectors is not None]
        return Counted(
            self.n + other.n, self.words, self.lengths, np.sum(parts, axis=0) if parts else None
        )

    def to_json(self) -> str:
        """Return the counts as JSON, every number as it is."""
        vectors = None if self.vectors is None else self.vectors.tolist()
        return json.dumps([self.n, self.words, self.lengths, vectors])


@dataclass(frozen=True)
class Summary:
    """What drift looks at in a batch of `counted` documents in `n_groups` groups.

    By dimension, `confidence` (n,) and `codes` are those of a `Batch`.
    """

    counted: Counted
    n_groups: int
    confidence: Mapping[str, Floats]
    codes: Mapping[str, Mapping[str, float]]


def summary_of(counted: Counted, n_groups: int, said: Sequence[MachineCodes]) -> Summary:
    """Return what drift looks at; `said` are a model's codes of the documents that were counted."""
    confidence = {part.dimension: confidence_of([part]) for part in said}
    return Summary(counted, n_groups, confidence, shares_of(said))


def counted_of_json(text: str | bytes) -> Counted:
    """Return counts that `Counted.to_json` wrote."""
    n, words, lengths, vectors = json.loads(text)
    bins = Counter({int(length): times for length, times in lengths.items()})
    return Counted(n, Counter(words), bins, None if vectors is None else np.array(vectors))


def count_documents(words: Tokens, vectors: NDArray[np.floating[Any]] | None = None) -> Counted:
    """Count documents by their words, as they stand there, and their vectors (n, any)."""
    normal = [drift_word(kind) for kind in words.names]
    times = np.bincount(words.codes, minlength=len(normal)).tolist()
    counted: Counter[str] = Counter()
    for word, n in zip(normal, times, strict=True):
        if word and n:
            counted[word] += n
    lengths = words.sums(np.array([float(bool(word)) for word in normal]))
    return Counted(
        len(words),
        counted,
        Counter(length_bin(int(n)) for n in lengths.tolist()),
        None if vectors is None else vectors.sum(axis=0, dtype=np.float64),
    )
