"""Intervals of the scores that `evaluate` and `train` print: over all codes, and of a rare one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from families.family import Family, Outcome
from textmine.stats import ClassificationScores, classification_scores
from textmine.stats.systems.scores import Score

SHARES = (0.6, 0.3, 0.1)
SCORES: dict[str, Callable[[ClassificationScores], Score]] = {
    "accuracy": lambda found: found.accuracy,
    "kappa": lambda found: found.kappa,
    "macro-F1": lambda found: found.macro_f1,
    "F1 of the code of 10 %": lambda found: found.classes[2].f1,
    "recall of the code of 10 %": lambda found: found.classes[2].recall,
}


@dataclass(frozen=True)
class Setting:
    """A score over documents, alone or in threads; `odds` is the log odds of a right code."""

    score: str
    n: int
    threads: bool
    odds: float = 1.0

    def __str__(self) -> str:
        kind = "threads" if self.threads else "documents"
        return f"{self.score}, {self.n} {kind}, {'good' if self.odds > 2 else 'fair'} machine"


def drawn(rng: np.random.Generator, setting: Setting, n: int) -> tuple[np.ndarray, ...]:
    sizes = np.ones(n, dtype=int)
    if setting.threads:
        sizes = np.clip(np.exp(rng.normal(0.9, 0.9, n)).round(), 1, 20).astype(int)
    thread = np.repeat(np.arange(n), sizes)
    truth = rng.choice(3, len(thread), p=SHARES)
    ease = rng.normal(0, 1, n)[thread] if setting.threads else 0.0
    right = rng.random(len(thread)) < 1 / (1 + np.exp(-(setting.odds + ease)))
    return truth, np.where(right, truth, rng.choice(3, len(thread), p=SHARES)), thread


@cache
def truth_of(setting: Setting) -> float:
    gold, said, _ = drawn(np.random.default_rng(1), setting, 150_000)
    return SCORES[setting.score](classification_scores(gold, said, 3)).value


def run(setting: Setting, n_samples: int) -> Outcome:
    true = truth_of(setting)
    rng = np.random.default_rng([setting.n, setting.threads, round(10 * setting.odds)])
    held = given = told = 0
    width, remark = 0.0, ""
    for _ in range(n_samples):
        gold, said, thread = drawn(rng, setting, setting.n)
        found = classification_scores(gold, said, 3, clusters=thread)
        interval = SCORES[setting.score](found).interval
        told += interval.reason.startswith("Wide") or (setting.threads and setting.n < 10)
        remark = interval.reason or remark
        if interval.defined:
            given += 1
            held += interval.low <= true <= interval.high
            width += interval.high - interval.low
    return Outcome(
        str(setting),
        n_samples,
        coverage=held / given,
        width=width / given,
        n_given=given,
        remarked=told / n_samples,
        remark=remark,
    )


GRID = tuple(
    Setting(score, n, threads, odds)
    for threads, sizes in ((False, (40, 100, 300)), (True, (8, 12, 20, 30, 80)))
    for score in SCORES
    for odds in (1.0, 3.0)
    for n in sizes
)
FAMILY = Family(
    "scores", grid=GRID, quick=(GRID[8], GRID[30], GRID[59]), run=run, n=500, n_quick=100
)
