"""Texts that say the same in nearly the same words, such as the letters of one campaign."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Floats
from textmine.corpus.duplicates.shingles import (
    FirstCome,
    Keys,
    NumberedWords,
    Places,
    cut_texts,
    mixed,
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

_PAIRS_AT_ONCE = 10_000

_SEED = 20_150_101


def near_duplicate_groups(texts: Sequence[str], similarity: float = SIMILARITY) -> Places:
    """Return the group of each text, shape (n,): numbers from 0 in the order of appearance.

    Texts are alike when their words are (case, marks and spaces aside), or, from five words on,
    when their sets of three-word sequences have at least this share (0 to 1) in common; and so are
    texts that are like a third one. A text on its own has a number that no other has. Time grows
    with the number of words, memory by four bytes a word and 200 a text. Source:
    Broder (1997), On the resemblance and containment of documents; compared are those that share a
    band of min-hashes (Leskovec, Rajaraman and Ullman 2020, Mining of Massive Datasets, 3.4).

    >>> near_duplicate_groups(["Save our bus!", "No", "save our bus", "no."]).tolist()
    [0, 1, 0, 1]
    """
    words = NumberedWords([cut_texts(texts)])
    return groups_of_words(words, *words.different_texts(), similarity)


def groups_of_words(
    words: NumberedWords, which: Places, firsts: Places, similarity: float = SIMILARITY
) -> Places:
    """Return what `near_duplicate_groups` does, for texts that are already cut into words.

    `which` says which of the different texts each one is, `firsts` where these stand.
    """
    merged = _merge_similar(words, firsts, similarity)
    _, first, group = np.unique(merged[which], return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[group]


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the share of three-word sequences in common (Jaccard), 0 to 1; 1 for equal words."""
    if one == other:
        return 1.0
    mine, theirs = (
        {words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)}
        for words in (one, other)
    )
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _merge_similar(words: NumberedWords, texts: Places, similarity: float) -> Places:
    """Return a component number for each of some texts, all different."""
    n = len(texts)
    long = np.flatnonzero(words.lengths[texts] >= _FEWEST_WORDS)
    if long.size < 2:
        return np.arange(n)
    rows = _ROWS if similarity >= SIMILARITY else _ROWS_BELOW
    pairs = _candidate_pairs(_bands(words, texts[long], rows))
    if not len(pairs):
        return np.arange(n)
    pairs = long[pairs[_similarities(words, texts[long], pairs) >= similarity]]
    return _components(pairs, n)


def _components(pairs: Places, n: int) -> Places:
    """Return for each of n texts the first one that it is linked to by pairs, (n_pairs, 2)."""
    first = list(range(n))
    for pair in pairs.tolist():
        left, right = (_leader(first, text) for text in pair)
        first[max(left, right)] = min(left, right)
    return np.array([_leader(first, text) for text in range(n)], dtype=np.int64)


def _leader(first: list[int], index: int) -> int:
    while first[index] != index:
        first[index] = index = first[first[index]]
    return index


def _bands(words: NumberedWords, texts: Places, rows: int) -> Keys:
    """Return a number for the min-hashes of each text in each band, (_BANDS, n_texts)."""
    keys = np.empty((_BANDS, len(texts)), dtype=np.uint64)
    numbering = FirstCome(words.n_different)
    for shingles in words.shingles(texts, _SHINGLE, numbering):
        owners, starts = np.unique(shingles.texts, return_index=True)
        hashes = _min_hashes(shingles.keys, starts, _BANDS * rows)
        for index, band in enumerate(np.split(hashes, _BANDS)):
            key = band[0].astype(np.uint64)
            for more in band[1:]:
                key = mixed(key ^ (more.astype(np.uint64) << np.uint64(32)))
            keys[index, owners] = key
    return keys


def _candidate_pairs(bands: Keys) -> Places:
    """Pair each text with the first one that has the same min-hashes in some band.

    Not with all of them, for that many pairs cannot be checked where thousands sent the same
    letter.
    """
    n = bands.shape[1]
    pairs = np.zeros(0, dtype=np.int64)
    for band in bands:
        _, first, bucket = np.unique(band, return_index=True, return_inverse=True)
        left, right = first[bucket], np.arange(n)
        pairs = np.union1d(pairs, (left * n + right)[left < right])
    return np.column_stack([pairs // n, pairs % n])


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
    least = np.empty((n, starts.size), dtype=np.uint32)
    for index in range(n):
        least[index] = np.minimum.reduceat(keys * odd[index] + shift[index], starts)
    return least


def _similarities(words: NumberedWords, texts: Places, pairs: Places) -> Floats:
    """Return the share of shingles in common (Jaccard) of each pair of texts, 0 to 1."""
    shared = _shared_by_few if len(pairs) <= _FEW_PAIRS else _shared
    shares = []
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        some, places = np.unique(pairs[start : start + _PAIRS_AT_ONCE], return_inverse=True)
        here = places.reshape(-1, 2)
        shingles, starts = _shingles(words, texts[some])
        sizes, both = np.diff(starts), shared(shingles, starts, here)
        shares.append(both / (sizes[here[:, 0]] + sizes[here[:, 1]] - both))
    return np.concatenate(shares)


def _shingles(words: NumberedWords, texts: Places) -> tuple[Keys, Places]:
    """Return the different shingles of some texts, text after text, and where each text starts."""
    keys, starts, n = [], [np.zeros(1, dtype=np.int64)], 0
    for shingles_of_batch in words.shingles(texts, _SHINGLE):
        order = np.lexsort((shingles_of_batch.keys, shingles_of_batch.texts))
        key, owner = shingles_of_batch.keys[order], shingles_of_batch.texts[order]
        new = np.ones(key.size, dtype=bool)
        new[1:] = (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])
        keys.append(key[new])
        starts.append(n + np.cumsum(np.unique(owner[new], return_counts=True)[1]))
        n += keys[-1].size
    return np.concatenate(keys), np.concatenate(starts)


def _shared_by_few(shingles: Keys, starts: Places, pairs: Places) -> Floats:
    """Return how many shingles the texts of each pair share; SciPy need not be imported for it."""
    held = {text: shingles[starts[text] : starts[text + 1]] for text in set(pairs.ravel().tolist())}
    shared = (
        np.isin(held[first_text], held[second_text]).sum()
        for first_text, second_text in pairs.tolist()
    )
    return np.fromiter(shared, dtype=np.float64, count=len(pairs))


def _shared(shingles: Keys, starts: Places, pairs: Places) -> Floats:
    """Return how many shingles the texts of each pair share."""
    from scipy.sparse import csr_matrix

    different, column = np.unique(shingles, return_inverse=True)
    shape = (len(starts) - 1, different.size)
    table: Any = csr_matrix((np.ones(column.size, dtype=np.int32), column, starts), shape=shape)
    left, right = pairs.T
    counts: Floats = table[left].multiply(table[right]).sum(axis=1)
    return np.asarray(counts, dtype=np.float64).ravel()
