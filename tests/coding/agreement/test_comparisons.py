"""Agreement by pair, by coder, over time, and of coders with themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from textmine.codebook import Code, Codebook, Dimension
from textmine.coding import CodeMatrix, Resampling
from textmine.coding.agreement.comparisons import (
    by_coder,
    by_pair,
    coding_order,
    over_time,
    pairs_with,
    with_herself,
)
from textmine.schema import Coding
from textmine.stats import cohen_kappa, krippendorff_alpha

FEW = Resampling(n_resamples=100)
BOOK = Codebook(
    name="b",
    dimensions=(Dimension(id="tone", name="T", codes=tuple(Code(id=c, name=c) for c in "pnx")),),
)


@pytest.fixture
def matrix():
    draw = np.random.default_rng(1)
    truth = draw.integers(0, 3, 80)
    codes = np.column_stack(
        [np.where(draw.random(80) < s, truth, draw.integers(0, 3, 80)) for s in (0.9, 0.8, 0.5)]
    )
    codes[draw.random(codes.shape) < 0.1] = -1
    units = tuple(f"u{place:02d}" for place in range(80))
    return CodeMatrix("tone", units, ("ann", "bob", "cat"), ("p", "n", "x"), codes)


def test_every_pair_on_the_units_that_both_coded(matrix):
    found = {(e.who, e.name): e for e in by_pair(matrix, FEW)}
    assert {who for who, _ in found} == {"ann - bob", "ann - cat", "bob - cat"}
    both = matrix.codes[:, :2][(matrix.codes[:, :2] >= 0).all(axis=1)]
    kappa = found["ann - bob", "Cohen's kappa"]
    assert kappa.coefficient.value == pytest.approx(cohen_kappa(both, 3).value)
    assert kappa.n == len(both)


def test_a_pair_that_shares_nothing_is_left_out(matrix):
    codes = matrix.codes.copy()
    codes[:40, 0], codes[40:, 1] = -1, -1
    assert {e.who for e in by_pair(replace(matrix, codes=codes), FEW)} == {
        "ann - cat",
        "bob - cat",
    }


def test_the_worst_coder_is_the_one_without_whom_the_others_agree_best(matrix):
    found = {e.who: e for e in by_coder(matrix, FEW)}
    assert len(found) == 6
    without = {c: found[f"without {c}"].coefficient.value for c in matrix.coders}
    assert max(without, key=without.get) == "cat"
    rest = matrix.codes[:, :2]
    assert without["cat"] == pytest.approx(krippendorff_alpha(rest, 3).value)
    together = {c: found[f"{c} with the others"].coefficient.value for c in matrix.coders}
    assert min(together, key=together.get) == "cat"
    assert by_coder(matrix.only(coders=("ann", "bob")), FEW) == []


def test_a_unit_stands_once_for_each_other_coder_and_is_drawn_whole(matrix):
    pairs = pairs_with(matrix, "ann")
    assert pairs.coders == ("ann", "the others")
    expected = sum((row[0] >= 0) * int((row[1:] >= 0).sum()) for row in matrix.codes)
    assert len(pairs.units) == expected
    labels = FEW.labels(pairs.units)
    assert len(set(labels)) == len(set(pairs.units)) < len(pairs.units)
    assert FEW.labels(matrix.units) is None


def test_a_coder_who_gets_worse_is_seen_to(matrix):
    codes = matrix.codes.copy()
    codes[:, 0] = np.where(matrix.codes[:, 1] < 0, 0, matrix.codes[:, 1])
    codes[40:, 0] = (codes[40:, 0] + 1) % 3
    order = {coder: list(matrix.units) for coder in matrix.coders}
    found = {e.who: e for e in over_time(replace(matrix, codes=codes), order, FEW)}
    first, second = found["ann, first half"], found["ann, second half"]
    change = found["ann, second less first"]
    assert change.coefficient.value == pytest.approx(
        second.coefficient.value - first.coefficient.value
    )
    assert change.interval.high < 0
    assert first.n + second.n == change.n


def test_nobody_is_compared_over_time_with_fewer_than_four_units(matrix):
    order = {"ann": list(matrix.units[:3])}
    assert over_time(matrix, order, FEW) == []


def test_the_order_of_coding_is_that_of_the_clock_else_of_entry():
    def coding(document, time):
        return Coding("c", document, "tone", "p", "ann", codebook="b", created_at=time)

    late_first = [coding("1", "2014-01-03"), coding("2", "2014-01-01"), coding("3", "2014-01-02")]
    assert coding_order(late_first) == {"ann": ["2", "3", "1"]}
    written = [coding("1", "10/2/2024"), coding("2", "9/13/2024")]
    assert coding_order(written) == {"ann": ["2", "1"]}
    at_once = [coding("2", "t"), coding("1", "t")]
    assert coding_order(at_once) == {"ann": ["2", "1"]}


def test_a_coder_with_herself():
    codings = [
        Coding("c", f"d{place}", "tone", code, coder, codebook="b", round=round)
        for coder, rounds in (("ann", ("ppnn", "ppnp")), ("bob", ("pppn",)))
        for round, codes in enumerate(rounds, start=1)
        for place, code in enumerate(codes)
    ]
    found = with_herself(codings, BOOK, ["ann", "bob"], FEW)
    assert set(found) == {"tone"}
    values = {e.name: e.coefficient.value for e in found["tone"]}
    assert values["per cent agreement"] == 0.75
    assert {e.who for e in found["tone"]} == {"ann, round by round"}
