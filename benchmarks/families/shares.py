"""Intervals of the share of a code: Wilson's, the exact one by thread, and of all codes at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from families.family import Family, Outcome
from textmine.stats import wilson_interval
from textmine.stats.shares.corpus_shares import LabelledSample, estimate_shares
from textmine.stats.shares.sampling_design import simple_random
from textmine.stats.shares.share_intervals import EXACT_INTERVALS, share_interval

ENDLESS = 1_000_000
SEVERAL = np.array([0.4, 0.25, 0.2, 0.1, 0.05])


@dataclass(frozen=True)
class Setting:
    """`n` units at random, or in threads of `mean` units that are `alike` (0 to 1) in the code.

    `kind` is "wilson", "exact" (Clopper and Pearson's with the threads' effective n) or "together".
    """

    kind: str
    n: int
    share: float = 0.0
    mean: float = 1
    alike: float = 0.0

    def __str__(self) -> str:
        if self.kind == "together":
            return f"together: shares of {len(SEVERAL)} codes, {self.n} units"
        threads = f" in threads of {self.mean:g}, alike {self.alike:g}" if self.mean > 1 else ""
        return f"{self.kind}: share {self.share:g}, {self.n} units{threads}"


def run(setting: Setting, n_samples: int) -> Outcome:
    rng = np.random.default_rng([round(1000 * setting.share), setting.n, round(setting.mean)])
    one = {"wilson": _wilson, "exact": _exact, "together": _together}[setting.kind]
    found = np.array([one(rng, setting) for _ in range(n_samples)])
    there = ~np.isnan(found[:, 1])
    return Outcome(
        str(setting),
        n_samples,
        float(found[there, 0].mean()),
        width=float(found[there, 1].mean()),
        n_given=int(there.sum()),
        remarked=1.0 if setting.kind == "exact" and setting.share < 0.1 else 0.0,
        remark=EXACT_INTERVALS if setting.kind == "exact" else "",
    )


def _wilson(rng: np.random.Generator, setting: Setting) -> tuple[float, float]:
    interval = wilson_interval(int(rng.binomial(setting.n, setting.share)), setting.n)
    return interval.low <= setting.share <= interval.high, interval.high - interval.low


def _exact(rng: np.random.Generator, setting: Setting) -> tuple[float, float]:
    thread = np.repeat(np.arange(setting.n), rng.geometric(1 / setting.mean, setting.n))
    thread = thread[: setting.n]
    chance: NDArray[np.float64] = np.full(setting.n, setting.share)
    if setting.alike:
        known = 1 / setting.alike - 1
        chance = rng.beta(setting.share * known, (1 - setting.share) * known, setting.n)[thread]
    hits = rng.random(setting.n) < chance
    interval = share_interval(hits, thread if setting.mean > 1 else None)
    return interval.low <= setting.share <= interval.high, interval.high - interval.low


def _together(rng: np.random.Generator, setting: Setting) -> tuple[float, float]:
    labels = np.eye(len(SEVERAL))[rng.choice(len(SEVERAL), setting.n, p=SEVERAL)]
    nothing = np.zeros(len(SEVERAL))
    sample = LabelledSample(
        labels, np.zeros_like(labels), nothing, simple_random(setting.n, ENDLESS), ENDLESS
    )
    hand = [one.interval for one in estimate_shares(sample, n_simultaneous=len(SEVERAL)).hand]
    inside = all(one.low <= p <= one.high for one, p in zip(hand, SEVERAL, strict=True))
    return inside, float(np.mean([one.high - one.low for one in hand]))


FAMILY = Family(
    "shares",
    grid=(
        *(Setting("wilson", n, p) for p in (0.02, 0.1, 0.3, 0.5) for n in (20, 60, 200, 500)),
        *(
            Setting("exact", n, p, mean, 0.2 if mean > 1 else 0)
            for p in (0.05, 0.3)
            for n, mean in ((60, 1), (60, 6), (131, 1), (131, 6), (131, 15), (500, 1), (500, 6))
        ),
        *(Setting("together", n) for n in (60, 131, 500)),
    ),
    quick=(
        Setting("wilson", 60, 0.1),
        Setting("wilson", 200, 0.5),
        Setting("exact", 500, 0.3, 6, 0.2),
        Setting("together", 131),
    ),
    run=run,
)
