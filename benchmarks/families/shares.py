"""Wilson's interval of the share of a code among units drawn at random."""

from __future__ import annotations

import numpy as np

from families.family import Family, Outcome
from textmine.stats import wilson_interval


def run(setting: tuple[float, int], n_samples: int) -> Outcome:
    share, n = setting
    rng = np.random.default_rng([round(1000 * share), n])
    intervals = [wilson_interval(int(k), n) for k in rng.binomial(n, share, n_samples)]
    held = np.mean([interval.low <= share <= interval.high for interval in intervals])
    width = np.mean([interval.high - interval.low for interval in intervals])
    return Outcome(f"share {share:g}, {n} units", n_samples, float(held), width=float(width))


FAMILY = Family(
    "shares",
    grid=tuple((share, n) for share in (0.02, 0.1, 0.3, 0.5) for n in (20, 60, 200, 500)),
    quick=((0.1, 60), (0.5, 200)),
    run=run,
)
