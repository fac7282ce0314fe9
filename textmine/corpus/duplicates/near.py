"""Texts that say the same in nearly the same words, such as the letters of one campaign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.duplicates.shingles import (
    Keys,
    Places,
    Words,
    mixed,
    shingles_of,
    words_of,
)

SIMILARITY = 0.6
"""About one word in twelve may differ."""

_SHINGLE = 3
_FEWEST_WORDS = 5
_BANDS, _ROWS = 20, 3
"""With these, two texts of similarity .6 are compared with a chance of .99, of .3 with .42."""

_ROWS_BELOW = 2
"""Rows where a lower similarity is asked for: .5 is compared with .997, .4 with .97."""

_FEW_PAIRS = 2_000
"""Pairs up to which comparing them one by one takes less time than importing SciPy."""

_SEED = 20_150_101


def near_duplicate_groups(texts: Sequence[str], similarity: float = SIMILARITY) -> Places:
    """Return the group of each text, shape (n,): numbers from 0 in the order of appearance.

    Texts are alike when their words are (case, marks and spaces aside), or, from five words on,
    when their sets of three-word sequences have at least this share (0 to 1) in common; and so are
    texts that are like a third one. A text on its own has a number that no other has. Time and
    memory grow with the number of words: half a minute and 1.5 GB for 100,000 messages. Source:
    Broder (1997), On the resemblance and containment of documents; compared are those that share a
    band of min-hashes (Leskovec, Rajaraman and Ullman 2020, Mining of Massive Datasets, 3.4).

    >>> near_duplicate_groups(["Save our bus!", "No", "save our bus", "no."]).tolist()
    [0, 1, 0, 1]
    """
    return groups_of_words([words_of(text) for text in texts], similarity)


def groups_of_words(words: Sequence[Words], similarity: float = SIMILARITY) -> Places:
    """Return what `near_duplicate_groups` does, for texts that are already cut into words."""
    different: dict[Words, int] = {}
    row = np.array([different.setdefault(each, len(different)) for each in words], dtype=np.int64)
    merged = _merge_similar(list(different), similarity)
    _, first, group = np.unique(merged[row], return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[group]


def resemblance(one: Words, other: Words) -> float:
    """Return the share of three-word sequences in common (Jaccard), 0 to 1; 1 for equal words."""
    if one == other:
        return 1.0
    mine, theirs = (
        {each[place : place + _SHINGLE] for place in range(len(each) - _SHINGLE + 1)}
        for each in (one, other)
    )
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _merge_similar(words: Sequence[Words], similarity: float) -> Places:
    """Return a component number for each of the texts, all different."""
    n = len(words)
    long = np.array([i for i, each in enumerate(words) if len(each) >= _FEWEST_WORDS], dtype=int)
    if long.size < 2:
        return np.arange(n)
    shingles, starts = _shingles([words[i] for i in long])
    rows = _ROWS if similarity >= SIMILARITY else _ROWS_BELOW
    pairs = _candidate_pairs(shingles, starts, rows)
    if not len(pairs):
        return np.arange(n)
    pairs = long[pairs[_similarities(shingles, starts, pairs) >= similarity]]
    return _components(pairs, n)


def _components(pairs: Places, n: int) -> Places:
    """Return for each of n texts the first one that it is linked to by pairs, (n_pairs, 2)."""
    first = list(range(n))
    for pair in pairs.tolist():
        one, other = (_leader(first, place) for place in pair)
        first[max(one, other)] = min(one, other)
    return np.array([_leader(first, place) for place in range(n)], dtype=np.int64)


def _leader(first: list[int], place: int) -> int:
    while first[place] != place:
        first[place] = place = first[first[place]]
    return place


def _shingles(words: Sequence[Words]) -> tuple[Keys, Places]:
    """Return the different shingles of all texts, text after text, and where each text starts."""
    found = shingles_of(words, _SHINGLE)
    order = np.lexsort((found.keys, found.texts))
    keys, owner = found.keys[order], found.texts[order]
    new = np.ones(keys.size, dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])
    keys, owner = keys[new], owner[new]
    return keys, np.searchsorted(owner, np.arange(len(words) + 1))


def _candidate_pairs(shingles: Keys, starts: Places, rows: int) -> Places:
    """Pair each text with the first one that has the same min-hashes in some band.

    Not with all of them, for that many pairs cannot be checked where thousands sent the same
    letter.
    """
    hashes = _min_hashes(shingles, starts, _BANDS * rows)
    found = []
    for band in np.split(hashes, _BANDS):
        key = band[0].astype(np.uint64)
        for more in band[1:]:
            key = mixed(key ^ (more.astype(np.uint64) << np.uint64(32)))
        _, first, bucket = np.unique(key, return_index=True, return_inverse=True)
        pairs = np.column_stack([first[bucket], np.arange(key.size)])
        found.append(pairs[pairs[:, 0] < pairs[:, 1]])
    return np.unique(np.concatenate(found), axis=0)


def _min_hashes(shingles: Keys, starts: Places, n: int) -> NDArray[np.uint32]:
    """Return the least of the shingles of each text under `n` permutations, (n, n_texts).

    A permutation of 32-bit numbers is h -> a h + b with an odd a, over scrambled h (the finaliser
    of MurmurHash3; Appleby 2011).
    """
    draw = np.random.RandomState(_SEED)
    odd = draw.randint(0, 1 << 31, n, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    shift = draw.randint(0, 1 << 32, n, dtype=np.uint32)
    keys = shingles.astype(np.uint32)
    keys = (keys ^ (keys >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    keys = (keys ^ (keys >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    keys ^= keys >> np.uint32(16)
    least = np.empty((n, starts.size - 1), dtype=np.uint32)
    for place in range(n):
        least[place] = np.minimum.reduceat(keys * odd[place] + shift[place], starts[:-1])
    return least


def _similarities(shingles: Keys, starts: Places, pairs: Places) -> NDArray[np.float64]:
    """Return the share of shingles in common (Jaccard) of each pair, 0 to 1."""
    sizes = np.diff(starts)
    shared = _shared_by_few if len(pairs) <= _FEW_PAIRS else _shared
    n_shared = shared(shingles, starts, pairs)
    both = sizes[pairs[:, 0]] + sizes[pairs[:, 1]] - n_shared
    return np.asarray(n_shared / both)


def _shared_by_few(shingles: Keys, starts: Places, pairs: Places) -> NDArray[np.float64]:
    """Return how many shingles the texts of each pair share; SciPy need not be imported for it."""
    held = {text: shingles[starts[text] : starts[text + 1]] for text in set(pairs.ravel().tolist())}
    shared = (np.isin(held[one], held[other]).sum() for one, other in pairs.tolist())
    return np.fromiter(shared, dtype=np.float64, count=len(pairs))


def _shared(shingles: Keys, starts: Places, pairs: Places) -> NDArray[np.float64]:
    """Return how many shingles the texts of each pair share."""
    from scipy.sparse import csr_matrix

    different, column = np.unique(shingles, return_inverse=True)
    shape = (len(starts) - 1, different.size)
    table: Any = csr_matrix((np.ones(column.size, dtype=np.int32), column, starts), shape=shape)
    shared = np.zeros(len(pairs))
    for start in range(0, len(pairs), 10_000):
        left, right = pairs[start : start + 10_000].T
        shared[start : start + 10_000] = table[left].multiply(table[right]).sum(axis=1).ravel()
    return shared
