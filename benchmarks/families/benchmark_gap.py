"""The gap between a machine and coders who are exactly as good, in threads of unequal size."""

from __future__ import annotations

import numpy as np

from families.family import Family, Outcome
from textmine.benchmark.results import FEW_THREADS
from textmine.stats.systems.coder_comparison import against_others


def run(setting: tuple[str, int, int], n_samples: int) -> Outcome:
    metric, threads, largest = setting
    held, width = 0, 0.0
    for sample in range(n_samples):
        rng = np.random.default_rng([threads, largest, sample])
        sizes = np.clip(np.exp(rng.normal(0.9, 0.9, threads)).round(), 1, largest).astype(int)
        thread = np.repeat(np.arange(threads), sizes)
        truth = rng.choice(3, len(thread), p=[0.5, 0.3, 0.2])
        easy = 1 / (1 + np.exp(-(1.9 + rng.normal(0, 1, (threads, 4))[thread])))
        said = np.where(
            rng.random(easy.shape) < easy, truth[:, None], rng.integers(3, size=easy.shape)
        )
        found = against_others(said[:, :3], said[:, 3], 3, metric, clusters=thread, seed=sample)
        interval = found.gap.interval
        held += interval.low <= 0 <= interval.high
        width += interval.high - interval.low
    return Outcome(
        f"{metric}, {threads} threads of up to {largest} units",
        n_samples,
        coverage=held / n_samples,
        width=width / n_samples,
        remarked=float(threads < 30),
        remark=FEW_THREADS.format(threads),
    )


FAMILY = Family(
    "benchmark_gap",
    grid=tuple(
        (metric, threads, largest)
        for metric in ("kappa", "accuracy", "macro_f1")
        for threads in (12, 20, 30, 80)
        for largest in (8, 60)
    ),
    quick=(("kappa", 12, 8), ("kappa", 30, 8), ("macro_f1", 30, 8)),
    run=run,
    n=500,
    n_quick=100,
)
