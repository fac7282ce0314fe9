from __future__ import annotations

from textmine.checking.texts import check_texts

SENTENCE = "We would like to have more buses in the evening on our street, "


def test_lengths_count_words_and_chinese_characters(corpus_of, value):
    found = check_texts(corpus_of(text=["one two three", "我们要公共汽车", "a b c d e"]))
    assert value(found, "words, between").value == 3 + 7 + 5
    assert value(found, "words a document, shortest").value == 3
    assert value(found, "words a document, median").value == 5
    assert value(found, "fewer than 3").value == 0


def test_short_and_long_texts_are_named(corpus_of, value):
    texts = ["No.", "Yes please", *[SENTENCE] * 5, "word " * 1_500]
    found = check_texts(corpus_of(text=texts))
    short = value(found, "fewer than 3")
    assert (short.value, short.of, short.documents) == (2, 8, (0, 1))
    assert short.advice.endswith("(d0, d1)")
    assert value(found, "more than 1,000").documents == (7,)
    assert value(found, "empty").advice == ""


def test_a_greatest_length_that_several_share_is_a_cut(corpus_of, value):
    whole = [f"{place} {SENTENCE * 9}" for place in range(4)]
    cut = check_texts(corpus_of(text=[*(text[:255] for text in whole), "Short one, and whole."]))
    found = value(cut, "perhaps cut off")
    assert (found.value, found.documents) == (4, (0, 1, 2, 3))
    assert "exactly 255 characters" in found.advice
    ended = check_texts(corpus_of("ended", text=[text[:254] + "." for text in whole]))
    assert value(ended, "perhaps cut off").value == 0
    same = check_texts(corpus_of("same", text=[whole[0][:255]] * 4))
    assert value(same, "perhaps cut off").value == 0
