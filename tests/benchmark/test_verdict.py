"""The sentence of verdict says what the figures carry, and what weakens them."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.benchmark.results import verdict_on
from textmine.coding import CodeMatrix, Resampling, measure_agreement
from textmine.stats.systems.alt_test import alt_test
from textmine.stats.systems.coder_comparison import against_others

FEW = Resampling(n_resamples=200)


def _said(shares, system_share, n=300, seed=4):
    """The verdict on a system that knows the truth of that share of the units, beside coders."""
    draw = np.random.default_rng(seed)
    truth = draw.integers(0, 3, n)

    def coded(share):
        return np.where(draw.random(n) < share, truth, draw.integers(0, 3, n))

    codes = np.column_stack([coded(share) for share in shares])
    system = coded(system_share)
    units = tuple(map(str, range(n)))
    names = tuple(f"c{place}" for place in range(len(shares)))
    matrix = CodeMatrix("d", units, names, ("a", "b", "c"), codes)
    return verdict_on(
        "m",
        against_others(codes, system, 3, n_resamples=200),
        alt_test(codes, system, 3, epsilon=0.15, skip_below=30),
        measure_agreement(matrix, FEW),
        n,
    )


@pytest.mark.parametrize(
    ("shares", "system", "parts", "not_said"),
    [
        ((0.95, 0.95, 0.95), 0.3, ["less than a coder does", "may not stand in"], ["own alpha"]),
        ((0.5, 0.5, 0.5), 1.0, ["better than a coder does", "may stand in"], []),
        ((0.9, 0.9, 0.9), 0.9, ["cannot be told from a coder", "is ruled out"], []),
        ((0.5, 0.5, 0.5), 0.5, ["to be as good as they are is not yet to be reliable"], []),
        ((0.9, 0.9), 0.9, ["Only 2 coders could be tested"], []),
    ],
)
def test_verdicts(shares, system, parts, not_said):
    said = _said(shares, system)
    assert all(part in said for part in parts), said
    assert not any(part in said for part in not_said), said
    assert said.startswith("'m' ")
    assert "[" in said


def test_wide_intervals_allow_no_claim():
    said = _said((0.9, 0.9, 0.9), 0.8, n=35, seed=6)
    assert said.startswith("There is too little data to say whether 'm' is as good as a coder")
    assert "it may be worse by" in said


def test_few_units_allow_a_first_look_only():
    said = _said((0.9, 0.9, 0.9), 0.9, n=20)
    assert "The alternative annotator test cannot be made" in said
    assert said.endswith("20 shared units are few; take this as a first look.")


def test_one_coder_and_one_code():
    assert "With one coder nobody can say" in verdict_on("m", None, None, None, 50)
    zeros = np.zeros((40, 3), dtype=int)
    said = verdict_on("m", against_others(zeros, zeros[:, 0], 2), None, None, 40)
    assert said == (
        "Nothing can be said of 'm' beside the coders: The kappa is undefined: one code only."
    )
