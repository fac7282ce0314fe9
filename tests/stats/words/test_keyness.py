"""Keyness: Rayson's two cells, effect sizes, and log-odds with a prior."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from textmine.errors import InputError
from textmine.stats.words.keyness import keyness, log_odds, scaled_prior


@pytest.mark.parametrize(
    ("a", "b", "c", "d", "g2"),
    [(10, 5, 1000, 1000, 1.698990), (120, 60, 20_000, 40_000, 83.177662)],
)
def test_g2_has_two_cells(a, b, c, d, g2):
    # Our own figures by the formula of Rayson and Garside (2000).
    result = keyness([a], [b], c, d)
    assert result.g2[0] == pytest.approx(g2, abs=1e-6)
    four_cells = chi2_contingency(
        [[a, b], [c - a, d - b]], correction=False, lambda_="log-likelihood"
    )
    assert four_cells.statistic > result.g2[0]
    if a == 120:
        assert four_cells.statistic == pytest.approx(83.448611, abs=1e-6)


def test_sizes_of_the_effect():
    result = keyness([120, 10, 7], [60, 40, 0], 20_000, 40_000)
    assert result.log_ratio[:2].tolist() == [2.0, -1.0]
    # A word that the reference lacks counts as half an occurrence in it (Hardie 2014).
    assert result.log_ratio[2] == pytest.approx(np.log2(7 / 20_000 / (0.5 / 40_000)))
    assert (result.n_undefined, result.reason) == (1, "1 words do not occur in the reference.")


def test_a_word_of_neither_corpus_has_no_ratio():
    result = keyness([0, 5], [0, 5])
    assert (result.g2[0], result.n_target, result.n_reference) == (0, 5, 5)
    assert np.isnan(result.log_ratio[0])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=6))
def test_swapping_the_corpora_turns_the_sign(counts):
    a, b = np.add(counts, 1).T
    one, other = keyness(a, b), keyness(b, a)
    assert one.g2 == pytest.approx(other.g2, abs=1e-9)
    assert one.log_ratio == pytest.approx(-other.log_ratio)
    assert (one.g2 >= 0).all()
    assert log_odds(a, b).z == pytest.approx(-log_odds(b, a).z)


@pytest.mark.parametrize(
    ("prior", "delta", "z"),
    [
        ([18, 12, 10], [1.033168, -1.248317, 0], [7.293418, -6.808763, 0]),
        (0.01, [1.252573, -1.533644, 0], [7.922514, -7.275723, 0]),
    ],
)
def test_log_odds(prior, delta, z):
    # Our own figures by the equations of Monroe, Colaresi and Quinn (2008).
    result = log_odds([120, 30, 50], [60, 90, 50], prior)
    assert result.delta == pytest.approx(delta, abs=1e-6)
    assert result.z == pytest.approx(z, abs=1e-6)
    assert result.z == pytest.approx(result.delta / np.sqrt(result.variance))
    assert (result.n_target, result.n_reference) == (200, 200)


def test_a_stronger_prior_shrinks():
    weak, strong = (
        log_odds([120, 30, 50], [60, 90, 50], scaled_prior([60, 60, 50], total))
        for total in (10, 1000)
    )
    assert (np.abs(strong.delta[:2]) < np.abs(weak.delta[:2])).all()


def test_scaled_prior():
    prior = scaled_prior([90, 60, 0], 500)
    assert prior.sum() == pytest.approx(500)
    assert prior[0] / prior[2] == pytest.approx(180)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: keyness([1], [1, 2]), "the same words"),
        (lambda: keyness([-1], [1]), "0 or more"),
        (lambda: keyness([np.nan], [1]), "0 or more"),
        (lambda: keyness([5], [5], 3), "no fewer than its commonest. Got 3"),
        (lambda: keyness([0], [5]), "The target must hold a word"),
        (lambda: log_odds([1, 2], [1, 2], 0), "above 0"),
        (lambda: log_odds([1, 2], [1, 2], [1, 2, 3]), "one number or 2"),
        (lambda: log_odds([1], [1]), "two words"),
        (lambda: scaled_prior([1, -1]), "'background'"),
    ],
)
def test_bad_input_is_a_sentence(call, sentence):
    with pytest.raises(InputError, match=sentence):
        call()
