"""A model's doubt of documents, and the agreement of models that follow each other."""

from __future__ import annotations

import numpy as np
import pytest

from tests.made import copied, small_root, train_small
from tests.once import made_once
from textmine.classify import load_model
from textmine.classify.learning.thresholds import Decision
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.next_to_code.successive import (
    _kappas,
    compare_successive,
    margins_of,
    measure_doubt,
    stop_set,
    unseen_documents,
    word_vectors,
)
from textmine.corpus import load_corpus
from textmine.errors import InputError

pytestmark = pytest.mark.slow  # the fixtures take long


def test_the_margin_is_that_of_the_two_best_codes():
    p = np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.4, 0.4, 0.2]])
    plain = Decision("single", favours=(0.0, 0.0, 0.0)).preference(p)
    assert margins_of("single", plain) == pytest.approx([0.2, 0.7, 0.0])


def test_the_margin_is_nought_where_the_decision_turns():
    """A rare code that is favoured is in doubt where it is as good as the commonest."""
    favours = (np.log(0.8), np.log(0.2))
    preference = Decision("single", favours=favours).preference(np.array([[0.8, 0.2], [0.5, 0.5]]))
    assert margins_of("single", preference) == pytest.approx([0.0, 0.6])


def test_with_several_codes_the_one_next_to_its_threshold_counts():
    decision = Decision("multi", thresholds=(0.5, 0.2))
    p = np.array([[0.9, 0.2], [0.75, 0.01], [0.5, 0.9]])
    found = margins_of("multi", decision.preference(p))
    assert found == pytest.approx([0.0, 0.5, 0.0], abs=1e-12)


def test_vectors_are_of_words_alone():
    vectors = word_vectors([["The", "rail", "!"], ["rail", "the"], ["!"], []])
    assert vectors.shape == (4, 2)
    cosines = (vectors @ vectors.T).toarray()
    assert cosines[0, 1] == pytest.approx(1.0)
    assert cosines[2:].sum() == 0
    assert word_vectors([["!"], []]).shape == (2, 1)


@pytest.fixture
def small(tmp_path_factory, tmp_path):
    """48 short coded documents, and two models of them."""
    base = tmp_path_factory.getbasetemp()

    def make(folder):
        space = copied(small_root(base), folder / "small")
        train_small(space, "one", repeats=1)
        train_small(space, "two", folds=3, repeats=1)

    return copied(made_once(base, "of-two-models", make) / "small", tmp_path / "small")


@pytest.fixture
def models(small):
    return [load_model(small, name) for name in ("one", "two")]


def test_the_doubt_of_a_trained_model(small, models):
    whole = load_corpus(small, "small")
    chosen = whole.select([place % 2 == 0 for place in range(len(whole))], ())
    doubt = measure_doubt(small, models[0], whole, chosen)
    assert doubt.documents == tuple(chosen.ids)
    assert doubt.margins.min() >= 0
    assert doubt.margins.max() <= 1
    assert doubt.vectors.shape[0] == len(chosen)
    again = measure_doubt(small, models[0], whole, whole)
    assert again.margins[::2] == pytest.approx(doubt.margins)


def test_what_a_model_was_trained_on_is_no_part_of_the_stop_set(small, models):
    whole = load_corpus(small, "small")
    assert unseen_documents(whole, models) == []
    with pytest.raises(InputError, match="All 48 documents of 'small' were used"):
        compare_successive(small, models, whole, whole, 1)
    with pytest.raises(InputError, match=r"two different models\. Got one, one"):
        compare_successive(small, [models[0]] * 2, whole, whole, 1)


def test_a_stop_set_stays_as_documents_are_coded():
    ids = [f"d{n}" for n in range(100)]
    first = stop_set(ids, 4, 30)
    assert len(set(first)) == 30
    assert stop_set(ids[::-1], 4, 30) == first
    rest = [identity for identity in ids if identity not in first[:5]]
    assert stop_set(rest, 4, 30)[:25] == first[5:]
    assert stop_set(ids, 5, 30) != first


def _said(given, labels, classes):
    marks = np.array(given, dtype=np.bool_)
    documents = tuple(map(str, range(len(marks))))
    return MachineCodes("d", labels, classes, documents, marks.astype(np.float64), marks)


def test_models_with_other_classes_are_compared_by_code():
    one = _said([[1, 0], [0, 1], [1, 0]], "single", ("a", "b"))
    two = _said([[0, 1, 0], [1, 0, 0], [0, 0, 1]], "single", ("b", "a", "c"))
    assert _kappas([one, two]) == pytest.approx([0.5])
    assert _kappas([one, one, one]) == (1.0, 1.0)


def test_with_several_codes_kappa_is_the_mean_over_codes_that_occur():
    classes = ("a", "b", "never")
    one = _said([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]], "multi", classes)
    two = _said([[1, 1, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]], "multi", classes)
    assert _kappas([one, two]) == pytest.approx([(1 + 0.5) / 2])
    none = _said(np.zeros((4, 3)), "multi", classes)
    assert np.isnan(_kappas([none, none])[0])
