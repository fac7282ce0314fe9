"""Shares of themes on two sides of whole threads that do not differ: is any said to differ?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from families.family import Family, Outcome
from textmine.stats.moving import compare_sides

N_PERMUTATIONS = 199


@dataclass(frozen=True)
class Sides:
    """Threads on each side, and how many themes, the rarest of them of 2 %."""

    first: int
    second: int
    n_themes: int

    def __str__(self) -> str:
        return f"{self.first} and {self.second} threads, {self.n_themes} themes"


def run(setting: Sides, n_samples: int) -> Outcome:
    shares = np.append(0.02, np.full(setting.n_themes - 1, 0.98 / (setting.n_themes - 1)))
    found, few = 0, 0
    for seed in range(n_samples):
        rng = np.random.default_rng([seed, setting.first, setting.n_themes])
        n = setting.first + setting.second
        sizes = np.maximum(1, rng.lognormal(1.5, 1, n)).astype(int)
        clusters = np.repeat(np.arange(n), sizes)
        counts = [
            rng.multinomial(m, p) for m, p in zip(sizes, rng.dirichlet(6 * shares, n), strict=True)
        ]
        marks = np.concatenate([np.repeat(np.eye(len(shares)), one, axis=0) for one in counts])
        test = compare_sides(
            marks, clusters < setting.first, clusters, n_permutations=N_PERMUTATIONS, seed=seed
        )
        found += bool((test.p_adjusted < 0.05).any())
        few += test.least_p >= 0.05
    remark = "So few clusters cannot tell the sides apart"
    return Outcome(
        str(setting), n_samples, size=found / n_samples, remarked=few / n_samples, remark=remark
    )


GRID = tuple(
    Sides(first, second, themes)
    for first, second in ((2, 4), (4, 6), (8, 8), (5, 30), (20, 20), (40, 12))
    for themes in (3, 10)
)

FAMILY = Family("two_sides", GRID, (GRID[4], GRID[9]), run, n=400, n_quick=100)
