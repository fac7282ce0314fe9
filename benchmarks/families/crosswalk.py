"""Cells and the whole table of themes by codes, unrelated: rare codes, threads of unequal size.

Size: the share of tables with any cell that stands out, or with p of the whole table below .05.
Threads that start again in a larger one's place make both somewhat too careful (`mover`), and so do
codes of so few documents that few tables differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from families.family import Family, Outcome
from textmine.arrays import Floats, Ints
from textmine.stats.groups.soft_association import soft_association

RARE, FIVE, COMMON = (0.02, 0.03, 0.25, 0.7), (0.05, 0.35, 0.6), (0.2, 0.3, 0.5)
N_PERMUTATIONS = 199


@dataclass(frozen=True)
class Crossed:
    """Documents (about so many with threads), shares of codes, soft themes or main ones."""

    n: int
    codes: tuple[float, ...]
    soft: bool
    n_threads: int = 0
    whole: bool = False
    n_themes: int = 4

    def __str__(self) -> str:
        threads = f", {self.n_threads} threads" if self.n_threads else ""
        themes = "soft" if self.soft else "main"
        what = "whole table" if self.whole else "any cell"
        return (
            f"{what}: {self.n} documents{threads}, code of {min(self.codes):.0%}, {themes} themes"
        )


def drawn(rng: np.random.Generator, one: Crossed) -> tuple[Floats, Floats, Ints]:
    """Draw themes and codes that have nothing to do with each other, and the threads."""
    if not one.n_threads:
        clusters = np.arange(one.n)
        of_codes = np.tile(one.codes, (one.n, 1))
        themes = rng.dirichlet(np.full(one.n_themes, 0.3), one.n)
    else:
        sizes = rng.lognormal(0, 1, one.n_threads)
        sizes = np.maximum(1, np.round(sizes * one.n / sizes.sum())).astype(int)
        clusters = np.repeat(np.arange(one.n_threads), sizes)
        of_codes = rng.dirichlet(6 * np.array(one.codes), one.n_threads)[clusters]
        own = rng.dirichlet(np.ones(one.n_themes), one.n_threads)[clusters]
        gamma = rng.gamma(2 * own + 0.05) + 1e-9
        themes = gamma / gamma.sum(axis=1, keepdims=True)
    above = rng.random(len(clusters))[:, None] > of_codes.cumsum(axis=1)[:, :-1]
    codes = np.eye(len(one.codes))[above.sum(axis=1)]
    if not one.soft:
        themes = np.eye(one.n_themes)[themes.argmax(axis=1)]
    return themes, codes, clusters


def run(setting: Crossed, n_samples: int) -> Outcome:
    found, given = 0, 0
    for seed in range(n_samples):
        themes, codes, clusters = drawn(np.random.default_rng([seed, setting.n]), setting)
        test = soft_association(
            themes, codes, clusters, n_permutations=N_PERMUTATIONS, n_resamples=1, seed=seed
        )
        given += test.p == test.p
        found += test.p <= 0.05 if setting.whole else test.adjusted.n_rejected > 0
    return Outcome(
        str(setting),
        n_samples,
        size=found / max(given, 1),
        n_given=given,
        remarked=float(setting.n_threads > 0),
        remark="where threads differ in size the test is careful",
    )


SETTINGS = tuple(
    Crossed(n, codes, soft, threads, whole)
    for n, codes, threads in (
        (60, FIVE, 0),
        (100, RARE, 0),
        (300, RARE, 0),
        (100, COMMON, 0),
        (120, FIVE, 20),
        (300, RARE, 60),
    )
    for soft in (False, True)
    for whole in (False, True)
)

FAMILY = Family("crosswalk", SETTINGS, (SETTINGS[4], SETTINGS[16]), run, n=300, n_quick=60)
