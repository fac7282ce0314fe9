"""Scores on unseen documents, against scikit-learn."""

from __future__ import annotations

import pytest
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score

from tests.made import TRAINED_ON
from textmine.classify import (
    apply_model,
    evaluate_model,
    gold_codes,
    load_model,
)
from textmine.classify.trained.seen import DOCUMENT, GROUP, seen_in_training
from textmine.codebook import find_codebook
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.corpus.groups import group_labels
from textmine.errors import InputError


@pytest.fixture
def setting(trained):
    model = load_model(trained, "forum-model")
    whole = load_corpus(trained, "forum")
    codings = open_codings(trained).current("forum")
    gold = gold_codes(codings, find_codebook("ling-martins-2015", trained))
    return trained, model, whole, gold


def test_scores_agree_with_scikit_learn(setting):
    space, model, whole, gold = setting
    predictions = apply_model(space, model, whole, whole)
    results = evaluate_model(model, whole, predictions, gold)
    assert [result.dimension for result in results] == ["knowledge_domain", "goal_orientation"]
    unseen = set(whole.ids) - set(seen_in_training(model, whole).why)
    for result, codes in zip(results, gold, strict=True):
        assert result.left_out == len(whole) - len(unseen) >= TRAINED_ON
        assert result.n == len(unseen)
        part = predictions[result.dimension]
        said = dict(zip(part.documents, (code for (code,) in part.codes), strict=True))
        truth = [codes.codes_of[i][0] for i in sorted(unseen)]
        guess = [said[i] for i in sorted(unseen)]
        scores = result.scores
        assert scores.accuracy.value == pytest.approx(accuracy_score(truth, guess))
        assert scores.kappa.value == pytest.approx(cohen_kappa_score(truth, guess))
        used = sorted(set(truth))
        assert scores.macro_f1.value == pytest.approx(
            f1_score(truth, guess, labels=used, average="macro", zero_division=0)
        )
        for code, each in zip(result.classes, scores.classes, strict=True):
            assert each.f1.value == pytest.approx(
                f1_score(truth, guess, labels=[code], average="macro", zero_division=0), nan_ok=True
            )
        assert (
            scores.accuracy.interval.low <= scores.accuracy.value <= scores.accuracy.interval.high
        )
        assert result.majority == pytest.approx(max(map(truth.count, truth)) / len(truth))


def test_trained_documents_and_others_of_their_threads_are_known(setting):
    _, model, whole, _ = setting
    seen = seen_in_training(model, whole)
    assert seen.of(DOCUMENT) == set(whole.ids[:TRAINED_ON])
    groups = dict(zip(whole.ids, group_labels(whole), strict=True))
    touched = {groups[identity] for identity in whole.ids[:TRAINED_ON]}
    beside = {identity for identity in whole.ids[TRAINED_ON:] if groups[identity] in touched}
    assert seen.of(GROUP) == beside


def test_nothing_unseen_is_refused(setting):
    space, model, whole, gold = setting
    seen = whole.select([place < TRAINED_ON for place in range(len(whole))], ())
    predictions = apply_model(space, model, whole, seen)
    with pytest.raises(InputError, match=r"40 were trained on\. A score on them"):
        evaluate_model(model, seen, predictions, gold)


def test_codings_on_other_dimensions_are_refused(setting):
    _, model, whole, gold = setting
    with pytest.raises(InputError, match="knows other, the codings other dimensions"):
        evaluate_model(model, whole, {"other": []}, gold)


def test_a_machine_is_never_gold(setting):
    from dataclasses import replace

    space, _, _, _ = setting
    codings = open_codings(space).current("forum")
    machine = [replace(coding, origin="machine") for coding in codings]
    with pytest.raises(InputError, match="has no codings"):
        gold_codes(machine, find_codebook("ling-martins-2015", space))
    with pytest.raises(InputError, match="no dimension 'goal'"):
        gold_codes(codings, find_codebook("ling-martins-2015", space), None, ["goal"])
