"""Readability by formula, and the syllable counter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.stats.readability import count_syllables, readability

# Syllables as a dictionary divides them.
SYLLABLES = {
    1: "the house likes liked make made whole while rule rules league page place please state time "
    "hoped friend called noise guide juice through thought their ones scheme schemes hour fire "
    "reach reached clean means fruit true eye years tree seen used",
    2: "table people houses wanted little simple being going react science quiet social nation "
    "question because changes boxes wishes needed added agreed ancient patient fluid ruin client "
    "issue values able rhythm response settled useful region local cycling building reason "
    "measure ocean language fuel saying trial",
    3: "idea area government created national radio video serious previous delicious religion "
    "family policy policies medium audience influence museum dialogue decided financial commercial "
    "messages completely period minister residents bicycle vehicles pollution library proposal "
    "supported annual quality continued media",
    4: "consultation situation society variety material evaluate ability experience continuous "
    "geography cooperate biology theology pedestrian environment communities usually industrial "
    "librarian",
}
WORDS = [(word, n) for n, words in SYLLABLES.items() for word in words.split()]


def test_the_cat_on_the_mat():
    # By formula: 206.835 - 1.015 x 6 - 84.6, and .39 x 6 + 11.8 - 15.59.
    words = "The cat sat on the mat.".split()
    syllables = sum(count_syllables(word) for word in words)
    assert syllables == 6
    result = readability(len(words), 1, syllables, least_words=1)
    assert result.reading_ease == pytest.approx(116.145)
    assert result.grade == pytest.approx(-1.45)


def test_a_short_text_is_undefined_with_a_reason():
    result = readability(99, 5, 140)
    assert np.isnan([result.reading_ease, result.grade]).all()
    assert result.reason == "99 words are too few: readability needs 100 or more."
    assert readability(100, 5, 140).reason == ""
    assert np.isnan(readability(0, 0, 0, least_words=0).grade)


def test_longer_sentences_and_words_are_harder():
    easy, long_sentences, long_words = (
        readability(200, *counts) for counts in ((20, 260), (8, 260), (20, 400))
    )
    for hard in (long_sentences, long_words):
        assert hard.reading_ease < easy.reading_ease
        assert hard.grade > easy.grade


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((-1, 1, 1), "0 or more"),
        ((100, 0, 150), "a sentence or more"),
        ((100, 5, 90), "a syllable a word"),
        ((100, 101, 150), "no more than words"),
    ],
)
def test_bad_counts_are_a_sentence(counts, sentence):
    with pytest.raises(InputError, match=sentence):
        readability(*counts)


def test_syllables_are_right_for_nine_words_in_ten():
    wrong = [(word, count_syllables(word)) for word, n in WORDS if count_syllables(word) != n]
    assert len(wrong) <= len(WORDS) / 10, wrong


@pytest.mark.parametrize(
    ("word", "n"),
    [
        ("", 1),
        ("hmm", 1),
        ("Don't", 1),
        ("isn’t", 2),
        ("people's", 2),
        ("co-operate", 4),
        ("TABLE", 2),
        ("123", 1),
    ],
)
def test_odd_words(word, n):
    assert count_syllables(word) == n


@given(st.text())
def test_any_text_has_a_syllable(text):
    assert count_syllables(text) >= 1
