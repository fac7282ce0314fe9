"""Do two sides use a word differently? Whole threads change sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Floats, Ints
from textmine.errors import InputError
from textmine.stats import moving

_PILOT = 99
_STEP = 16
_FEWEST = 2


@dataclass(frozen=True)
class WordsApart:
    """P of each word alone and adjusted over all words, (n_words,) each.

    Both are 1 for a word of one cluster: by itself it tells of that cluster alone. `n_tested` words
    stand in two clusters or more. `n_clusters` are those of each way to cluster that was tried;
    no p can be below `least_p`.
    """

    p: Floats
    adjusted: Floats
    n_tested: int
    n_clusters: tuple[int, ...]
    n_permutations: int
    least_p: float


def words_apart(
    counts: sp.csr_matrix,
    sizes: Floats,
    target: Floats,
    reference: Floats,
    clusterings: Sequence[Ints],
    *,
    n_permutations: int = 999,
    seed: int = 0,
) -> WordsApart:
    """Test whether words are of one frequency on two sides, by permuting whole clusters.

    `counts` (n_units, n_words) are those of words that stand somewhere, `sizes` (n_units,) the
    running words of each unit, `target` and `reference` (n_units,), 0 to 1, how much of it belongs
    to either side. Where every cluster is on one side, whole clusters change sides. Else the units
    inside each cluster change sides, and a word is compared with what is expected of its clusters.
    The statistic is the difference of the two
    frequencies per word over its error between clusters plus its spread over permutations
    (`over_error`; the spread is that of 99 other permutations). With several `clusterings`
    (n_units,) the larger p counts. p = (1 + permutations as large) / (1 + all), adjusted by
    step-down maxT over words of two clusters or more. Raises InputError where a side has no words.
    Sources: Lijffijt et al. (2016), Significance testing of word frequencies in corpora; Kilgarriff
    (2005), Language is never, ever, ever, random; Westfall & Young (1993), Resampling-based
    multiple testing.

    >>> one, many = [9, 0, 0, 0, 0, 0, 0, 0], [3, 4, 3, 4, 0, 0, 0, 1]
    >>> side = np.arange(8) < 4
    >>> found = words_apart(sp.csr_matrix(np.transpose([one, many])), np.full(8, 100.0),
    ...                     side.astype(float), 1.0 - side, [np.arange(8)])
    >>> found.p.round(2).tolist(), found.n_tested
    ([1.0, 0.04], 1)
    """
    present = np.flatnonzero(target + reference > 0)
    cells = sp.csr_matrix(counts)[present]
    a, b, length = target[present], reference[present], sizes[present]
    if a @ length <= 0 or b @ length <= 0:
        raise InputError("One of the two sides has no words.")
    p, adjusted = np.zeros((2, cells.shape[1]))
    least, tested = 0.0, np.ones(cells.shape[1], dtype=bool)
    numbers = [np.unique(clustering[present], return_inverse=True)[1] for clustering in clusterings]
    for of in numbers:
        here = _clusters_of_words(cells, of) >= _FEWEST
        tested &= here
        p[~here] = adjusted[~here] = 1
        if not here.any():
            continue
        sides = _Sides(cells[:, here], length, a, b, of, n_permutations, seed)
        tests = moving.max_t(sides.apart())
        p[here], adjusted[here] = (
            np.maximum(p[here], tests.p),
            np.maximum(adjusted[here], tests.adjusted),
        )
        least = max(least, (1 + sides.n_same) / (1 + n_permutations))
    return WordsApart(
        p,
        adjusted,
        int(tested.sum()),
        tuple(int(of.max()) + 1 for of in numbers),
        n_permutations,
        least or 1.0,
    )


class _Sides:
    """The statistics of words as found and permuted, one clustering."""

    def __init__(
        self,
        counts: sp.csr_matrix,
        sizes: Floats,
        target: Floats,
        reference: Floats,
        clusters: Ints,
        n_permutations: int,
        seed: int,
    ) -> None:
        self.labels = np.stack([target, reference], axis=1)
        self.sizes = sizes
        if moving.is_constant(self.labels, clusters):
            # A cluster that changes sides as a whole is one unit: fewer and larger ones.
            _, first = np.unique(clusters, return_index=True)
            joined = sp.csr_matrix((np.ones(len(clusters)), (clusters, np.arange(len(clusters)))))
            counts, self.sizes = sp.csr_matrix(joined @ counts), joined @ sizes
            self.labels, clusters = self.labels[first], np.arange(len(first))
        self.scores: moving.ClusterScores = moving.cluster_scores(counts, self.sizes, clusters)
        self.whole = len(self.labels) == int(clusters.max()) + 1
        self.move = moving.mover(clusters) if self.whole else moving.inside_mover(clusters)
        self.n, self.seed, self.n_same = n_permutations, seed, 0

    def apart(self) -> Iterator[Floats]:
        """Yield the statistics (n_words,) that were found, then those of each permutation."""
        pilot = [excess for excess, _ in self._drawn(_PILOT, [self.seed, 1])]
        spread = np.nan_to_num(np.nanstd(pilot, axis=0))
        middle = 0 if self.whole else np.nan_to_num(np.nanmean(pilot, axis=0))
        contrasts = self.scores.of(self._contrast(self.labels)[:, None])
        yield moving.over_error(contrasts[0][:, 0] - middle, contrasts[1][:, 0], spread)
        for excess, error in self._drawn(self.n, [self.seed, 2], count=True):
            yield np.nan_to_num(moving.over_error(excess - middle, error, spread), nan=np.inf)

    def _drawn(
        self, n: int, seed: Sequence[int], *, count: bool = False
    ) -> Iterator[tuple[Floats, Floats]]:
        rng = np.random.default_rng(seed)
        for start in range(0, n, _STEP):
            moved = [self.labels[self.move(rng)] for _ in range(min(_STEP, n - start))]
            if count:
                self.n_same += sum(bool((order == self.labels).all()) for order in moved)
            block = np.stack([self._contrast(order) for order in moved], axis=1)
            excess, errors = (np.ascontiguousarray(part.T) for part in self.scores.of(block))
            yield from zip(excess, errors, strict=True)

    def _contrast(self, labels: Floats) -> Floats:
        """Return what a word of each unit adds to the difference of frequencies, (n_units,).

        It is nan where a draw leaves a side without words.
        """
        words = self.sizes @ labels
        if (words <= 0).any():
            return np.full(len(labels), np.nan)
        return np.asarray(labels[:, 0] / words[0] - labels[:, 1] / words[1])


def _clusters_of_words(counts: sp.csr_matrix, clusters: Ints) -> Ints:
    """Return in how many clusters each word stands, (n_words,)."""
    joined = sp.csr_matrix((np.ones(len(clusters)), (clusters, np.arange(len(clusters)))))
    return np.asarray(((joined @ counts) > 0).sum(axis=0)).ravel()
