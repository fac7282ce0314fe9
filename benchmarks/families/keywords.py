"""Key words of random splits of threads: has a split a word with adjusted p of .05 or less?

Threads are of very unequal size and use words in bursts (Dirichlet 300). `one word` is the share of
words of two threads or more with p of .05 or less, each alone. Beside whole threads, sides that
part the threads: documents inside them, or authors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from families.family import Family, Outcome
from textmine.arrays import Floats, Ints
from textmine.stats.words.words_apart import words_apart

VOCABULARY, CONCENTRATION, LEAST, N_PERMUTATIONS = 1000, 300, 3, 199


@dataclass(frozen=True)
class Split:
    """Threads, the share of them (or of documents, inside) on the first side, and what is counted.

    `inside` splits the documents of each thread at random.
    """

    n_threads: int
    share: float
    inside: bool = False
    each: bool = False

    def __str__(self) -> str:
        of = "documents inside threads" if self.inside else "threads"
        what = "one word" if self.each else "any word"
        return f"{what}: {self.n_threads} threads, {self.share:.0%} of {of}"


def drawn(rng: np.random.Generator, one: Split) -> tuple[sp.csr_matrix, Floats, Floats, Ints]:
    """Draw counts of words by unit, running words, the side of each unit, and its thread."""
    common = 1 / np.arange(5, VOCABULARY + 5)
    words = np.maximum(20, rng.lognormal(np.log(120), 1, one.n_threads)).astype(int)
    own = rng.gamma(CONCENTRATION * common / common.sum(), 1, (one.n_threads, VOCABULARY))
    own /= own.sum(axis=1, keepdims=True)
    parts = np.maximum(1, words // 40) if one.inside else np.ones(one.n_threads, dtype=int)
    threads = np.repeat(np.arange(one.n_threads), parts)
    sizes = (words // parts)[threads]
    counts = np.stack([rng.multinomial(n, own[t]) for n, t in zip(sizes, threads, strict=True)])
    side = rng.permutation(np.arange(len(sizes)) < max(2, round(one.share * len(sizes))))
    kept = counts.sum(axis=0) >= LEAST
    return sp.csr_matrix(counts[:, kept] * 1.0), sizes * 1.0, side * 1.0, threads


def run(setting: Split, n_samples: int) -> Outcome:
    found: list[float] = []
    for seed in range(n_samples):
        rng = np.random.default_rng([seed, setting.n_threads])
        counts, sizes, side, threads = drawn(rng, setting)
        test = words_apart(
            counts, sizes, side, 1 - side, [threads], n_permutations=N_PERMUTATIONS, seed=seed
        )
        several = test.p < 1
        each = float((test.p[several] <= 0.05).mean())
        found.append(each if setting.each else float((test.adjusted <= 0.05).any()))
    return Outcome(str(setting), n_samples, size=float(np.mean(found)))


GRID = tuple(
    Split(n, share, inside, each)
    for n in (20, 60, 200)
    for share, inside in ((0.5, False), (0.15, False), (0.5, True))
    for each in (False, True)
)

FAMILY = Family("keywords", GRID, (GRID[0], GRID[2]), run, n=100, n_quick=60)
