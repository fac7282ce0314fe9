"""What is kept of the training corpus, so that new batches can be held against it.

No text is kept: counts of the commonest words, the words that two documents or more have, lengths,
the machine's confidence on documents that it had not seen, and how far parts of the corpus are
apart.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.classify.drift import drift_batch
from textmine.classify.drift.natural_levels import Batches, Levels, Table, natural_levels
from textmine.errors import InputError
from textmine.stats.distance import cosine_distance, jensen_shannon, ks_distance
from textmine.store.opened import damage_told, refuse_newer

PROFILE = "profile.json"
FORMAT = 1
N_WORDS = 200
"""The commonest words whose frequencies are compared: enough for style and subject, few enough for
a batch of twenty documents to fill."""

_KNOWN = 2
"""A word is known when so many documents have it; so no word that one person alone used is kept."""


@dataclass(frozen=True)
class Profile:
    """The training corpus in figures.

    `words` are counts of the commonest words and `other_words` of all others; `vocabulary` the
    words of two documents or more. `lengths` maps numbers of words (`length_bin`) to documents,
    `confidence` a dimension to counts of held-out documents by hundredths. `codes` are shares of
    the held-out documents that got a code, by dimension. `levels` are what is natural for each
    figure; they are empty where the corpus is too small to tell.
    """

    n_documents: int
    n_groups: int
    words: dict[str, int]
    other_words: int
    vocabulary: tuple[str, ...]
    lengths: dict[int, int]
    confidence: dict[str, tuple[int, ...]]
    codes: dict[str, dict[str, float]]
    embedding: tuple[float, ...]
    levels: dict[str, Levels]
    format: int = FORMAT


def training_profile(training: drift_batch.Batch, seed: int = 0) -> Profile:
    """Return the profile of a training corpus; its confidence and codes must be held-out ones.

    Raises InputError when there are no documents.
    """
    if not len(training):
        raise InputError("There are no documents to make a profile of.")
    lists = drift_batch.word_lists(training.words)
    counted = Counter(word for words in lists for word in words)
    ranked = sorted(counted, key=lambda word: (-counted[word], word))
    column_of = {word: index for index, word in enumerate(ranked)}
    every = drift_batch.count_table(lists, column_of)
    n_words = np.array([len(words) for words in lists], dtype=np.int64)
    in_documents = np.asarray((every > 0).sum(axis=0)).ravel().astype(np.int64)
    known = [word for word in ranked if in_documents[column_of[word]] >= _KNOWN]
    common = known[:N_WORDS]
    tables = _tables(training, lists, common)
    levels = natural_levels(
        tables, _unknown_share(every, in_documents), n_words, training.groups, seed
    )
    lengths = Counter(drift_batch.length_bin(int(n)) for n in n_words)
    embeddings = training.embeddings
    return Profile(
        n_documents=len(training),
        n_groups=len(np.unique(training.groups)),
        words={word: counted[word] for word in common},
        other_words=sum(counted.values()) - sum(counted[word] for word in common),
        vocabulary=tuple(sorted(known)),
        lengths=dict(sorted(lengths.items())),
        confidence={
            name: tuple(map(int, confidence_counts(values)))
            for name, values in training.confidence.items()
        },
        codes={
            name: {code: round(share, 6) for code, share in shares.items()}
            for name, shares in training.codes.items()
        },
        embedding=()
        if embeddings is None
        else tuple(round(float(x), 6) for x in embeddings.mean(axis=0)),
        levels=levels,
    )


def write_profile(folder: Path, profile: Profile) -> None:
    """Write a profile into a model's folder as profile.json."""
    from pydantic import TypeAdapter

    content = TypeAdapter(Profile).dump_json(profile, indent=1)
    (folder / PROFILE).write_bytes(content + b"\n")


def read_profile(folder: Path) -> Profile | None:
    """Read the profile of a model's folder; None where an earlier textmine made none.

    Raises InputError when the file cannot be read.
    """
    from pydantic import TypeAdapter

    path = folder / PROFILE
    if not path.is_file():
        return None
    again = "Train the model again."
    with damage_told(path, again):
        content = path.read_bytes()
        refuse_newer(path, json.loads(content).get("format", FORMAT), FORMAT, again)
        return TypeAdapter(Profile).validate_json(content)


def confidence_counts(confidence: Floats) -> Ints:
    """Count documents by hundredths of confidence, (101,); those without one are left out."""
    bins = drift_batch.confidence_bins(confidence)
    return np.bincount(bins[bins >= 0], minlength=drift_batch.CONFIDENCE_BINS).astype(np.int64)


def _tables(
    training: drift_batch.Batch, lists: Sequence[Sequence[str]], common: Sequence[str]
) -> dict[str, Table]:
    n = len(training)
    words = drift_batch.count_table(lists, {word: index for index, word in enumerate(common)})
    bins = np.array([drift_batch.length_bin(len(document_words)) for document_words in lists])
    _, lengths = np.unique(bins, return_inverse=True)
    tables = {
        "words": Table(words, jensen_shannon, "words"),
        "length": Table(_one_hot(lengths.ravel(), n), ks_distance, "documents"),
    }
    for name, values in training.confidence.items():
        table = _one_hot(drift_batch.confidence_bins(values), n, drift_batch.CONFIDENCE_BINS)
        tables[confidence_name(name)] = Table(table, ks_distance, "documents")
    if training.embeddings is not None:
        vectors = np.asarray(training.embeddings, dtype=np.float64)
        tables["embeddings"] = Table(vectors, cosine_distance, "documents")
    return tables


def confidence_name(dimension: str) -> str:
    """Return what the figure of a dimension's confidence is called."""
    return f"confidence: {dimension}"


def _one_hot(bins: Ints, n: int, n_bins: int = 0) -> Any:
    """Return a table (n, n_bins) with a 1 in the bin of each row, none where it is -1."""
    from scipy.sparse import csr_matrix

    rows = np.flatnonzero(bins >= 0)
    shape = (n, max(n_bins, int(bins.max(initial=0)) + 1))
    return csr_matrix((np.ones(len(rows)), (rows, bins[rows])), shape=shape)


def _unknown_share(every: Any, in_documents: Ints) -> Callable[[Batches, Batches], list[float]]:
    """Return the function that `natural_levels` asks for the shares of unknown words."""
    present = (every > 0).astype(np.float64)

    def shares(drawn: Batches, held: Batches) -> list[float]:
        unknown_shares = []
        for tokens, out in zip(drawn.sums(every), held.sums(present), strict=True):
            total = float(tokens.sum())
            unknown = float(tokens[in_documents - out < _KNOWN].sum())
            unknown_shares.append(unknown / total if total else float("nan"))
        return unknown_shares

    return shares
