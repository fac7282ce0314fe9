"""Two systems on the same units, or several over data sets: intervals and tests of `benchmark`.

"interval": the interval of a difference, and p of approximate randomisation, over units or over
threads (of 1 to 10 units, or some with very many) that are harder for one system than for the
other. "McNemar": its mid-p, over units. "folds": the corrected t of two learners alike in
expectation, over the folds of one cross-validation. "Friedman" and "Nemenyi": systems alike in
expectation over data sets. The remarks are those of `benchmark`: the systems differ on few units;
p over folds is strict; few data sets say little.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from families.family import Family, Outcome
from textmine.arrays import Floats, Ints
from textmine.benchmark.results import FEW_APART
from textmine.stats import confusion_matrix
from textmine.stats.systems.friedman import corrected_t, friedman, nemenyi_difference
from textmine.stats.systems.paired import discordant, mcnemar, metric_of, paired_difference

SHARES = np.array([0.5, 0.25, 0.15, 0.1])
Q = len(SHARES)
MANY, FEW_DATA_SETS = 60_000, 6
FEW_SETS = "So few data sets say little: only very large differences of ranks stand out"
REMARK = "one is right more often in ... only: the interval is wide"
REMARKS = {"folds": "p folds is strict", "Friedman": FEW_SETS, "Nemenyi": FEW_SETS}


class Setting(NamedTuple):
    """`test` of `n` units, threads, data sets; `right` are the systems' accuracies.

    `alike` is how often both systems are right or wrong for the same cause. For "folds" `n` are
    units and `more` folds, for "Friedman" and "Nemenyi" data sets and systems.
    """

    test: str
    n: int
    drawn: str = "units"
    right: tuple[float, float] = (0.8, 0.8)
    alike: float = 0.7
    metric: str = "kappa"
    more: int = 0

    def __str__(self) -> str:
        if self.more:
            kind = "folds" if self.test == "folds" else "systems"
            return f"{self.test}: {self.n}, {self.more} {kind}"
        right = f"{self.right[0]:g} and {self.right[1]:g} right, {self.alike:g} alike"
        return f"{self.test}: {self.n} {self.drawn}, {right}, {self.metric}"


def run(setting: Setting, n_samples: int) -> Outcome:
    rng = np.random.default_rng([setting.n, *map(ord, str(setting))])
    if setting.test == "interval":
        return _interval(rng, setting, n_samples)
    if setting.test == "McNemar":
        p, few = np.array([_mcnemar(rng, setting) for _ in range(n_samples)]).T
        told = float(np.mean(few))
    else:
        one = {"folds": _folds, "Friedman": _friedman, "Nemenyi": _nemenyi}[setting.test]
        p, told = np.array([one(rng, setting.n, setting.more) for _ in range(n_samples)]), 0.0
        if setting.test == "folds" or setting.n < FEW_DATA_SETS:
            told = 1.0
    size = float(np.mean(p < 0.05))
    return Outcome(
        str(setting), n_samples, size=size, remarked=told, remark=REMARKS.get(setting.test, REMARK)
    )


def _interval(rng: np.random.Generator, setting: Setting, n_samples: int) -> Outcome:
    of, null = metric_of(setting.metric), setting.right[0] == setting.right[1]
    truth = 0.0
    if not null:
        gold, *systems, _ = _codes(rng, setting, MANY)
        one, two = (of(confusion_matrix(gold, codes, Q).astype(float)) for codes in systems)
        truth = float(one - two)
    held, widths, p, few = [], [], [], []
    for _ in range(n_samples):
        gold, first, second, thread = _codes(rng, setting, setting.n)
        clusters = None if setting.drawn == "units" else thread
        found = paired_difference(
            gold,
            first,
            second,
            Q,
            metric=setting.metric,
            clusters=clusters,
            n_permutations=499,
            seed=int(rng.integers(2**31)),
        )
        held.append(found.interval.low <= truth <= found.interval.high)
        widths.append(found.interval.high - found.interval.low)
        p.append(found.p)
        few.append(found.n_apart < FEW_APART)
    return Outcome(
        str(setting),
        n_samples,
        coverage=float(np.mean(held)),
        size=float(np.mean(np.array(p) <= 0.05)) if null else None,
        width=float(np.mean(widths)),
        remarked=float(np.mean(few)),
        remark=REMARK,
    )


def _codes(rng: np.random.Generator, setting: Setting, n: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return reference codes, the codes of two systems, and the thread of each unit."""
    if setting.drawn == "units":
        thread = np.arange(n)
    else:
        sizes = 1 + rng.poisson(4, n)
        if setting.drawn != "threads":
            sizes = np.clip(np.round(rng.lognormal(1.5, 1.0, n)), 1, 150).astype(np.int64)
        thread = np.repeat(np.arange(n), sizes)
    size = len(thread)
    gold = rng.choice(Q, size, p=SHARES)
    harder = np.zeros((size, 2))
    if setting.drawn != "units":
        main = rng.choice(Q, n, p=SHARES)[thread]
        gold = np.where(rng.random(size) < 0.4, main, gold)
        harder = rng.normal(0, 0.8, (n, 2))[thread]
    share = np.array(setting.right)
    chance = 1 / (1 + (1 - share) / share * np.exp(harder))
    luck, other = rng.random(size), rng.random(size)
    common = rng.random(size) < setting.alike
    miss, miss_too = (gold + rng.integers(1, Q, size)) % Q, (gold + rng.integers(1, Q, size)) % Q
    first = np.where(luck < chance[:, 0], gold, miss)
    second = np.where(
        np.where(common, luck, other) < chance[:, 1], gold, np.where(common, miss, miss_too)
    )
    return gold, first, second, thread


