"""A draw of which a model chooses a part: what it is least sure of, of all that is spoken of."""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.arrays import Floats
from textmine.coding.sampling.draws import Candidate
from textmine.coding.sampling.request import LEAST_RANDOM
from textmine.corpus import Corpus
from textmine.errors import InputError

CHOSEN = "(chosen)"
"""Stands for the stratum of chosen documents where they are dealt to coders."""


@dataclass(frozen=True)
class MixedFrame:
    """The frame of a draw, with what the model chose marked as drawn.

    `chosen` are these documents, the most doubtful first; `set_aside` counts documents as doubtful
    that repeat others.
    """

    candidates: tuple[Candidate, ...]
    chosen: tuple[str, ...]
    set_aside: int


def random_part(n: int, share: float | None) -> int:
    """Return how many of n documents chance takes: the share, rounded up.

    >>> random_part(50, None), random_part(5, 0.5)
    (15, 3)
    """
    wanted = LEAST_RANDOM if share is None else share
    return min(n, max(1, math.ceil(wanted * n - 1e-9)))


def add_choice(
    frame: Sequence[Candidate],
    n: int,
    given_out: Collection[str],
    closed: Collection[str],
    doubt: Doubt,
    group_of: Mapping[str, int],
    rng: random.Random,
) -> MixedFrame:
    """Fill a random draw up to n documents to code with what a model doubts most.

    `given_out` documents need no coder any more, `closed` ones are not to be chosen for another
    reason. Fewer are chosen where the rest repeats others. In the result random and chosen
    documents stand in one random order, so that a coder does not see which is which.
    """
    sampled = {candidate.document for candidate in frame if candidate.drawn}
    seen = sampled | set(given_out)
    free = {candidate.document for candidate in frame} - seen - set(closed)
    wanted = n - len(sampled - set(given_out))
    choice = choose_doubtful(doubt, wanted, free, seen, group_of, seed=rng.randrange(2**32))
    taken = sampled | set(choice.documents)
    first = [replace(candidate, drawn=True) for candidate in frame if candidate.document in taken]
    rng.shuffle(first)
    rest = [candidate for candidate in frame if candidate.document not in taken]
    return MixedFrame((*first, *rest), choice.documents, choice.set_aside)


POOL = 50
"""The pool holds so many times as many documents as are wanted. With 5 rare codes were found later
than by chance (benchmarks/active.py)."""

_LARGEST = 5_000
_LEAST_WEIGHT = 1e-3


@dataclass(frozen=True)
class Doubt:
    """How unsure a model is of documents, and vectors that say how alike their texts are.

    `margins` (n_documents,), 0 to 1, is the distance of the two best codes: 0 is the greatest
    doubt. `vectors` (n_documents, n_features), dense or scipy sparse, has rows of length 1 (or 0,
    for a text without words).
    """

    documents: tuple[str, ...]
    margins: Floats
    vectors: Any

    def __post_init__(self) -> None:
        n = len(self.documents)
        if self.margins.shape != (n,) or self.vectors.shape[0] != n:
            raise InputError(
                f"Margins and vectors must have a row for each of {n} documents. Got shapes "
                f"{self.margins.shape} and {self.vectors.shape}."
            )


Measure = Callable[[Corpus, Corpus], Doubt]
"""Takes the whole corpus and the documents asked for; returns a model's doubt of these."""


@dataclass(frozen=True)
class Choice:
    """Documents that were chosen, the most doubtful first, and how many repeats were set aside."""

    documents: tuple[str, ...]
    set_aside: int


def choose_doubtful(
    doubt: Doubt,
    n: int,
    free: Collection[str],
    seen: Collection[str] = (),
    group_of: Mapping[str, int] | None = None,
    seed: int = 0,
) -> Choice:
    """Choose n of the `free` documents, fewer where the others only repeat what is there.

    `group_of` maps documents to groups of near-repeats, of which one is chosen, and none where one
    was `seen`: handed out before. The order in which documents come means nothing. Raises
    InputError when `doubt` lacks a free document.
    """
    place_of = {document: index for index, document in enumerate(doubt.documents)}
    unknown = sorted(document for document in free if document not in place_of)
    if unknown:
        raise InputError(f"The model said nothing of document '{unknown[0]}'.")
    ranked = sorted(free, key=lambda document: (doubt.margins[place_of[document]], document))
    pool, set_aside = _without_repeats(ranked, seen, group_of or {}, _pool_size(n))
    places = np.array([place_of[document] for document in pool], dtype=np.int64)
    chosen = _one_a_cluster(doubt.vectors[places], 1 - doubt.margins[places], n, seed)
    return Choice(tuple(pool[index] for index in chosen), set_aside)


def _pool_size(n: int) -> int:
    return min(POOL * n, max(_LARGEST, 2 * n))


def _without_repeats(
    ranked: list[str], seen: Collection[str], group_of: Mapping[str, int], size: int
) -> tuple[list[str], int]:
    """Return the first documents of groups not met before, and how many others were passed over."""
    met = {group_of[document] for document in seen if document in group_of}
    pool: list[str] = []
    set_aside = 0
    for document in ranked:
        group = group_of.get(document)
        if len(pool) == size:
            break
        if group in met:
            set_aside += 1
            continue
        pool.append(document)
        if group is not None:
            met.add(group)
    return pool, set_aside


def _one_a_cluster(vectors: Any, doubt: Floats, n: int, seed: int) -> list[int]:
    """Return the first row of each of n clusters, in the order of the rows."""
    n_rows = vectors.shape[0]
    if n_rows <= n:
        return list(range(n_rows))
    from sklearn.cluster import KMeans

    weights = np.maximum(doubt, _LEAST_WEIGHT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer different vectors than clusters are no harm
        kmeans = KMeans(n, n_init=1, random_state=seed)
        clusters = kmeans.fit(vectors, sample_weight=weights).labels_
    _, firsts = np.unique(clusters, return_index=True)
    taken = set(firsts.tolist())
    rest = [row for row in range(n_rows) if row not in taken]
    return sorted([*taken, *rest[: n - len(taken)]])  # a cluster can come out empty
