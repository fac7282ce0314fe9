"""Effects of covariates on topics: t of one effect, F of several levels, Holm over six topics.

Shares of six topics, skewed, of documents in threads of unequal size that are alike; none goes with
the covariate. A setting is how many threads there are, the covariate, the sizes of threads, and the
test. Threads have few documents (1 to 10), or some have very many (log-normal, up to 150), or one
has half of all. The remarks are those of `topics effects`: few degrees of freedom, few threads on
one side where a theme is one of few threads, and Holm's strictness with few threads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from families.family import Family, Outcome
from textmine.arrays import Floats, Ints
from textmine.stats.groups.clustered_ols import ClusteredFit, clustered_ols, joint_test, wald
from textmine.stats.multiple import holm
from textmine.topics.groups.effects import FEW_DEGREES, LOPSIDED

N_TOPICS, N_OUTCOMES, MEAN = 6, 24, 1 / 6
FEW = "So few threads stand behind an effect ... less than 4 degrees of freedom"
SIDE = "Few threads ... carry one side of a theme that few threads speak of"
STRICT = "strict with so few threads"
STRICT_DEGREES = 10


class Setting(NamedTuple):
    """`covariate`: "2" threads of the rarer kind, "slope", "inside", "4 levels" ...; `test`."""

    threads: int
    covariate: str
    sizes: str = "few"
    test: str = "t"


def run(setting: Setting, n_samples: int) -> Outcome:
    rng = np.random.default_rng([setting.threads, *map(ord, "".join(setting[1:]))])
    p: list[float] = []
    held: list[bool] = []
    told: list[str] = []
    while len(p) < n_samples:
        thread = np.repeat(np.arange(setting.threads), _sizes(rng, setting))
        columns, rows = _columns(rng, setting, thread)
        x = np.column_stack([np.ones(len(thread)), columns])
        if np.linalg.matrix_rank(x) < x.shape[1]:
            continue
        fit = clustered_ols(_shares(rng, thread), x, thread)
        if np.isnan(fit.df[rows]).any():
            continue
        _judge(setting, fit, rows, p, held, told)
    size = float(np.mean(np.array(p) < 0.05))
    return Outcome(
        f"{setting.threads} threads, {setting.covariate}, {setting.sizes}: {setting.test}",
        len(p),
        coverage=float(np.mean(held)) if held else None,
        size=size,
        n_given=int(np.isfinite(p).sum()),
        remarked=float(np.mean([one != "" for one in told])),
        remark=" | ".join(sorted({one for one in told if one})),
    )


def _judge(
    setting: Setting,
    fit: ClusteredFit,
    rows: list[int],
    p: list[float],
    held: list[bool],
    told: list[str],
) -> None:
    """Test the outcomes of one sample of threads; the first effect where one is asked for."""
    if "F" in setting.test:
        tests = [joint_test(fit, rows, outcome) for outcome in range(N_OUTCOMES)]
        found, df = np.array([test.p for test in tests]), tests[0].df[1]
        side = np.zeros(N_OUTCOMES, dtype=bool)
    else:
        tested = wald(fit.coefficients[1], fit.errors[1], df=fit.df[1])
        found, df = tested.p, float(fit.df[1])
        side = np.abs(fit.skewness[1]) >= LOPSIDED
        if "Holm" not in setting.test:
            held += list((tested.low <= 0) & (tested.high >= 0))
    if "Holm" in setting.test:
        families = found.reshape(-1, N_TOPICS)
        found = np.array([np.nanmin([*holm(family).adjusted, 1.0]) for family in families])
        side = side.reshape(-1, N_TOPICS).any(axis=1)
    p += list(found)
    strict = STRICT if "Holm" in setting.test and df < STRICT_DEGREES else ""
    told += [FEW if df < FEW_DEGREES else SIDE if one else strict for one in side]


def _sizes(rng: np.random.Generator, setting: Setting) -> Ints:
    n = setting.threads
    if setting.sizes == "equal":
        return np.full(n, 5)
    if setting.sizes == "some very many":
        return np.clip(np.round(rng.lognormal(1.5, 1.0, n)), 1, 150).astype(np.int64)
    sizes = np.asarray(1 + rng.poisson(4, n), dtype=np.int64)
    if setting.sizes == "one has half":
        sizes[0] = sizes[1:].sum()
    return sizes


def _columns(rng: np.random.Generator, setting: Setting, thread: Ints) -> tuple[Floats, list[int]]:
    """Return the columns (n, terms) of the covariate, and which rows of the fit are tested."""
    kind, n = setting.covariate, setting.threads
    if kind == "slope":
        return rng.normal(size=n)[thread][:, None], [1]
    if kind == "inside":
        return (rng.random(len(thread)) < 0.4).astype(float)[:, None], [1]
    if kind == "slope inside":
        return rng.normal(size=len(thread))[:, None], [1]
    if kind == "two covariates":
        columns = rng.random((n, 2)) < (0.4, 0.3)
        product = columns[:, :1] & columns[:, 1:]
        return np.hstack([product, columns])[thread].astype(float), [1]
    if kind.endswith("levels"):
        q = int(kind.split()[0])
        level = rng.permutation(np.arange(n) % q)[thread]
        return (level[:, None] == np.arange(1, q)).astype(float), list(range(1, q))
    rare = np.arange(n) < int(kind.split()[0])
    return rng.permutation(rare)[thread].astype(float)[:, None], [1]


def _shares(rng: np.random.Generator, thread: Ints) -> Floats:
    """Return shares (n, N_OUTCOMES): each block of six adds up to 1, and threads are alike."""
    blocks = []
    for _ in range(N_OUTCOMES // N_TOPICS):
        of_thread = rng.dirichlet(np.full(N_TOPICS, 3 * MEAN), int(thread.max()) + 1)
        drawn = rng.standard_gamma(6 * np.maximum(of_thread[thread], 1e-3))
        blocks.append(drawn / drawn.sum(axis=1, keepdims=True))
    return np.hstack(blocks)


_OF_A_KIND = ((10, "5"), (20, "10"), (20, "2"), (40, "4"), (60, "6"), (60, "20"))
_SIZES = ("few", "some very many", "one has half")

FAMILY = Family(
    "effects",
    grid=(
        *(Setting(n, f"{rare} of a kind", sizes) for n, rare in _OF_A_KIND for sizes in _SIZES),
        *(Setting(20, kind, sizes) for kind in ("slope", "inside") for sizes in _SIZES),
        Setting(100, "8 of a kind"),
        Setting(20, "slope inside"),
        Setting(6, "3 of a kind"),
        Setting(20, "10 of a kind", "equal"),
        *(Setting(n, "two covariates") for n in (20, 60)),
        *(Setting(n, "4 levels", sizes, "F") for n in (12, 24, 60) for sizes in _SIZES),
        *(Setting(n, "3 levels", test="F") for n in (12, 30)),
        *(Setting(n, "5 of a kind", test="t, Holm") for n in (10, 20, 60)),
        Setting(20, "slope", test="t, Holm"),
        *(Setting(n, "4 levels", test="F, Holm") for n in (24, 60)),
    ),
    quick=(
        Setting(20, "2 of a kind"),
        Setting(20, "10 of a kind", "some very many"),
        Setting(24, "4 levels", test="F"),
        Setting(20, "slope", test="t, Holm"),
    ),
    run=run,
    n=4800,
    n_quick=480,
)
