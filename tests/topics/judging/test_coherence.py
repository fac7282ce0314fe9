"""Coherence and diversity, with golden figures of gensim's common_texts."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.test.utils import common_texts

from textmine.topics import c_v, diversity, document_npmi

TOPICS = ["human computer system interface".split(), "graph minors trees eps".split()]


def test_c_v_golden():
    """Figures of gensim 4 CoherenceModel(coherence="c_v"), recomputed."""
    assert c_v(TOPICS, common_texts) == pytest.approx([0.817570, 0.456595], abs=1e-6)


def test_document_npmi_golden():
    """Recomputed by hand over pairs of documents, pairs that never meet counting -1."""
    assert document_npmi(TOPICS, common_texts) == pytest.approx([0.276803, -0.270699], abs=1e-6)


def test_document_npmi_written_out():
    sets = [set(text) for text in common_texts]
    for topic, found in zip(TOPICS, document_npmi(TOPICS, common_texts), strict=True):
        values = []
        for i, first in enumerate(topic):
            for second in topic[i + 1 :]:
                a = np.mean([first in words for words in sets])
                b = np.mean([second in words for words in sets])
                both = np.mean([first in words and second in words for words in sets])
                values.append(-1 if both == 0 else np.log(both / a / b) / -np.log(both))
        assert found == pytest.approx(np.mean(values))


@pytest.mark.parametrize("measure", [c_v, document_npmi])
def test_words_outside_the_corpus_make_nothing_nan(measure):
    strange = [["nowhere", *TOPICS[0], "neither"], TOPICS[1]]
    assert measure(strange, common_texts) == pytest.approx(measure(TOPICS, common_texts))


@pytest.mark.parametrize("measure", [c_v, document_npmi])
@pytest.mark.parametrize("words", [[], ["human"], ["human", "nowhere"], ["human", "human"]])
def test_a_topic_with_fewer_than_two_known_words_is_nan(measure, words):
    found = measure([TOPICS[0], words], common_texts)
    assert np.isnan(found[1])
    assert found[0] == pytest.approx(measure(TOPICS[:1], common_texts)[0])


@pytest.mark.parametrize("measure", [c_v, document_npmi])
def test_no_topic_and_no_known_word(measure):
    assert len(measure([], common_texts)) == 0
    assert np.isnan(measure([["x", "y"]], common_texts)).all()


@pytest.mark.parametrize("measure", [c_v, document_npmi])
def test_topics_of_different_lengths(measure):
    short = measure([TOPICS[0][:2], TOPICS[1]], common_texts)
    assert short[1] == pytest.approx(measure(TOPICS, common_texts)[1])
    assert not np.isnan(short).any()


def test_npmi_stays_within_its_range():
    units = [["a", "b"], ["a", "b"], ["a", "b", "c"], ["d"]]
    found = document_npmi([["a", "b"], ["a", "d"], ["a", "c"]], units)
    assert found[0] == pytest.approx(1)
    assert found[1] == -1
    assert -1 < found[2] < 1
    assert document_npmi([["a", "b"]], [["a", "b"]])[0] == 1


@pytest.mark.parametrize(
    ("topics", "share"),
    [
        ([["a", "b"], ["c", "d"]], 1.0),
        ([["a", "b"], ["a", "b"]], 0.5),
        ([["a", "b"], ["a", "c"]], 0.75),
    ],
)
def test_diversity(topics, share):
    assert diversity(topics) == share


def test_diversity_of_nothing_is_nan():
    assert np.isnan(diversity([]))


def test_windows_written_out():
    """Runs of three words counted by hand; gensim's own count drops words that a run repeats."""
    topic, longer = "system user response".split(), [text * 2 for text in common_texts]
    runs = [
        set(text[start : start + 3]) for text in longer for start in range(max(1, len(text) - 2))
    ]
    assert document_npmi([topic], longer, 3) == pytest.approx(document_npmi([topic], runs))


def test_long_windows_are_those_of_gensim():
    """c_npmi of gensim 4 on its common_texts, for words that all meet: .458601."""
    assert document_npmi(["system user response".split()], common_texts, 10) == pytest.approx(
        [0.458601], abs=1e-6
    )
