"""Linguistic rates, one expectation a rate."""

from __future__ import annotations

import math

import pytest

from textmine.nlp.rates import LANGUAGE_FREE, RATES, linguistic_rates
from textmine.nlp.tokens import tokens_of


def rates_of(text, pos=(), tags=()):
    layers = (tokens_of([layer]) for layer in (text.split(), pos, tags))
    return dict(zip(RATES, linguistic_rates([text], *layers)[0], strict=True))


@pytest.mark.parametrize(
    ("text", "rate", "value"),
    [
        ("I paid My rent", "first_person", 2 / 4),
        ("we pay Ours", "we", 2 / 3),
        ("you pay", "second_person", 1 / 2),
        ("they paid them", "third_person", 2 / 3),
        ("it MUST stop", "obligation", 1 / 3),
        ("it might stop", "possibility", 1 / 3),
        ("perhaps it stops", "hedges", 1 / 3),
        ("do n't stop", "negation", 1 / 3),
        ("Thanks , dear", "politeness", 2 / 3),
        ("we hope", "feeling", 1 / 2),
        ("a terrible idea", "evaluation", 1 / 3),
        ("why ?", "questions", 1 / 3),
        ("why ???????", "questions", 1),
        ("no!! yes!", "exclamations", 1),
        ("he said “no”", "quotations", 2 / 4),
        ("in 2013 , 4th of May", "numbers", 2 / 6),
        ("see URL", "links", 1),
        ("see url", "links", 0),
        ("STOP it", "capitals", 4 / 6),
        ("one two three", "length", math.log(4) / 5),
        ("aa bbbb", "word_length", 3 / 8),
        ("", "length", 0),
        ("", "capitals", 0),
        ("123 !", "capitals", 0),
    ],
)
def test_rate(text, rate, value):
    assert rates_of(text)[rate] == pytest.approx(value)


@pytest.mark.parametrize(
    ("pos", "tags", "rate", "value"),
    [
        (["PROPN", "VERB"], ["NNP", "VBD"], "names", 1 / 2),
        (["PROPN", "VERB"], ["NNP", "VBD"], "past_tense", 1 / 2),
        (["ADJ", "NOUN"], ["JJ", "NN"], "adjectives", 1 / 2),
        ([], [], "past_tense", 0),
    ],
)
def test_rate_of_tags(pos, tags, rate, value):
    assert rates_of("two words", pos, tags)[rate] == pytest.approx(value)


def test_a_language_without_lists_and_tags_has_only_the_language_free_rates():
    rates = rates_of("Wie bitte? Das kostet 20 Euro!")
    assert {name for name in RATES if rates[name]} <= set(LANGUAGE_FREE)
    assert rates["questions"] == pytest.approx(1 / 3)
