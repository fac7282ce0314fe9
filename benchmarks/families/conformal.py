"""Conformal sets: how often a new unit keeps its code in its set, code by code, at a level of .95.

Thresholds come from `n` held-out units, and each sample is tried on many new ones. Codes with too
few units for a threshold are always in the set, which the user is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from families.family import Family, Outcome
from textmine.arrays import Floats
from textmine.stats.systems.conformal import conformal_sets, conformal_thresholds

LEVEL, NEW = 0.95, 400
SHARES = np.array([0.55, 0.35, 0.1])
NAMES = ("commonest", "second", "rarest")


@dataclass(frozen=True)
class Setting:
    """`n` units in threads of `mean` units on average; coverage is of the code `place`."""

    n: int
    mean: float
    place: int

    def __str__(self) -> str:
        threads = f", threads of {self.mean:g}" if self.mean > 1 else ""
        return f"{self.n} units{threads}, {NAMES[self.place]} code"


def drawn(rng: np.random.Generator, n: int, mean: float) -> tuple[NDArray[np.bool_], Floats]:
    k = len(SHARES)
    thread = np.repeat(np.arange(n), rng.geometric(1 / mean, n))[:n]
    each, alike = np.tile(SHARES, (n, 1)), np.zeros((n, k))
    if mean > 1:
        each = rng.dirichlet(3 * SHARES, n)[thread]
        alike = rng.normal(0, 0.7, (n, k))[thread]
    codes = (rng.random(n)[:, None] > each.cumsum(axis=1)[:, :-1]).sum(axis=1)
    odds = np.exp(1.2 * (2 * np.eye(k)[codes] + alike + rng.standard_normal((n, k))))
    return np.eye(k, dtype=np.bool_)[codes], odds / odds.sum(axis=1, keepdims=True)


@cache
def simulated(n: int, mean: float, n_samples: int) -> Floats:
    """Return hits, new units and whether it is always in the set, by code: (n_samples, 3, k)."""
    rng = np.random.default_rng([n, round(mean)])
    found = []
    for _ in range(n_samples):
        gold, said = drawn(rng, n, mean)
        thresholds = conformal_thresholds(said, gold, LEVEL)
        new, told = drawn(rng, NEW, mean)
        kept = conformal_sets(told, thresholds)
        found.append([(kept & new).sum(axis=0), new.sum(axis=0), thresholds.always])
    return np.array(found, dtype=np.float64)


def run(setting: Setting, n_samples: int) -> Outcome:
    hits, new, always = simulated(setting.n, setting.mean, n_samples)[:, :, setting.place].T
    share = float(always.mean())
    return Outcome(
        str(setting),
        n_samples,
        float(hits.sum() / new.sum()),
        remarked=share,
        remark="always in the set: too few examples" if share else "",
    )


FAMILY = Family(
    "conformal",
    grid=tuple(
        Setting(n, mean, place) for n in (60, 131, 500) for mean in (1, 6, 15) for place in range(3)
    ),
    quick=(Setting(131, 6, 0), Setting(500, 6, 2)),
    run=run,
    n=2000,
    n_quick=200,
)
