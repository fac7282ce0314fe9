"""Quotations of a topic: different people, nothing twice, as they stand in the text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from textmine.corpus import Corpus, CorpusInfo
from textmine.topics.reading.quotes import quote_topic
from textmine.topics.reading.sources import Source, sources_of

SAID = [
    "The studio rent is high for all of us here.",
    "Nobody in town can pay a studio rent like that.",
    "Who sets the rent of a studio in the old mill?",
    "A studio with a fair rent would bring people back.",
    "Our studio closed when the rent rose by half.",
    "Ask the owner why each studio has another rent.",
]


def documents(n, author="person {}"):
    return [Source(f"d{i}", author.format(i // 2), f"t{i}", SAID[i]) for i in range(n)]


def test_different_authors_first():
    quotes = quote_topic(np.linspace(1, 0.5, 6), documents(6), ["studio", "rent"])
    assert [quote.document for quote in quotes] == ["d0", "d2", "d4"]
    assert len({quote.author for quote in quotes}) == 3


def test_the_same_author_when_there_is_no_other():
    quotes = quote_topic(np.linspace(1, 0.5, 4), documents(4, "ann"), ["studio", "rent"])
    assert [quote.document for quote in quotes] == ["d0", "d1", "d2"]


def test_what_means_the_same_is_not_quoted():
    vectors = np.array([[1.0, 0.0], [0.9, np.sqrt(0.19)], [0.0, 1.0], [-1.0, 0.0]])
    texts = [Source(f"d{i}", f"person {i}", "", SAID[i]) for i in range(4)]
    shares, words = np.linspace(1, 0.5, 4), ["studio", "rent"]
    quotes = quote_topic(shares, texts, words, 2, lambda units: vectors[units])
    assert [quote.document for quote in quotes] == ["d0", "d2"]
    quotes = quote_topic(shares, texts, words, 4, lambda units: vectors[units])
    assert [quote.document for quote in quotes] == ["d0", "d2", "d3"]


def test_vectors_are_made_of_those_alone_that_may_be_quoted():
    texts = [Source(f"d{i}", f"person {i}", "", f"{SAID[i % 6]} {i}") for i in range(36)]
    asked: list[int] = []

    def meaning(units):
        asked.extend(units)
        return np.eye(36)[units]

    quotes = quote_topic(np.linspace(1, 0.5, 36), texts, ["studio", "rent"], 3, meaning)
    assert [quote.document for quote in quotes] == ["d0", "d1", "d2"]
    assert asked == list(range(8))


def test_what_says_the_same_is_not_quoted():
    again = [Source(f"d{i}", f"person {i}", "", f"I agree: {SAID[i // 2]}") for i in range(4)]
    quotes = quote_topic(np.linspace(1, 0.5, 4), again, ["studio", "rent"])
    assert [quote.document for quote in quotes] == ["d0", "d2"]


def test_a_quotation_stands_at_its_places():
    text = f"> Is it?\nHello there. {SAID[0]}"
    (quote,) = quote_topic(np.ones(1), [Source("d", "a", "", text)], ["studio", "rent"])
    assert text[quote.start : quote.end] == SAID[0]
    assert quote.text == f"… {SAID[0]}"


def test_units_without_the_words_come_last():
    texts = [Source("words", "a", "", "Quite other words stand here alone."), *documents(4, "b{}")]
    quotes = quote_topic(np.array([1, 0.4, 0.5, 0.3, 0.2]), texts, ["studio", "rent"])
    assert [quote.document for quote in quotes] == ["d1", "d2", "words"]


def test_units_outside_the_topic_are_not_quoted():
    assert quote_topic(np.zeros(4), documents(4), ["studio", "rent"]) == []
    (quote,) = quote_topic(np.array([0, 0.7, 0, 0]), documents(4), ["studio", "rent"])
    assert (quote.document, quote.share) == ("d1", 0.7)


@pytest.mark.parametrize(("split", "whole"), [("sections", "file"), ("none", "thread")])
def test_a_passage_of_a_file_is_signed_with_the_file(split, whole):
    info = CorpusInfo(name="plans", source={"split": split}, columns={}, counts={})
    rows = pd.DataFrame({"id": ["P#1"], "title": ["Plan"], "text": ["We repair the old bridge."]})
    sources = sources_of(Corpus("plans", rows, info))
    (quotation,) = quote_topic(np.array([0.9]), sources, ["repair", "bridge"])
    assert quotation.signature == f"{whole} Plan, document P#1"
