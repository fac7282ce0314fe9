"""Texts that do not repeat each other, in words or in meaning: the first ones of a list."""

from collections.abc import Callable, Sequence
from typing import Protocol, overload

from textmine.arrays import Floats
from textmine.corpus.duplicates.shingles import Words, words_of

SAME_MEANING = 0.7
"""The cosine of two texts' vectors from which the second only repeats the first. With it another
encoder found 3 in 1,000 pairs of CSTA's quotations alike (cosine above .8) and 24 of Ottensen's;
without it 39 and 133 (benchmarks/meaning.py)."""

SAME_WORDS = 0.5
"""Share of the three-word sequences of the shorter text that stand in the other one."""

_SHINGLE = 3


def repeats(one: str, other: str) -> bool:
    """Return whether two texts say nearly the same words: half of the shorter one's sequences.

    Texts of fewer than three words repeat each other when their words are the same.

    >>> repeats("Buses are too late here.", "We say: buses are too late, every day.")
    True
    """
    mine, theirs = (_shingles(words_of(text)) for text in (one, other))
    fewest = min(len(mine), len(theirs))
    return bool(fewest) and len(mine & theirs) >= SAME_WORDS * fewest


class VectorsByPlace(Protocol):
    """Vectors that are read as an array is, by a place or a list of places."""

    @overload
    def __getitem__(self, place: int) -> Floats: ...
    @overload
    def __getitem__(self, place: list[int]) -> Floats: ...


def first_unlike(
    texts: Sequence[str],
    limit: int = 0,
    vectors: Floats | VectorsByPlace | None = None,
    allowed: Callable[[int, Sequence[int]], bool] | None = None,
) -> list[int]:
    """Return the places of the first texts of which none repeats one before it; `limit` 0: all.

    They are compared by their words, and by `vectors` (n, dimension), rows of length 1 or 0, where
    these are given: a cosine of .7 is the same. A place is `allowed` beside those chosen or not.
    """
    shingles = [_shingles(words_of(text)) for text in texts]
    holders: dict[Words, list[int]] = {}
    chosen: list[int] = []
    for index, mine in enumerate(shingles):
        if limit and len(chosen) == limit:
            break
        if allowed is not None and not allowed(index, chosen):
            continue
        near = {other for shingle in mine for other in holders.get(shingle, ())}
        fewest = (min(len(mine), len(shingles[other])) for other in near)
        if any(
            len(mine & shingles[other]) >= SAME_WORDS * least
            for other, least in zip(near, fewest, strict=True)
        ):
            continue
        if (
            vectors is not None
            and chosen
            and (vectors[chosen] @ vectors[index] >= SAME_MEANING).any()
        ):
            continue
        chosen.append(index)
        for shingle in mine:
            holders.setdefault(shingle, []).append(index)
    return chosen


def _shingles(words: Words) -> frozenset[Words]:
    """Return the sequences of three words, or all of a shorter text."""
    if len(words) < _SHINGLE:
        return frozenset([words] if words else [])
    return frozenset(words[at : at + _SHINGLE] for at in range(len(words) - _SHINGLE + 1))
