"""Collocation measures, with nltk as an oracle."""

from __future__ import annotations

import numpy as np
import pytest
from nltk.metrics import BigramAssocMeasures

from textmine.errors import InputError
from textmine.stats.words.collocation import collocation


def test_log_dice_of_rychly():
    assert collocation([30], [100], [200], 10_000).log_dice[0] == pytest.approx(11.678072, abs=1e-6)
    always = collocation([50], [50], [50], 10_000)
    assert always.log_dice[0] == 14
    assert always.npmi[0] == pytest.approx(1)
    # It does not depend on the size of the corpus.
    small, large = (collocation([30], [100], [200], n).log_dice[0] for n in (500, 10**9))
    assert small == large


@pytest.mark.parametrize(("o", "x", "y", "n"), [(30, 100, 200, 10_000), (3, 4, 900, 50_000)])
def test_nltk_agrees(o, x, y, n):
    result = collocation([o], [x], [y], n)
    assert result.mi[0] == pytest.approx(BigramAssocMeasures.pmi(o, (x, y), n))
    assert result.t[0] == pytest.approx(BigramAssocMeasures.student_t(o, (x, y), n), abs=1e-6)
    assert result.npmi[0] == pytest.approx(result.mi[0] / -np.log2(o / n))


def test_a_window_raises_what_is_expected():
    one, five = (collocation([30], [100], [200], 10_000, window) for window in (1, 5))
    assert five.expected[0] == 5 * one.expected[0]
    assert five.mi[0] == pytest.approx(one.mi[0] - np.log2(5))
    assert five.log_dice[0] == one.log_dice[0]


def test_pairs_never_together_are_undefined():
    result = collocation([0, 4], [10, 10], [10, 10], 1000)
    assert np.isnan([result.log_dice[0], result.t[0], result.mi[0]]).all()
    assert result.npmi[0] == -1
    assert (result.n_undefined, result.reason) == (1, "1 pairs never stand together.")


def test_independent_words_have_no_attraction():
    result = collocation([10], [100], [100], 1000)
    assert (result.mi[0], result.t[0], result.npmi[0]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([1], [1, 2], [1], 10), "same length"),
        (([1], [1], [1], 0), "'n' and 'window'"),
        (([np.nan], [3], [9], 10), "finite"),
        (([5], [3], [9], 10), "its rarer word"),
        (([1], [0], [9], 10), "must occur"),
        (([1], [1], [11], 10), "at most n times"),
    ],
)
def test_bad_input_is_a_sentence(arguments, sentence):
    with pytest.raises(InputError, match=sentence):
        collocation(*arguments)
