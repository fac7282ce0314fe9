"""Holm and Benjamini-Yekutieli against statsmodels and published decisions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from textmine.errors import InputError
from textmine.stats.multiple import benjamini_yekutieli, holm

PROCEDURES = {holm: "holm", benjamini_yekutieli: "fdr_by"}
# Benjamini and Hochberg (1995), section 3.2: fifteen hypotheses on two treatments.
BH_1995 = [
    float(p)
    for p in ".0001 .0004 .0019 .0095 .0201 .0278 .0298 .0344 .0459 .324 .4262 .5719 .6528 .759 "
    "1".split()
]


@pytest.fixture(params=PROCEDURES, ids=lambda procedure: procedure.__name__)
def procedure(request):
    return request.param


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_adjusted_p_and_decisions_are_those_of_statsmodels(procedure, seed):
    rng = np.random.default_rng(seed)
    p = np.round(rng.random(30) ** 3, 3)
    rejected, adjusted, *_ = multipletests(p, 0.05, PROCEDURES[procedure])
    decisions = procedure(p)
    assert decisions.adjusted == pytest.approx(adjusted)
    assert decisions.rejected == tuple(rejected)
    assert (decisions.n, decisions.n_rejected) == (30, rejected.sum())


def test_the_example_of_benjamini_and_hochberg_1995():
    assert [holm(BH_1995).n_rejected, benjamini_yekutieli(BH_1995).n_rejected] == [3, 3]


def test_one_test_is_held_against_q_itself(procedure):
    """Property 10 of the facts, section 8: the correction of a single test is none."""
    assert procedure([0.05]).rejected == (True,)
    assert procedure([0.0501]).rejected == (False,)
    assert procedure([0.02], q=0.01).adjusted == (0.02,)


def test_tests_without_p_are_no_part_of_the_family(procedure):
    with_gap, without = procedure([0.04, np.nan, 0.01]), procedure([0.04, 0.01])
    assert with_gap.adjusted[::2] == without.adjusted
    assert np.isnan(with_gap.adjusted[1])
    assert not with_gap.rejected[1]
    assert with_gap.n == 2
    assert procedure([np.nan]).rejected == (False,)
    assert procedure([]).adjusted == ()


def test_step_up_rejects_a_large_p_that_a_larger_one_carries():
    # .025 alone is above 2/3 x .05 / (1 + 1/2 + 1/3), but .027 takes everything below it along.
    assert benjamini_yekutieli([0.01, 0.025, 0.027]).rejected == (True, True, True)
    assert benjamini_yekutieli([0.01, 0.025, 0.028]).rejected == (False, False, False)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_p_are_in_the_order_of_p(p):
    order = np.argsort(p, kind="stable")
    for decisions in (benjamini_yekutieli(p), holm(p)):
        adjusted = np.array(decisions.adjusted)[order]
        assert np.all(np.diff(adjusted) >= 0)
        assert np.all(adjusted >= np.array(p)[order])


@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        ([0.5, 1.5], 0.05, "between 0 and 1"),
        ([-0.1], 0.05, "between 0 and 1"),
        ([0.5], 0, "'q'"),
        ([0.5], 1, "'q'"),
        ([[0.5]], 0.05, "1 dimension"),
    ],
)
def test_bad_input_is_refused(procedure, p, q, message):
    with pytest.raises(InputError, match=message):
        procedure(p, q)
