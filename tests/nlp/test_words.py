from __future__ import annotations

import pytest

from textmine.nlp.rates import LANGUAGE_FREE, RATES, linguistic_rates
from textmine.nlp.tokens import tokens_of
from textmine.nlp.words import normal_word


@pytest.mark.parametrize(
    ("word", "normal"),
    [
        ("Should", "should"),
        ("42", "00"),
        ("20,000", "NUM"),
        ("https://a.example", "URL"),
        ("a.org", "URL"),
        ("XXXX", "XX"),
        ("x", "x"),
        ("", "_"),
        ("a b", "a_b"),
        ("É", "é"),
    ],
)
def test_normal_word(word, normal):
    assert normal_word(word) == normal


def _rates(text, pos=(), tags=()):
    layers = (tokens_of([layer]) for layer in (text.split(), pos, tags))
    return dict(zip(RATES, linguistic_rates([text], *layers)[0], strict=True))


def test_rates_are_shares_of_the_words():
    rates = _rates("I must thank you , we hope ! 2013", ["PROPN"], ["VBD", "VBN"])
    assert rates["first_person"] == pytest.approx(1 / 9)
    assert rates["obligation"] == pytest.approx(1 / 9)
    assert rates["politeness"] == pytest.approx(1 / 9)
    assert rates["we"] == pytest.approx(1 / 9)
    assert rates["past_tense"] == pytest.approx(2 / 9)
    assert rates["names"] == pytest.approx(1 / 9)
    assert rates["exclamations"] == pytest.approx(1 / 3)
    assert rates["numbers"] == pytest.approx(1 / 9)
    assert rates["hedges"] == 0


@pytest.mark.parametrize("text", ["", "😀", "!!!!!! ??????", "URL", '"' * 50])
def test_rates_of_odd_texts_stay_in_range(text):
    rates = _rates(text)
    assert list(rates) == list(RATES)
    assert all(value >= 0 for value in rates.values())
    assert all(rates[name] <= 1 for name in RATES if name not in ("length", "word_length"))
    assert set(LANGUAGE_FREE) < set(RATES)
