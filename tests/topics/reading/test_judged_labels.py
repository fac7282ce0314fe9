"""A label is shown only where a reader tells the topic by it at least as often as by its words."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.topics.reading.judged_labels import ReadLabel, read_labels, typical_units

VOCABULARY = "rent lease bus ticket paint brush".split()
WORDS = ["rent, lease", "bus, ticket", "paint, brush"]
TEXTS = [f"{first} and {second}" for first, second in
         (("rent", "lease"), ("bus", "ticket"), ("paint", "brush")) for _ in range(4)]  # fmt: skip
SHARES = np.repeat(np.eye(3) * 0.7 + 0.1, 4, axis=0)


def meaning(texts):
    """Read texts by six words, each a direction; what has none of them means nothing."""
    counts = np.array([[text.count(word) for word in VOCABULARY] for text in texts], float)
    return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1)


def test_a_good_label_is_as_good_as_the_words_and_a_wrong_one_is_not():
    read = read_labels(["lease", "paint", "brush"], WORDS, TEXTS, SHARES, meaning)
    assert [one.n for one in read] == [4, 4, 4]
    assert [one.by_words for one in read] == [4, 4, 4]
    assert (read[0].by_label, read[0].better) == (4, True)
    assert (read[1].by_label, read[1].better) == (0, False)


def test_a_label_of_no_meaning_loses():
    read = read_labels(["rent", "zz", "paint"], WORDS, TEXTS, SHARES, meaning)
    assert [one.better for one in read] == [True, False, True]


def test_a_topic_without_typical_texts_is_not_judged():
    few = np.vstack([SHARES[:8], np.full((4, 3), 1 / 3)])
    read = read_labels(["zz", "zz", "zz"], WORDS, TEXTS, few, meaning)
    assert read[2] == ReadLabel(0, 0, 0)
    assert read[2].better
    assert not read[1].better


@pytest.mark.parametrize(
    ("shares", "typical"),
    [
        ([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]], [[0, 1], [2]]),
        ([[0.39, 0.3], [0.45, 0.5]], [[], [1]]),
    ],
)
def test_typical_units_have_much_of_their_main_topic(shares, typical):
    assert typical_units(np.array(shares)) == typical
