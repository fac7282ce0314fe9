"""Designs: weights, and variances that agree with what the same draws do when they are repeated."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.stats.shares.sampling_design import (
    SamplingDesign,
    expected_clusters,
    joined,
    known_chances,
    simple_random,
    stratified,
    whole_clusters,
)


def _variance(design: SamplingDesign, values) -> float:
    return float(design.variance(design.influence(values[:, None]))[0])


def test_simple_random_is_the_textbook_formula():
    values = np.array([1.0, 4, 2, 8, 5, 7])
    assert _variance(simple_random(6), values) == pytest.approx(values.var(ddof=1) / 6)
    assert _variance(simple_random(6, 24), values) == pytest.approx(values.var(ddof=1) / 6 * 0.75)
    assert _variance(simple_random(6, 6), values) == 0
    design = simple_random(6, 24)
    assert design.simple
    assert design.degrees == pytest.approx(5)
    assert design.kish_n == pytest.approx(8)


def test_stratified_is_the_textbook_formula():
    strata = np.array([0, 0, 0, 1, 1])
    values = np.array([1.0, 2, 4, 10, 13])
    design = stratified(strata, [30, 10], [0.1, 0.2])
    assert design.mean(values[:, None])[0] == pytest.approx(0.75 * 7 / 3 + 0.25 * 11.5)
    expected = 0.75**2 * 0.9 * np.var([1, 2, 4], ddof=1) / 3
    expected += 0.25**2 * 0.8 * np.var([10, 13], ddof=1) / 2
    assert _variance(design, values) == pytest.approx(expected)
    assert not design.simple


def test_thin_strata_are_put_together_with_the_next_chance():
    strata = np.array([0, 0, 0, 0, 1, 2, 2, 2])
    design = stratified(strata, [100, 20, 30, 7], [0.04, 0.05, 0.1, 0.051])
    assert design.weights.sum() == pytest.approx(1)
    assert len(np.unique(design.strata)) == 2
    assert design.weights[:4].sum() == pytest.approx(100 / 157)
    assert not np.isnan(_variance(design, np.arange(8.0)))


def test_one_unit_has_no_variance():
    assert np.isnan(_variance(simple_random(1, 10), np.array([1.0])))
    assert simple_random(1, 10).degrees == 0


def test_chances_weigh_units_by_their_inverse():
    design = known_chances([0.1, 0.1, 0.4])
    assert design.weights == pytest.approx([4 / 9, 4 / 9, 1 / 9])
    for wrong in ([0.0, 0.5], [0.5, 1.2], [np.nan, 0.5]):
        with pytest.raises(InputError, match="above 0 and at most 1"):
            known_chances(wrong)


@pytest.mark.parametrize(("n", "size"), [(0, 10), (11, 10)])
def test_impossible_samples_are_refused(n, size):
    with pytest.raises(InputError, match="must have 1 to"):
        simple_random(n, size)


def test_whole_clusters_are_what_varies():
    clusters = np.repeat([3, 8, 9, 12], 5)
    same = np.repeat([0.0, 1, 0, 1], 5)
    design = whole_clusters(clusters, 40)
    assert _variance(design, same) == pytest.approx(np.var([0, 1, 0, 1], ddof=1) / 4 * 0.9)
    assert design.degrees == pytest.approx(3)
    assert _variance(simple_random(20), same) < _variance(design, same) / 3
    with pytest.raises(InputError, match="There are 4 clusters in a sample out of 3"):
        whole_clusters(clusters, 3)


@pytest.mark.parametrize("kind", ["stratified", "chances", "clusters", "two draws"])
def test_variances_are_those_of_repeated_draws(kind):
    rng = np.random.default_rng(5)
    size = 600
    thread = np.repeat(np.arange(120), 5)
    stratum = np.repeat([0, 1, 2], [300, 200, 100])
    values = stratum + rng.normal(0, 1, size) + np.repeat(rng.normal(0, 1, 120), 5)
    pi = np.clip(0.1 + 0.05 * values, 0.05, 0.5)

    def once() -> tuple[float, float]:
        if kind == "two draws":
            return _two_draws(rng, values)
        if kind == "stratified":
            rows = np.concatenate(
                [rng.choice(np.flatnonzero(stratum == h), 30, replace=False) for h in range(3)]
            )
            design = stratified(stratum[rows], [300, 200, 100], [0.1, 0.15, 0.3])
        elif kind == "chances":
            rows = np.flatnonzero(rng.random(size) < pi)
            design = known_chances(pi[rows])
        else:
            rows = np.flatnonzero(np.isin(thread, rng.choice(120, 25, replace=False)))
            design = whole_clusters(thread[rows], 120)
        return float(design.mean(values[rows][:, None])[0]), _variance(design, values[rows])

    means, variances = np.array([once() for _ in range(1500)]).T
    assert means.mean() == pytest.approx(values.mean(), abs=4 * means.std() / np.sqrt(1500))
    assert variances.mean() == pytest.approx(means.var(), rel=0.15)


def _two_draws(rng, values) -> tuple[float, float]:
    """What one draw says of all, and what a later one says of the rest, averaged.

    Between them the highest values are looked up on purpose: to the second draw they are known.
    """
    size = len(values)
    first = rng.choice(size, 40, replace=False)
    free = np.setdiff1d(np.arange(size), first)
    chosen = free[np.argsort(-values[free])[:100]]
    rest = np.setdiff1d(free, chosen)
    second = rng.choice(rest, 30, replace=False)
    design = joined(
        [simple_random(40, size), simple_random(30, len(rest))], [size / 2, len(rest) / 2]
    )
    drawn = values[np.concatenate([first, second])]
    known = (values[first].sum() + values[chosen].sum()) / 2
    part = (size + len(rest)) / 2
    value = (known + part * design.mean(drawn[:, None])[0]) / size
    return float(value), (part / size) ** 2 * _variance(design, drawn)


def test_expected_clusters_is_what_draws_touch():
    rng = np.random.default_rng(6)
    sizes = np.array([1, 1, 2, 5, 9, 20, 3, 3, 6])
    cluster = np.repeat(np.arange(9), sizes)
    touched = [len(np.unique(rng.choice(cluster, 12, replace=False))) for _ in range(3000)]
    mean, spread = expected_clusters(sizes, 12)
    assert np.mean(touched) == pytest.approx(mean, abs=0.06)
    assert np.std(touched) == pytest.approx(spread, rel=0.06)
