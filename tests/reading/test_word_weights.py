"""Words are weighed as scikit-learn weighs them, whatever letters they have."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from textmine.corpus.spaceless import SIGNS
from textmine.nlp import parting
from textmine.reading import word_weights
from textmine.reading.word_weights import weigh_words

TEXTS = [
    "Buses run late; the buses are LATE again.",
    "Straße und Öl, naïve Ärzte: 42 x y",
    "\U0001f68c Зелёный автобус опаздывает",
    "cafe\u0301 under_score a1 b2 ½ ²",
    "the the the",
    "",
    "“Curly – quotes” £50 €… 日本語、テスト。 a\u200bbc",
    "the lone \ud800 surrogate",
]


@pytest.mark.parametrize("most", [0.5, 1.0])
def test_vectors_are_those_of_scikit_learn(most, monkeypatch):
    monkeypatch.setattr(parting, "icu_title", lambda: "")
    letter = rf"[^\W{SIGNS}]"  # in scripts without spaces each sign is a word
    words = rf"(?u)[{SIGNS}]|\b{letter}{letter}+\b"
    peer = TfidfVectorizer(sublinear_tf=True, max_df=most, token_pattern=words)
    expected = peer.fit_transform(TEXTS).toarray()
    weights, vectors = weigh_words(TEXTS, most)
    assert list(weights.column) == peer.get_feature_names_out().tolist()
    np.testing.assert_allclose(vectors.matrix().toarray(), expected, atol=1e-15)
    parts = ["late buses of nobody", "unseen words", ""]
    told = weights.vectors(parts).matrix().toarray()
    np.testing.assert_allclose(told, peer.transform(parts).toarray(), atol=1e-15)


@pytest.mark.parametrize("texts", [[], [""], ["a b", "- ?"], ["same words", "same words"]])
def test_texts_without_a_telling_word_have_no_weights(texts):
    assert weigh_words(texts, 0.5) is None


def test_words_of_many_texts_are_those_of_each(monkeypatch):
    monkeypatch.setattr(word_weights, "_AT_ONCE", 2)
    weights, vectors = weigh_words(TEXTS, 1.0)
    monkeypatch.undo()
    peer, expected = weigh_words(TEXTS, 1.0)
    assert weights.column == peer.column
    np.testing.assert_array_equal(vectors.matrix().toarray(), expected.matrix().toarray())
