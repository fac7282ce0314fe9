"""Effects of a covariate that is the same all through a thread, with few threads of a kind."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Run
from tests.made import add_corpus, copied, quick_workspace, small_documents
from textmine.corpus import load_corpus
from textmine.stats.groups.clustered_ols import clustered_ols, joint_test, wald
from textmine.stats.multiple import holm
from textmine.topics import fit_topics


def of_one_covariate(means, x, size=3):
    """Regress threads of `size` units with these means on a covariate (n_threads,) of threads."""
    thread = np.repeat(np.arange(len(means)), size)
    y = np.array(means)[thread] + np.tile(np.linspace(-0.01, 0.01, size), len(means))
    fit = clustered_ols(y[:, None], np.column_stack([np.ones(len(y)), x[thread]]), thread)
    return fit, wald(fit.coefficients[1], fit.errors[1], df=fit.df[1])


def exact_p(means, n_rare):
    """Of all ways to choose so many threads, the share with a difference as large as the last."""
    means = np.array(means)
    found = []
    for chosen in combinations(range(len(means)), n_rare):
        rare = np.isin(np.arange(len(means)), chosen)
        found.append(abs(means[rare].mean() - means[~rare].mean()))
    return np.mean(np.array(found) >= found[-1] - 1e-9)


TWENTY = "10 12 30 05 22 18 02 40 15 08 25 11 33 07 19 14 28 09 31 30"


def test_two_threads_of_twenty():
    means = [float(one) / 100 for one in TWENTY.split()]
    fit, tested = of_one_covariate(means, np.arange(20) >= 18)
    assert fit.coefficients[1, 0] == pytest.approx(0.1339, abs=1e-4)
    assert fit.errors[1, 0] == pytest.approx(0.02545, abs=1e-5)
    assert fit.df[1] == pytest.approx(1.23, abs=0.005)
    assert tested.p[0] == pytest.approx(0.086, abs=5e-4)
    assert (tested.low[0], tested.high[0]) == pytest.approx((-0.075, 0.343), abs=5e-4)
    assert exact_p(means, 2) == pytest.approx(0.10)


@pytest.mark.parametrize(
    ("means", "n_rare", "size"),
    [
        ([0.1, 0.3, 0.2, 0.05, 0.15, 0.25, 0.12, 0.28, 0.08, 0.36, 0.34], 2, 4),
        ([0.5, 0.1, 0.3, 0.2, 0.4, 0.15, 0.45, 0.25, 0.35, 0.6, 0.62, 0.58], 3, 1),
        ([*np.linspace(0, 0.6, 24), 0.58, 0.6], 2, 5),
    ],
)
def test_two_or_three_threads_say_little(means, n_rare, size):
    _, tested = of_one_covariate(means, np.arange(len(means)) >= len(means) - n_rare, size)
    assert tested.df < 4
    assert tested.p[0] > 0.25 * exact_p(means, n_rare)
    assert tested.p[0] > 0.004


def null(rng, n_threads, blocks=4):
    """Shares of six skewed topics in threads of 1 to 10 documents that are alike."""
    thread = np.repeat(np.arange(n_threads), 1 + rng.poisson(3, n_threads))
    drawn = []
    for _ in range(blocks):
        topics = rng.dirichlet(np.full(6, 1.0), n_threads)[thread]
        drawn.append(topics + rng.normal(0, 0.1, topics.shape))
    return np.hstack(drawn), thread


def dummies(rng, n_threads, n_levels):
    level = rng.permutation(np.arange(n_threads) % n_levels)
    return (level[:, None] == np.arange(1, n_levels)).astype(float)


@pytest.mark.parametrize(
    ("n_threads", "covariate"),
    [
        (10, lambda rng: dummies(rng, 10, 2)),
        (20, lambda rng: dummies(rng, 20, 2)),
        (20, lambda rng: rng.permutation(np.arange(20) < 2)[:, None]),
        (40, lambda rng: rng.permutation(np.arange(40) < 4)[:, None]),
        (20, lambda rng: rng.normal(size=(20, 1))),
    ],
    ids=["5 of 10", "10 of 20", "2 of 20", "4 of 40", "a slope over 20"],
)
def test_chance_is_found_in_five_of_a_hundred(n_threads, covariate):
    rng = np.random.default_rng(n_threads)
    p, first = [], []
    for _ in range(60):
        y, thread = null(rng, n_threads)
        fit = clustered_ols(y, np.column_stack([np.ones(len(y)), covariate(rng)[thread]]), thread)
        found = wald(fit.coefficients[1], fit.errors[1], df=fit.df[1]).p
        p += list(found)
        first += [min(holm(six).adjusted) for six in found.reshape(-1, 6)]
    assert np.mean(np.array(p) < 0.05) < 0.08
    assert np.mean(np.array(first) < 0.05) < 0.1


@pytest.mark.parametrize("n_threads", [12, 24, 60])
def test_four_levels_together(n_threads):
    rng = np.random.default_rng(n_threads)
    p = []
    for _ in range(60):
        y, thread = null(rng, n_threads, blocks=2)
        x = np.column_stack([np.ones(len(y)), dummies(rng, n_threads, 4)[thread]])
        fit = clustered_ols(y, x, thread)
        p += [joint_test(fit, [1, 2, 3], outcome).p for outcome in range(12)]
    assert np.mean(np.array(p) < 0.05) < 0.085


@cache
def with_topics(root: Path):
    """60 documents in 20 threads, of which two are of one kind and one of another; model `m`."""
    space = quick_workspace(root / "few-threads")
    rows, _ = small_documents(60, "abc")
    for place, row in enumerate(rows):
        thread = place // 3
        row["office"] = "rare" if thread < 2 else "lone" if thread == 2 else "usual"
        row["quarter"] = f"q{thread % 4}"
        row["region"] = "n" if thread < 2 else "s"
        row["turn"] = str(place % 5)
    add_corpus(space, "small", rows, root / "few-threads.csv")
    settings = space.settings.override("topics", n_topics=3)
    fit_topics(space, load_corpus(space, "small"), "m", settings)
    return space.root


@pytest.fixture
def effects(tmp_path_factory, tmp_path, run_in) -> Run:
    space = copied(with_topics(tmp_path_factory.getbasetemp()), tmp_path / "few")
    run = run_in(space.root)
    return lambda *options: run("topics", "effects", "m", "--covariates", *options)


def test_the_user_sees_how_little_two_threads_say(effects):
    ran = effects("office", "-f", "json")
    rows = ran.rows
    rare = [row for row in rows if row["value"] == "rare"]
    assert all(row["df"] < 2 for row in rare)
    assert all("so few threads behind it" in row["remark"] for row in rare)
    assert all(row["high"] - row["low"] > 0.2 for row in rare)
    assert "less than 4 degrees of freedom: office: rare against usual (1.2)" in ran.err
    lone = [row for row in rows if row["value"] == "lone"]
    assert all(row["low"] is None and row["p"] is None for row in lone)
    assert all(row["remark"].startswith("hangs on one thread alone") for row in lone)
    assert "No interval: office: lone against usual hangs on one thread alone" in ran.err


def test_values_together_and_covariates_inside_threads(effects):
    ran = effects("quarter + turn", "--draws", "0", "-f", "json")
    rows = ran.rows
    slopes = [row for row in rows if row["covariate"] == "turn"]
    assert all(row["df"] > 10 and row["remark"] == "" for row in slopes)
    assert all(row["p of covariate (Holm)"] is None for row in slopes)
    quarters = [row for row in rows if row["covariate"] == "quarter"]
    assert all(0 < row["p of covariate (Holm)"] <= 1 for row in quarters)
    assert "(CR2)" in ran.err


def test_no_interval_is_narrower_than_the_placing_makes_it(effects):
    fixed = effects("region", "--draws", "0", "-f", "json").rows
    redrawn = effects("region", "-f", "json").rows
    for before, after in zip(fixed, redrawn, strict=True):
        assert after["high"] - after["low"] >= before["high"] - before["low"] - 1e-6


def test_covariates_that_say_the_same_are_named(effects):
    ran = effects("office,region")
    assert ran.code != 0
    assert "'region: n'" in ran.err.replace("\n", " ") and "determine each other" in ran.err
