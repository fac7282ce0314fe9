"""The interval of the share of a level, from its own threads of very unequal size."""

from __future__ import annotations

import numpy as np

from families.family import Family, Outcome
from textmine.stats.shares.means_by_group import cluster_mean_intervals

SHARE = 0.2


def run(setting: tuple[int, float, float], n_samples: int) -> Outcome:
    threads, spread, shared = setting
    rng = np.random.default_rng([threads, round(10 * spread), round(10 * shared)])
    given = held = said = 0
    width = 0.0
    for _ in range(n_samples):
        sizes = np.clip(np.exp(rng.normal(1, spread, threads)).round(), 1, 200).astype(int)
        thread = np.repeat(np.arange(threads), sizes)
        # The fewer, the more a thread is of one theme.
        level = rng.beta(shared * SHARE, shared * (1 - SHARE), threads)[thread]
        values = rng.beta(4 * level + 1e-3, 4 * (1 - level) + 1e-3)[:, None]
        (interval,) = cluster_mean_intervals(values, thread)
        said += bool(interval.reason)
        if interval.defined:
            given += 1
            held += interval.low <= SHARE <= interval.high
            width += interval.high - interval.low
    return Outcome(
        f"{threads} threads, sizes by exp(N(1, {spread:g})), likeness {1 / (shared + 1):.2f}",
        n_samples,
        coverage=held / given if given else None,
        width=width / given if given else None,
        n_given=given,
        remarked=said / n_samples,
        remark="too few threads, or a few of them hold most units: the interval is wide",
    )


FAMILY = Family(
    "levels",
    grid=tuple(
        (threads, spread, shared)
        for threads in (3, 6, 8, 12, 15, 30, 40, 80)
        for spread in (0.0, 0.9, 1.4)
        for shared in (2.5, 10.0)
    ),
    quick=((3, 0.9, 10.0), (6, 0.9, 10.0), (15, 0.9, 2.5), (40, 0.9, 10.0)),
    run=run,
    n=1000,
    n_quick=150,
)
