"""Shares of codes with a machine's help: PPI++ and hand codes in a sample, ACC and PACC without.

Made documents of three codes; a machine gives probabilities that are often wrong, and in a thread
wrong alike. The truth are the shares in the very corpus. Coverage is of one code a setting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from families.family import Family, Outcome
from textmine.arrays import Floats, Ints
from textmine.stats.shares.corpus_shares import LabelledSample, estimate_shares
from textmine.stats.shares.quantification import quantify
from textmine.stats.shares.sampling_design import simple_random, whole_clusters

SIZE = 1000
COMMON, RARE = (0.4, 0.35, 0.25), (0.57, 0.4, 0.03)
SHIFTED = {COMMON: (0.6, 0.3, 0.1), RARE: (0.5, 0.45, 0.05)}
CODES = {"commonest": 0, "rarest": 2}


@dataclass(frozen=True)
class Setting:
    """`n` hand-coded documents in threads of `mean`; `method` is "ppi", "hand", "acc" or "pacc"."""

    method: str
    n: int
    mean: float
    shares: tuple[float, ...]
    code: str = "rarest"
    unequal: bool = False
    apart: float = 2.0

    def __str__(self) -> str:
        threads = f", threads of {self.mean:g}" if self.mean > 1 else ""
        threads += " very unequal" if self.unequal else ""
        weak = ", weak machine" if self.apart < 1 else ""
        what = f"{self.code} of {100 * self.shares[CODES[self.code]]:g} %"
        return f"{self.method}: {self.n} coded{threads}, {what}{weak}"


def threads(rng: np.random.Generator, setting: Setting, n: int) -> Ints:
    if setting.unequal:
        sizes = np.minimum(n // 3, 1 + rng.pareto(1.1, n) * setting.mean / 3).astype(np.int64)
    else:
        sizes = rng.geometric(1 / setting.mean, n)
    return np.repeat(np.arange(n), sizes)[:n]


def drawn(
    rng: np.random.Generator, setting: Setting, n: int, shares: tuple[float, ...]
) -> tuple[Ints, Ints, Floats]:
    """Return threads, codes and probabilities of n documents."""
    group, k = threads(rng, setting, n), len(shares)
    each, alike = np.tile(shares, (n, 1)), np.zeros((n, k))
    if setting.mean > 1:
        each = rng.dirichlet(3 * np.array(shares), int(group.max()) + 1)[group]
        alike = rng.normal(0, 0.7, (int(group.max()) + 1, k))[group]
    codes = (rng.random(n)[:, None] > each.cumsum(axis=1)[:, :-1]).sum(axis=1)
    logit = 1.2 * (setting.apart * np.eye(k)[codes] + alike + rng.standard_normal((n, k)))
    odds = np.exp(logit)
    return group, codes, odds / odds.sum(axis=1, keepdims=True)


Found = tuple[Floats, Floats, Floats, Floats]
"""Whether each code's interval holds the truth, its width, whether there is one, and remarks."""


def shifted(rng: np.random.Generator, setting: Setting) -> Found:
    group, codes, said = drawn(rng, setting, setting.n, setting.shares)
    other, new, target = drawn(rng, setting, SIZE, SHIFTED[setting.shares])
    k = len(setting.shares)
    if setting.method == "acc":
        said, target = np.eye(k)[said.argmax(axis=1)], np.eye(k)[target.argmax(axis=1)]
    clusters, others = (group, other) if setting.mean > 1 else (None, None)
    found = quantify(np.eye(k)[codes], said, target, clusters=clusters, target_clusters=others)
    low, high = (np.array([getattr(i, end) for i in found.intervals]) for end in ("low", "high"))
    remarked = np.array([bool(remark) for remark in found.remarks], dtype=np.float64)
    return held(low, high, np.bincount(new, minlength=k) / SIZE, remarked)


def sampled(rng: np.random.Generator, setting: Setting) -> Found:
    group, codes, said = drawn(rng, setting, SIZE, setting.shares)
    k = len(setting.shares)
    if setting.mean > 1:
        order = rng.permutation(int(group.max()) + 1)
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        taken = np.cumsum(np.bincount(group)[order])
        rows = np.flatnonzero(place[group] <= np.searchsorted(taken, setting.n))
        design = whole_clusters(group[rows], len(order))
    else:
        rows = rng.choice(SIZE, setting.n, replace=False)
        design = simple_random(setting.n, SIZE)
    sample = LabelledSample(np.eye(k)[codes[rows]], said[rows], said.mean(axis=0), design, SIZE)
    shares = estimate_shares(sample)
    each = shares.powered if setting.method == "ppi" else shares.hand
    low, high = (np.array([getattr(i.interval, end) for i in each]) for end in ("low", "high"))
    few = len(np.unique(group[rows])) < 30 and setting.mean > 1
    return held(low, high, np.bincount(codes, minlength=k) / SIZE, np.full(k, float(few)))


def held(low: Floats, high: Floats, truth: Floats, remarked: Floats) -> Found:
    given = ~np.isnan(low)
    inside = (low <= truth) & (truth <= high)
    return inside.astype(np.float64), high - low, given.astype(np.float64), remarked


@cache
def simulated(setting: Setting, n_samples: int) -> Floats:
    """Return what came out of every sample: (n_samples, 4, k)."""
    seed = [setting.n, round(setting.mean), round(1000 * min(setting.shares)), setting.unequal]
    rng = np.random.default_rng(seed)
    one = shifted if setting.method in ("acc", "pacc") else sampled
    return np.array([one(rng, setting) for _ in range(n_samples)])


def run(setting: Setting, n_samples: int) -> Outcome:
    found = simulated(replace(setting, code=""), n_samples)[:, :, CODES[setting.code]]
    inside, width, given, remarked = found.T
    there = given > 0
    share = float(remarked[there].mean())
    rough = "so few threads give rough intervals"
    wide = "few hand-coded documents or threads, or hardly told from others"
    why = rough if setting.method in ("ppi", "hand") else wide
    return Outcome(
        str(setting),
        n_samples,
        float(inside[there].mean()),
        width=float(width[there].mean()),
        n_given=int(there.sum()),
        remarked=share,
        remark=why if share else "",
    )


def settings(methods: tuple[str, ...]) -> tuple[Setting, ...]:
    shapes = [
        *(Setting("", n, mean, shares) for n in (60, 131, 500) for mean in (1, 6)
          for shares in (COMMON, RARE)),
        Setting("", 131, 15, COMMON),
        Setting("", 131, 8, COMMON, unequal=True),
        Setting("", 131, 6, COMMON, apart=0.7),
    ]  # fmt: skip
    return tuple(
        replace(shape, method=method, code=code)
        for method in methods
        for shape in shapes
        for code in CODES
    )


FAMILY = Family(
    "prevalence",
    grid=settings(("ppi", "hand", "acc", "pacc")),
    quick=(
        Setting("ppi", 131, 1, RARE),
        Setting("ppi", 500, 6, COMMON),
        Setting("acc", 131, 1, COMMON),
        Setting("pacc", 131, 6, RARE),
    ),
    run=run,
    n=400,
    n_quick=150,
)
