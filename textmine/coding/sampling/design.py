"""The design of a draw, without any file: how many from each stratum, which, and who gets them.

Within a stratum the documents are a simple random sample without replacement, so that each has the
chance n / N of its stratum (Cochran 1977, Sampling Techniques, chapter 5).
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from textmine.choices import Allocation
from textmine.coding.sampling.draws import Candidate, Design, Draw, Suggested
from textmine.errors import InputError

"""How documents are spread over strata: by size, at least one each, or the same number each."""


@dataclass(frozen=True)
class Stratum:
    """A stratum of a draw: documents in it, how many could be drawn, and how many were.

    `n` are those that chance took; `probability`, 0 to 1, is the chance of each document that
    could be drawn.
    """

    name: str
    size: int
    available: int
    n: int
    probability: float


def allocate(available: Mapping[str, int], n: int, allocation: Allocation) -> dict[str, int]:
    """Spread n documents over strata with so many available; the result sums to n.

    Every stratum that has documents gets at least one. Raises InputError when n is less than the
    number of strata or more than there are documents.
    """
    sizes = {name: size for name, size in sorted(available.items()) if size}
    total = sum(sizes.values())
    if n > total:
        raise InputError(
            f"{n:,} documents are too many: only {total:,} are left to draw.",
            hint="Ask for fewer, or for --all.",
        )
    if n < len(sizes):
        raise InputError(
            f"{n:,} documents cannot be spread over {len(sizes):,} strata, at least one each.",
            hint=f"Draw --n {len(sizes)} or more, or stratify by something coarser (--by).",
        )
    parts = _equal(sizes, n) if allocation == "equal" else _proportional(sizes, n)
    return {name: parts.get(name, 0) for name in available}


def draw_candidates(
    strata: Mapping[str, str],
    drawn_before: Collection[str],
    n: int,
    rng: random.Random,
    allocation: Allocation = "proportional",
) -> list[Candidate]:
    """Draw n of the documents that were not drawn before; return all of them as candidates.

    `strata` maps every document of the population to its stratum; its order means nothing. The
    drawn ones come first, in the random order of the draw, then the others by id. In a stratum
    that earlier draws used up the chance is 1: a document left over there would have been taken.
    With 0 a document that could not be missed would look like one that came by luck.
    """
    free: dict[str, list[str]] = {name: [] for name in sorted(set(strata.values()))}
    for document in sorted(strata):
        if document not in drawn_before:
            free[strata[document]].append(document)
    parts = allocate({name: len(documents) for name, documents in free.items()}, n, allocation)
    chances = {name: parts[name] / len(free[name]) if free[name] else 1.0 for name in free}
    chosen = [document for name in free for document in rng.sample(free[name], parts[name])]
    rng.shuffle(chosen)
    taken = set(chosen)
    rest = [document for document in sorted(strata) if document not in taken]
    return [
        Candidate(document, strata[document], chances[strata[document]], document in taken)
        for document in (*chosen, *rest)
    ]


def deal(
    drawn: Mapping[str, str], coders: Sequence[str], shared: float, rng: random.Random
) -> dict[str, tuple[str, ...]]:
    """Say who codes each drawn document (document -> stratum, in the order of the draw).

    The share `shared` (0 to 1), at least one document where it is not 0, goes to every coder,
    spread over the strata by their size; the others are dealt evenly, also within each stratum.
    """
    if len(coders) < 2:
        return dict.fromkeys(drawn, tuple(coders))
    by_stratum: dict[str, list[str]] = {name: [] for name in sorted(set(drawn.values()))}
    for document, name in drawn.items():
        by_stratum[name].append(document)
    n_shared = min(len(drawn), max(1, int(shared * len(drawn) + 0.5))) if shared else 0
    parts = _largest_remainder({name: len(part) for name, part in by_stratum.items()}, n_shared)
    order = rng.sample(list(coders), len(coders))
    result: dict[str, tuple[str, ...]] = {}
    turn = 0
    for name, documents in by_stratum.items():
        mixed = rng.sample(documents, len(documents))
        result |= dict.fromkeys(mixed[: parts[name]], tuple(coders))
        for document in mixed[parts[name] :]:
            result[document] = (order[turn % len(order)],)
            turn += 1
    return result


def strata_of(draw: Draw) -> list[Stratum]:
    """Return the strata of a draw, sorted by name."""
    chosen = draw.chosen
    frame: dict[str, list[Candidate]] = {}
    for candidate in draw.frame:
        frame.setdefault(candidate.stratum, []).append(candidate)
    result = []
    for name, candidates in sorted(frame.items()):
        n = sum(candidate.drawn and candidate.document not in chosen for candidate in candidates)
        chance = candidates[0].probability
        available = round(n / chance)
        result.append(Stratum(name, len(candidates), available, n, chance))
    return result


def _proportional(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Give one to each stratum that is worth less, and spread what is left by largest remainder."""
    small: dict[str, int] = {}
    large = dict(sizes)
    while large:
        left, total = n - len(small), sum(large.values())
        below = [name for name, size in large.items() if left * size < total]
        if not below:
            break
        for name in below:
            small[name] = 1
            del large[name]
    return small | _largest_remainder(large, n - len(small))


def _largest_remainder(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    total = sum(sizes.values())
    if not total:
        return dict.fromkeys(sizes, 0)
    parts = {name: n * size // total for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(n * sizes[name] % total), -sizes[name], name))
    for name in by_remainder[: n - sum(parts.values())]:
        parts[name] += 1
    return parts


def _equal(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Fill all strata alike; what a small one cannot give, the larger ones do."""
    parts: dict[str, int] = {}
    by_size = sorted(sizes, key=lambda name: (sizes[name], name))
    for index, name in enumerate(by_size):
        parts[name] = min(sizes[name], (n - sum(parts.values())) // (len(by_size) - index))
    return parts


POSSIBLE, CHANCES = "possible", "chances"
"""Codes that cannot be ruled out, likeliest first, and how probable each is, 0 to 1."""
WORDS, WHY = "words", "why"
"""Words of the text that spoke for the code, and all heaviest reasons as lines."""
DECIDE, ALIKE = "decide", "alike"
"""Why people are asked, and the number of the group of texts that nearly repeat each other."""
FACTS = (POSSIBLE, CHANCES, WORDS, WHY, DECIDE, ALIKE)

Facts = Mapping[str, Suggested]


def facts_of(design: Design) -> Facts:
    """Return what a design keeps for a page; {} for a draw that keeps nothing of it."""
    facts = {name: design.get(name) for name in FACTS}
    return {name: fact for name, fact in facts.items() if isinstance(fact, dict)}


def fact_of(facts: Facts, name: str, document: str, dimension: str = "") -> list[str]:
    """Return a fact of a document, [] where it is not kept."""
    return facts.get(name, {}).get(dimension, {}).get(document, [])
