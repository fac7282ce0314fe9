"""Comparing numbers of topics and engines."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers import write_csv
from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.topics.bags import count_words
from textmine.topics.engines.registry import ENGINES
from textmine.topics.evaluating.sweep import SweepRow, recommend, sweep_topics
from textmine.topics.judging.coherence import redundancy
from textmine.topics.judging.held_out import completion_perplexity


def _row(n_topics, held_out, error, stability, diversity=1.0):
    return SweepRow(
        "nmf", n_topics, n_topics, held_out, error, stability, 0, diversity, 0.1, np.nan
    )


def test_the_rule_takes_the_most_stable_on_the_plateau():
    rows = recommend([_row(5, 0.10, 0.03, 0.5), _row(10, 0.09, 0.03, 0.7), _row(20, 0.0, 0.1, 0.9)])
    assert [row.plateau for row in rows] == [True, True, False]
    assert [row.recommended for row in rows] == [False, True, False]


def test_ties_go_to_fewer_topics_and_repeating_ones_are_passed_over():
    tie = recommend([_row(10, 0.1, 0.03, 0.701), _row(5, 0.1, 0.03, 0.699)])
    assert [row.recommended for row in tie] == [False, True]
    poor = recommend([_row(5, 0.1, 0.03, 0.9, diversity=0.5), _row(10, 0.1, 0.03, 0.6)])
    assert [row.recommended for row in poor] == [False, True]
    assert not any(row.recommended for row in recommend([_row(5, np.nan, np.nan, 0.9)]))


def test_redundancy_of_the_same_topic_twice():
    words = np.array([[1.0, 0, 0], [1.0, 0, 0], [0, 0, 1.0]])
    assert redundancy(words) == pytest.approx([1, 1, 0])
    assert redundancy(words[:1]) == pytest.approx([0])


def test_perplexity_of_words_that_are_equally_likely():
    """Two subjects of four words: half of a text tells the subject, and four words are left."""
    draw = np.random.default_rng(0)
    units = [
        list(draw.choice(["a", "b", "c", "d"] if i % 2 else list("wxyz"), 30)) for i in range(60)
    ]
    bags = count_words(units, 1, 1.0)
    fitted = ENGINES["lda"].fit(bags.counts, 2, 0)
    assert completion_perplexity(ENGINES["lda"], fitted, bags.counts, 0) == pytest.approx(
        4, abs=0.3
    )


@pytest.mark.slow
def test_a_sweep_of_the_small_corpus_is_the_same_twice(small):
    corpus = load_corpus(small, "small")
    one = sweep_topics(small, corpus, [2], ["nmf", "lda"], small.settings)
    two = sweep_topics(small, corpus, [2], ["nmf", "lda"], small.settings)
    assert repr(one) == repr(two)
    more = sweep_topics(small, corpus, [2, 3], ["nmf"], small.settings)
    assert [(row.engine, row.n_topics) for row in (*one.rows, *more.rows)] == [
        ("nmf", 2),
        ("lda", 2),
        ("nmf", 2),
        ("nmf", 3),
    ]
    assert np.isnan(one.rows[0].perplexity)
    assert one.rows[1].perplexity > 1
    assert sum(row.recommended for row in one.rows) == 1


def test_words_are_set_aside_and_joined_as_for_a_fit(workspace, run, monkeypatch):
    asked = {}

    def kept(space, corpus, numbers, engines, settings, progress, spread):
        asked.update(settings.topics.model_dump())
        raise InputError("Enough was seen.")

    monkeypatch.setattr("textmine.topics.evaluating.sweep.sweep_topics", kept)
    path = write_csv(workspace.root / "c.csv", ["id", "text"], [["1", "a text of some words"]])
    assert run("corpus", "import", path, "--name", "c").code == 0
    words = workspace.root / "aside.txt"
    words.write_text("forum\n", encoding="utf-8")
    ran = run("topics", "sweep", "c", "--topics", "2", "--set-aside", words, "--phrases")
    assert "Enough was seen." in ran.err
    assert (asked["stop_words"], asked["phrases"]) == (("forum",), True)