def _mcnemar(rng: np.random.Generator, setting: Setting) -> tuple[float, float]:
    gold, first, second, _ = _codes(rng, setting, setting.n)
    pair = discordant(gold, first, second, Q)
    return mcnemar(*pair).mid_p, float(sum(pair) < FEW_APART)


def _folds(rng: np.random.Generator, n: int, n_folds: int) -> float:
    """Two learners, the nearest mean of classes on five features each, on one set of units."""
    label = rng.integers(0, 3, n)
    centre = rng.normal(0, 0.7, (3, 5))
    seen = np.stack([centre[label] + rng.normal(size=(n, 5)) for _ in range(2)])
    fold = rng.permutation(n) % n_folds
    differences = [_one_fold(seen, label, fold == one) for one in range(n_folds)]
    return corrected_t(differences, n - n / n_folds, n / n_folds).p_two_sided


def _one_fold(seen: Floats, label: Ints, held: Ints) -> float:
    right = []
    for features in seen:
        means = np.stack([features[~held & (label == one)].mean(axis=0) for one in range(3)])
        far = ((features[held][:, None] - means) ** 2).sum(axis=2)
        right.append((far.argmin(axis=1) == label[held]).mean())
    return float(right[0] - right[1])


def _scores(rng: np.random.Generator, n: int, q: int) -> Floats:
    return np.asarray(rng.normal(size=(n, 1)) + rng.normal(0, 0.1, (n, q)))


def _friedman(rng: np.random.Generator, n: int, q: int) -> float:
    found = friedman(_scores(rng, n, q))
    return found.f_p if np.isnan(found.exact_p) else found.exact_p


def _nemenyi(rng: np.random.Generator, n: int, q: int) -> float:
    """Return 0 where the two systems farthest apart are said to differ, else 1."""
    ranks = friedman(_scores(rng, n, q)).mean_ranks
    return float(max(ranks) - min(ranks) < _difference(q, n))


_known: dict[tuple[int, int], float] = {}


def _difference(q: int, n: int) -> float:
    if (q, n) not in _known:
        _known[q, n] = nemenyi_difference(q, n).critical_difference
    return _known[q, n]


_RIGHT = ((0.7, 0.7, 0.5), (0.9, 0.85, 0.7), (0.95, 0.95, 0.9), (0.95, 0.5, 0.3))

FAMILY = Family(
    "paired",
    grid=(
        *(
            Setting("interval", n, "units", (one, two), alike)
            for n in (20, 60, 200)
            for one, two, alike in _RIGHT
        ),
        *(
            Setting("interval", n, drawn, (one, two), alike)
            for n, drawn in (
                (5, "threads"),
                (12, "threads"),
                (20, "threads"),
                (20, "threads, some big"),
                (60, "threads"),
            )
            for one, two, alike in _RIGHT
        ),
        *(
            Setting("interval", 60, "units", (0.8, 0.8), 0.5, metric)
            for metric in ("accuracy", "macro_f1")
        ),
        *(
            Setting("interval", 20, "threads", (0.8, 0.7), 0.5, metric)
            for metric in ("accuracy", "macro_f1")
        ),
        *(Setting("McNemar", n, "units", (0.8, 0.8), 0.5) for n in (20, 60, 200, 500)),
        *(Setting("folds", n, more=folds) for n in (60, 300) for folds in (3, 5, 10)),
        *(
            Setting(test, n, more=q)
            for test in ("Friedman", "Nemenyi")
            for n in (3, 6, 14)
            for q in (3, 6)
        ),
    ),
    quick=(
        Setting("interval", 60, "units", (0.9, 0.85), 0.7),
        Setting("interval", 20, "threads", (0.7, 0.7), 0.5),
        Setting("folds", 300, more=5),
        Setting("Friedman", 6, more=3),
    ),
    run=run,
    n=800,
    n_quick=150,
)
