"""The interval of an agreement coefficient: alpha, kappa and AC1, units alone or in threads.

A coder knows the true code of a unit with some probability and else draws one from the shares of
the codes, or from other shares, where coders lean to different codes. In threads, of very unequal
size, half of the units have the thread's own code, and how hard a thread is differs from thread to
thread, for all coders alike. The truth is the figure of 400,000 units of the same kind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from zlib import crc32

import numpy as np

from families.family import Family, Outcome
from textmine.arrays import Ints
from textmine.stats import (
    agreement_interval,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from textmine.stats.agreement.alpha import CoefficientFunction

SHARES = {
    "90/10": (0.9, 0.1),
    "80/10/5/5": (0.8, 0.1, 0.05, 0.05),
    "50/20/12/8/5/5": (0.5, 0.2, 0.12, 0.08, 0.05, 0.05),
}
SPREAD = 0.15
COEFFICIENTS: dict[str, tuple[CoefficientFunction, dict[str, str]]] = {
    "alpha": (krippendorff_alpha, {}),
    "ordinal alpha": (krippendorff_alpha, {"metric": "ordinal"}),
    "interval alpha": (krippendorff_alpha, {"metric": "interval"}),
    "kappa": (cohen_kappa, {}),
    "weighted kappa": (cohen_kappa, {"weights": "quadratic"}),
    "AC1": (gwet_ac1, {}),
    "per cent": (percent_agreement, {}),
}


@dataclass(frozen=True)
class Setting:
    """How many units (or threads) of what kind, coded by whom; `code` is one code's own alpha."""

    n: int
    coders: int = 2
    alpha: float = 0.5
    shares: tuple[float, ...] = SHARES["90/10"]
    missing: float = 0.0
    leaning: bool = False
    threads: bool = False
    figure: str = "alpha"
    code: int | None = None

    def __str__(self) -> str:
        shares = "/".join(f"{100 * share:g}" for share in self.shares)
        what = self.figure if self.code is None else f"alpha of a code of {shares.split('/')[-1]} %"
        parts = [
            f"{what} {self.alpha:g}",
            f"{self.n} {'threads' if self.threads else 'units'}",
            f"{self.coders} coders",
            shares,
        ]
        if self.missing:
            parts.append(f"{100 * self.missing:g} % missing")
        if self.leaning:
            parts.append("leaning")
        return ", ".join(parts)


def drawn(rng: np.random.Generator, setting: Setting, n: int) -> tuple[Ints, Ints | None]:
    """Draw the codes of n units, or of n threads with the thread of each unit."""
    shares = np.array(setting.shares)
    q, thread = len(shares), None
    if setting.threads:
        sizes = np.maximum(1, np.round(np.exp(rng.normal(0.8, 0.9, n)))).astype(int)
        thread = np.repeat(np.arange(n), sizes)
        units = len(thread)
        main = rng.choice(q, n, p=shares)[thread]
        truth = np.where(rng.random(units) < 0.5, main, rng.choice(q, units, p=shares))
        # Two coders agree beyond chance in E[knows^2] of the units, whatever they share.
        mean = np.sqrt(setting.alpha - SPREAD**2)
        size = mean * (1 - mean) / SPREAD**2 - 1
        knows = rng.beta(mean * size, (1 - mean) * size, n)[thread]
    else:
        units = n
        truth, knows = rng.choice(q, n, p=shares), np.full(n, np.sqrt(setting.alpha))
    guesses = rng.choice(q, (units, setting.coders), p=shares)
    if setting.leaning:
        other = np.sqrt(shares) / np.sqrt(shares).sum()
        guesses[:, -1] = rng.choice(q, units, p=other)
    right = rng.random(guesses.shape) < knows[:, None]
    codes = np.where(right, truth[:, None], guesses)
    codes[rng.random(codes.shape) < setting.missing] = -1
    return codes, thread


def counted(setting: Setting, codes: Ints) -> tuple[Ints, int]:
    """Return the codes that the figure is of, and the size of the codebook."""
    if setting.code is None:
        return codes, len(setting.shares)
    return np.where(codes < 0, -1, codes == setting.code).astype(np.int64), 2


@cache
def truth_of(setting: Setting) -> float:
    n = 100_000 if setting.threads else 400_000
    whole = replace(setting, missing=0.0)
    codes, _ = drawn(np.random.default_rng(1), whole, n)
    coefficient, options = COEFFICIENTS[setting.figure]
    return float(coefficient(*counted(setting, codes), **options).value)


def run(setting: Setting, n_samples: int) -> Outcome:
    truth = truth_of(setting)
    coefficient, options = COEFFICIENTS[setting.figure]
    rng = np.random.default_rng(crc32(str(setting).encode()))
    held = given = told = 0
    widths, remark = 0.0, ""
    for _ in range(n_samples):
        codes, thread = drawn(rng, setting, setting.n)
        mine, q = counted(setting, codes)
        interval = agreement_interval(coefficient, mine, q, clusters=thread, **options)
        told += bool(interval.reason)
        remark = interval.reason if interval.defined and interval.reason else remark
        if interval.defined:
            given += 1
            held += interval.low <= truth <= interval.high
            widths += interval.high - interval.low
    return Outcome(
        str(setting),
        n_samples,
        coverage=held / given if given else None,
        width=widths / given if given else None,
        n_given=given,
        remarked=told / n_samples,
        remark=remark,
    )


UNITS = tuple(
    Setting(n, coders, alpha, shares)
    for shares in SHARES.values()
    for coders in (2, 3)
    for alpha in (0.2, 0.5, 0.9)
    for n in (20, 60, 200, 500)
)
OTHERS = (
    *(
        Setting(n, 3, alpha, SHARES["80/10/5/5"], missing=0.3)
        for alpha in (0.2, 0.5, 0.9)
        for n in (60, 200)
    ),
    *(
        Setting(n, 2, alpha, shares, leaning=True)
        for shares in SHARES.values()
        for alpha in (0.5, 0.9)
        for n in (60, 200)
    ),
    *(
        Setting(n, 2, alpha, SHARES["90/10"], figure=figure)
        for figure in ("kappa", "AC1", "per cent")
        for alpha in (0.5, 0.9)
        for n in (20, 60, 200)
    ),
    *(
        Setting(n, 2, alpha, SHARES["50/20/12/8/5/5"], figure=figure)
        for figure in ("ordinal alpha", "interval alpha", "weighted kappa")
        for alpha in (0.5, 0.9)
        for n in (60, 200)
    ),
)
THREADS = tuple(
    Setting(n, coders, alpha, shares, threads=True)
    for shares in SHARES.values()
    for coders in (2, 3)
    for alpha in (0.2, 0.5, 0.9)
    for n in (12, 30, 100)
)

FAMILY = Family(
    "agreement",
    grid=(*UNITS, *OTHERS, *THREADS),
    quick=(UNITS[1], UNITS[10], THREADS[-1]),
    run=run,
    n=1000,
    n_quick=150,
)
