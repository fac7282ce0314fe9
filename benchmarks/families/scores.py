"""Intervals of accuracy, kappa and macro-F1 that `evaluate` prints, over threads."""

from __future__ import annotations

import numpy as np

from families.family import Family, Outcome
from textmine.stats import classification_scores

SHARES = (0.6, 0.3, 0.1)


def _drawn(threads: int, seed: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng([threads, seed])
    sizes = np.clip(np.exp(rng.normal(0.9, 0.9, threads)).round(), 1, size).astype(int)
    thread = np.repeat(np.arange(threads), sizes)
    truth = rng.choice(3, len(thread), p=SHARES)
    right = rng.random(len(thread)) < 1 / (1 + np.exp(-(1 + rng.normal(0, 1, threads)[thread])))
    return truth, np.where(right, truth, rng.integers(3, size=len(thread))), thread


def run(setting: tuple[str, int], n_samples: int) -> Outcome:
    score, threads = setting
    large = classification_scores(*_drawn(60_000, 1, 20)[:2], 3, n_resamples=1)
    true = getattr(large, score).value
    held, width = 0, 0.0
    for sample in range(n_samples):
        gold, said, thread = _drawn(threads, 2 + sample, 20)
        found = classification_scores(gold, said, 3, clusters=thread, n_resamples=400, seed=sample)
        interval = getattr(found, score).interval
        held += interval.low <= true <= interval.high
        width += interval.high - interval.low
    return Outcome(
        f"{score}, {threads} threads",
        n_samples,
        coverage=held / n_samples,
        width=width / n_samples,
        remarked=float(threads < 10),
        remark="So few threads give intervals that are too narrow.",
    )


FAMILY = Family(
    "scores",
    grid=tuple(
        (score, threads)
        for score in ("accuracy", "kappa", "macro_f1")
        for threads in (8, 12, 20, 30, 80)
    ),
    quick=(("kappa", 30), ("macro_f1", 80)),
    run=run,
    n=500,
    n_quick=60,
)
