"""A draw of which chance takes a part and a model chooses the rest.

The random part is drawn first, from all documents that chance has not taken yet, whether or not a
model chose them before; the choice is made among what is left. So the documents that chance took in
all draws are a simple random sample (within strata) of the whole corpus, in which no model had a
say, and `inclusion_probabilities` holds for them. What a model chose teaches the next model and
stands for itself alone, until chance takes it too.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.coding.sampling.choosing import Doubt, choose_doubtful
from textmine.coding.sampling.draws import Candidate
from textmine.coding.sampling.request import LEAST_RANDOM
from textmine.corpus import Corpus

Measure = Callable[[Corpus, Corpus], Doubt]
"""Takes the whole corpus and the documents asked for; returns a model's doubt of these."""

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
