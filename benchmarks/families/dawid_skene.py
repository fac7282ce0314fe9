"""Dawid and Skene's probabilities: of codes said to be likelier than .95, how many are right.

No interval, but a promise all the same. So that it can be read like one, coverage is .95 + the
share of these codes that is right - their mean probability. The line names the share too, and how
much more often right coders look than they are. Coders are right in 80 % of units, either each on
their own, or alike: a quarter of the units (or threads) is hard, and there most who err fall for
the same wrong code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from families.family import Family, Outcome
from textmine.arrays import Ints
from textmine.stats.agreement.dawid_skene import FEW_UNITS, TOO_SURE, dawid_skene

SHARES = np.array([0.4, 0.3, 0.2, 0.1])
SURE = 0.95
KINDS = ("alone", "hard units", "hard threads")


@dataclass(frozen=True)
class Setting:
    """`n` units with a code by each of `coders`; how they err is one of `KINDS`."""

    coders: int
    n: int
    kind: str

    def __str__(self) -> str:
        return f"{self.coders} coders, {self.n} units, erring: {self.kind}"


def drawn(rng: np.random.Generator, setting: Setting) -> tuple[Ints, Ints]:
    """Return the true codes (n,) and those given (n, coders)."""
    n, k, shape = setting.n, len(SHARES), (setting.n, setting.coders)
    truth = rng.choice(k, n, p=SHARES)
    mean = 6 if setting.kind == "hard threads" else 1
    thread = np.repeat(np.arange(n), rng.geometric(1 / mean, n))[:n]
    hard = (rng.random(n) < 0.25)[thread]
    right, alike = np.where(hard, 0.35, 0.95), np.where(hard, 0.7, 0.0)
    if setting.kind == "alone":
        right, alike = np.full(n, 0.8), np.zeros(n)
    tempting = (truth + rng.integers(1, k, n)) % k
    any_other = (truth[:, None] + rng.integers(1, k, shape)) % k
    wrong = np.where(rng.random(shape) < alike[:, None], tempting[:, None], any_other)
    return truth, np.where(rng.random(shape) < right[:, None], truth[:, None], wrong)


def run(setting: Setting, n_samples: int) -> Outcome:
    rng = np.random.default_rng([setting.n, setting.coders, KINDS.index(setting.kind)])
    right, said, remarked, off = [], [], 0, []
    for _ in range(n_samples):
        truth, codes = drawn(rng, setting)
        found = dawid_skene(codes, len(SHARES), max_iterations=300, tolerance=1e-6)
        sure = found.posterior.max(axis=1) > SURE
        right.append((found.categories == truth)[sure])
        said.append(found.posterior.max(axis=1)[sure])
        # That coders may err alike is always said; whether they do, codes do not show.
        few = setting.n < FEW_UNITS and any("overfits" in one for one in found.remarks)
        remarked += few or (setting.kind != "alone" and TOO_SURE in found.remarks)
        own = np.nan_to_num(np.diagonal(found.confusion, axis1=1, axis2=2)) @ found.prior
        off.append(own.mean() - (codes == truth[:, None]).mean())
    share = float(np.concatenate(right).mean())
    return Outcome(
        f"{setting}: {share:.3f} right, accuracy {np.mean(off):+.3f}",
        n_samples,
        SURE + share - float(np.concatenate(said).mean()),
        remarked=remarked / n_samples,
        remark="too sure with few units, or with coders who err alike" if remarked else "",
    )


FAMILY = Family(
    "dawid_skene",
    grid=tuple(
        Setting(coders, n, kind) for kind in KINDS for coders in (2, 3, 5) for n in (50, 131, 500)
    ),
    quick=(Setting(3, 50, "alone"), Setting(5, 131, "alone"), Setting(3, 131, "hard threads")),
    run=run,
    n=100,
    n_quick=30,
)
