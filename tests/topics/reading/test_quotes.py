"""Quotations: whole sentences, of different people, as they stand in the text."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textmine.topics.reading.quotes import quote_topic, telling_sentences
from textmine.topics.reading.sources import Source

STEMS = {"studi", "rent"}


def bare(quoted):
    return quoted.removeprefix("… ").removesuffix(" …")


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


LONG = " ".join(f"Sentence {i} says something about nothing in particular." for i in range(20))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The rent is high.", "The rent is high."),
        ("Hello there all. The studio rent is high.", "… The studio rent is high."),
        (f"The studio rent is high. {LONG}", None),
        ("no full stop about the rent of a studio", "no full stop about the rent of a studio"),
        (
            'He said "the studio rent rose." Then he left the room.',
            'He said "the studio rent rose." Then he left the room.',
        ),
        ("(The studio rent is high.) I left.", "(The studio rent is high.) I left."),
        ("> Is the rent high?\nThe studio rent is high.", "The studio rent is high."),
        (
            "> They say it is. The studio rent is high.\nI doubt that about the rent.",
            "I doubt that about the rent.",
        ),
        ("# Rent of studios\n\nWe ask for more room here.", "We ask for more room here."),
    ],
)
def test_sentences(text, quoted):
    found = telling_sentences(text, STEMS)
    if quoted is not None:
        assert found == quoted
    assert bare(found) in squeezed(text)
    assert len(found) <= 600


def test_a_quotation_does_not_run_over_what_a_reply_quotes():
    text = "The studio rent is high.\n> Is it, though?\nAsk the board."
    assert telling_sentences(text, STEMS) == "The studio rent is high. …"


def test_all_quoted_text_is_still_quoted():
    assert telling_sentences("> The studio rent is high.", STEMS) == "> The studio rent is high."


def test_a_word_without_end_is_cut():
    found = telling_sentences("x" * 5000, STEMS)
    assert len(found) < 600
    assert found.endswith("…")


TEXTS = st.text("ab .!?…\"”')(>#\nAÉ¿😀م\t", min_size=1, max_size=120).filter(str.strip)


@given(TEXTS)
@example('He asked "why?" Nobody knew. (A pity.)')
@example("One…  Two.\n\nThree!")
@example(">")
def test_a_quotation_stands_in_the_text(text):
    found = telling_sentences(text, STEMS)
    assert bare(found) in squeezed(text)
    assert bare(found).strip() or not re.search(r"\w", text)


def documents(n, author="person {}"):
    return [
        Source(f"d{i}", author.format(i // 2), f"t{i}", "The studio rent is high.")
        for i in range(n)
    ]


def test_different_authors_first():
    quotes = quote_topic(np.linspace(1, 0.5, 6), documents(6), ["studio", "rent"])
    assert [quote.document for quote in quotes] == ["d0", "d2", "d4"]
    assert len({quote.author for quote in quotes}) == 3


def test_the_same_author_when_there_is_no_other():
    quotes = quote_topic(np.linspace(1, 0.5, 4), documents(4, "ann"), ["studio", "rent"])
    assert [quote.document for quote in quotes] == ["d0", "d1", "d2"]


def test_what_means_the_same_comes_last():
    vectors = np.array([[1.0, 0.0], [0.9, np.sqrt(0.19)], [0.0, 1.0], [-1.0, 0.0]])
    texts = [Source(f"d{i}", f"person {i}", "", "The studio rent is high.") for i in range(4)]
    shares, words = np.linspace(1, 0.5, 4), ["studio", "rent"]
    quotes = quote_topic(shares, texts, words, 2, lambda units: vectors[units])
    assert [quote.document for quote in quotes] == ["d0", "d2"]
    quotes = quote_topic(shares, texts, words, 4, lambda units: vectors[units])
    assert [quote.document for quote in quotes] == ["d0", "d2", "d3", "d1"]


def test_units_without_the_words_come_last():
    texts = [Source("words", "a", "", "Quite other words."), *documents(4, "b{}")]
    quotes = quote_topic(np.array([1, 0.4, 0.5, 0.3, 0.2]), texts, ["studio", "rent"])
    assert [quote.document for quote in quotes] == ["d1", "d2", "words"]


def test_units_outside_the_topic_are_not_quoted():
    assert quote_topic(np.zeros(4), documents(4), ["studio", "rent"]) == []
    (quote,) = quote_topic(np.array([0, 0.7, 0, 0]), documents(4), ["studio", "rent"])
    assert (quote.document, quote.share) == ("d1", 0.7)
