"""Words are weighed as scikit-learn weighs them, whatever letters they have."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from textmine.reading.word_weights import weigh_words

TEXTS = [
    "Buses run late; the buses are LATE again.",
    "Straße und Öl, naïve Ärzte: 42 x y",
    "\U0001f68c Зелёный автобус опаздывает",
    "cafe\u0301 under_score a1 b2 ½ ²",
    "the the the",
    "",
    "the lone \ud800 surrogate",
]


@pytest.mark.parametrize("most", [0.5, 1.0])
def test_vectors_are_those_of_scikit_learn(most):
    peer = TfidfVectorizer(sublinear_tf=True, max_df=most, token_pattern=r"(?u)\b\w\w+\b")
    expected = peer.fit_transform(TEXTS).toarray()
    weights, vectors = weigh_words(TEXTS, most)
    assert list(weights.column) == peer.get_feature_names_out().tolist()
    np.testing.assert_allclose(vectors.toarray(), expected, atol=1e-15)
    parts = ["late buses of nobody", "unseen words", ""]
    told = weights.vectors(parts).toarray()
    np.testing.assert_allclose(told, peer.transform(parts).toarray(), atol=1e-15)


@pytest.mark.parametrize("texts", [[], [""], ["a b", "- ?"], ["same words", "same words"]])
def test_texts_without_a_telling_word_have_no_weights(texts):
    assert weigh_words(texts, 0.5) is None
