"""False passes of the alternative annotator test for a machine just at its limit, in threads."""

from __future__ import annotations

import numpy as np

from families.family import Family, Outcome
from textmine.stats.systems.alt_test import alt_test

EPSILON = 0.2


def run(setting: tuple[int, int], n_samples: int) -> Outcome:
    threads, units = setting
    rejected = tested = 0
    rng = np.random.default_rng([threads, units])
    for _ in range(n_samples):
        # Of two coders: one wins a unit in EPSILON more of the cases than the machine, no more.
        thread = np.repeat(np.arange(threads), units)
        lean = np.clip(0.6 + rng.normal(0, 0.1, threads), 0.05, 0.95)[thread]
        right = rng.random(threads * units) < lean
        machine = rng.random(threads * units) < lean - EPSILON
        truth = np.zeros(threads * units, dtype=int)
        codes = np.column_stack([truth, np.where(right, 0, 1)])
        # Where machine and coder are alike both win, and the difference is 0.
        found = alt_test(
            codes, np.where(machine, 0, 1), 2, epsilon=EPSILON, clusters=thread, q=0.9999
        )
        p = found.coders[1].p
        if not np.isnan(p):
            tested += 1
            rejected += p < 0.05
    return Outcome(
        f"{threads} threads of {units} units, epsilon {EPSILON:g}",
        n_samples,
        size=rejected / tested if tested else None,
        n_given=tested,
    )


FAMILY = Family(
    "alt_test",
    grid=tuple((threads, units) for threads in (12, 20, 30, 80) for units in (3, 10)),
    quick=((12, 3), (30, 3)),
    run=run,
    n=2000,
    n_quick=200,
)
