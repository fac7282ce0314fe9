"""No unit has a say in what it is scored with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from textmine.classify.features.blocks import BLOCKS
from textmine.classify.features.columns import NUMERIC, neighbourhood
from textmine.classify.learning.classifiers import (
    MEMBERS,
    active_members,
    fit_member,
    member_scores,
)
from textmine.classify.learning.encoder_member import ENCODER
from textmine.classify.learning.nested import nested_cross_validation
from textmine.classify.learning.problem import assign_folds, make_problem, near_copies
from textmine.classify.learning.select_candidate import BLEND, PAIR, STACK, settle

WORDS = {"a": "apple pear", "b": "train bus", "c": "river lake"}
FILLER = "the of and to in that it is was for on as with".split()


def made_problem(n_threads=24, size=3, labels="single", seed=0, uncoded=False):
    draw = np.random.default_rng(seed)
    threads, texts, gold = [], [], {}
    for t in range(n_threads):
        ids = [f"t{t:02}-{i}" for i in range(size)]
        threads.append(ids)
        for identity in ids:
            codes = ("abc"[draw.integers(3)],)
            if labels == "multi":
                codes = tuple(code for code in "abc" if draw.random() < 0.4)
            said = [draw.choice(WORDS[code].split()) for code in codes for _ in range(2)]
            texts.append(" ".join([*said, *draw.choice(FILLER, 5)]))
            if not (uncoded and identity.endswith("-1")):
                gold[identity] = codes
    ids = [identity for thread in threads for identity in thread]
    table = {block.column: texts for block in BLOCKS.values() if not block.numeric}
    for names in NUMERIC.values():
        table |= dict.fromkeys(names, np.zeros(len(ids)))
    columns = pd.DataFrame(table, index=pd.Index(ids, name="id"))
    groups = {identity: int(identity[1:3]) for identity in ids}
    return make_problem(
        columns,
        threads,
        gold,
        dimension="d",
        labels=labels,
        classes="abc",
        groups=groups,
        blocks=("words", "characters", "around"),
    )


@pytest.mark.slow
@pytest.mark.parametrize("labels", ["single", "multi"])
def test_what_can_be_learned_is_learned(labels):
    problem = made_problem(labels=labels)
    fold = assign_folds(problem.gold, problem.groups, 4, 0)
    found = nested_cross_validation(problem, fold, "macro_f1", 0)
    assert (found.given == problem.gold).all(axis=1).mean() > 0.85
    assert len(found.settled) == len(found.models) == 4


@pytest.mark.slow
@pytest.mark.parametrize("labels", ["single", "multi"])
def test_a_fold_has_no_say_in_its_own_prediction(labels):
    problem = made_problem(labels=labels)
    fold = assign_folds(problem.gold, problem.groups, 4, 0)
    before = nested_cross_validation(problem, fold, "macro_f1", 0)
    other = problem.gold.copy()
    mine = np.flatnonzero(fold == 2)
    other[mine] = other[mine[::-1]]
    after = nested_cross_validation(replace(problem, gold=other), fold, "macro_f1", 0)
    assert (before.probabilities[mine] == after.probabilities[mine]).all()
    assert (before.given[mine] == after.given[mine]).all()
    assert not (before.probabilities == after.probabilities).all()


def test_uncoded_rows_share_the_fold_of_their_thread():
    problem = made_problem(uncoded=True)
    assert len(problem.documents) == 72
    assert len(problem.rows) == 48
    fold = assign_folds(problem.gold, problem.groups, 4, 0)
    row_fold = problem.row_folds(fold)
    assert (row_fold[problem.rows] == fold).all()
    assert (row_fold.reshape(-1, 3) == row_fold[::3, None]).all()
    found = nested_cross_validation(problem, fold, "macro_f1", 0)
    assert found.held_out["words-svm"].shape == (72, 3)


def test_two_groups_are_enough():
    problem = made_problem(n_threads=2, size=20)
    fold = assign_folds(problem.gold, problem.groups, 5, 0)
    assert set(fold) == {0, 1}
    found = nested_cross_validation(problem, fold, "macro_f1", 0)
    before = found.probabilities[fold == 0]
    other = problem.gold.copy()
    other[fold == 0] = other[fold == 0][::-1]
    after = nested_cross_validation(replace(problem, gold=other), fold, "macro_f1", 0)
    assert (before == after.probabilities[fold == 0]).all()


def test_an_encoder_is_paired_with_the_first_of_the_others():
    draw = np.random.default_rng(0)
    gold = np.eye(3, dtype=bool)[draw.integers(3, size=600)]
    names = ("linear-svm", "logistic", ENCODER)
    scores = {name: gold + draw.normal(0, 0.8, gold.shape) for name in names}
    alone = neighbourhood([[str(i)] for i in range(600)])
    rows = np.arange(600)
    found = settle(scores, rows, gold, rows % 5, alone, "single", "kappa", only=PAIR)
    assert found.members == ("linear-svm", ENCODER)
    assert found.values[PAIR] > max(found.values[name] for name in found.members) + 0.1
    right = found.combined(scores, alone).argmax(axis=1) == gold.argmax(axis=1)
    assert right.mean() > 0.7
    both = {name: scores[name] for name in names[:2]}
    assert PAIR not in settle(both, rows, gold, rows % 5, alone, "single", "kappa").values


def test_candidates_are_the_members_their_blend_and_the_stack():
    draw = np.random.default_rng(0)
    gold = np.eye(2, dtype=bool)[draw.integers(2, size=60)]
    # Each member is half informed; rows come in threads of one code, so that neighbours tell.
    run = np.repeat(gold[::6], 6, axis=0)
    scores = {name: run + draw.normal(0, 2.5, run.shape) for name in ("linear-svm", "logistic")}
    fold = np.repeat(np.arange(10), 6) % 5
    threads = neighbourhood([[f"{t}-{i}" for i in range(6)] for t in range(10)])
    rows = np.arange(60)
    found = settle(scores, rows, run, fold, threads, "single", "kappa")
    assert set(found.values) == {"linear-svm", "logistic", BLEND, STACK}
    assert found.candidate == STACK
    assert found.values[STACK] > found.values["linear-svm"] + 0.1
    alone = neighbourhood([[str(i)] for i in range(60)])
    assert STACK not in settle(scores, rows, run, fold, alone, "single", "kappa").values
    only = settle(scores, rows, run, fold, threads, "single", "kappa", only="logistic")
    assert (only.candidate, only.members) == ("logistic", ("logistic",))


@pytest.mark.parametrize("name", list(MEMBERS))
@pytest.mark.parametrize("labels", ["single", "multi"])
def test_scores_are_linear_in_the_features(name, labels):
    draw = np.random.default_rng(0)
    x = np.abs(draw.normal(size=(30, 6)))
    gold = (
        np.eye(3, dtype=bool)[np.arange(30) % 3]
        if labels == "single"
        else draw.random((30, 3)) < 0.5
    )
    made = fit_member(name, (), x, gold, labels, 0)
    one, two = x[:1], x[1:2]
    middle = member_scores(made, (one + two) / 2, 3, labels)
    ends = [member_scores(made, part, 3, labels) for part in (one, two)]
    assert middle == pytest.approx((ends[0] + ends[1]) / 2)


def test_a_class_never_seen_scores_below_all_and_one_class_is_always_said():
    x = np.eye(4)
    gold = np.zeros((4, 3), dtype=bool)
    gold[:2, 0] = gold[2:, 2] = True
    scores = member_scores(fit_member("linear-svm", (), x, gold, "single", 0), x, 3, "single")
    assert (scores[:, 1] < scores[:, [0, 2]].min(axis=1)).all()
    one = np.tile([False, True, False], (4, 1))
    scores = member_scores(fit_member("linear-svm", (), x, one, "single", 0), x, 3, "single")
    assert (scores.argmax(axis=1) == 1).all()


def test_a_code_that_all_or_none_have_is_scored_so():
    x = np.random.default_rng(0).normal(size=(12, 3))
    gold = np.column_stack([np.ones(12), np.zeros(12), np.arange(12) % 2]).astype(bool)
    scores = member_scores(fit_member("logistic", (), x, gold, "multi", 0), x, 3, "multi")
    assert (scores[:, 0] > 0).all()
    assert (scores[:, 1] < 0).all()


def test_members_without_anything_of_their_own_are_left_out():
    assert set(active_members(("words",), has_neighbours=True)) == {
        *("linear-svm", "logistic", "complement-nb"),
    }
    with_thread = active_members(("words", "around"), has_neighbours=True)
    without = active_members(("words", "around"), has_neighbours=False)
    assert "surroundings-nb" in with_thread
    assert without["linear-svm"] == ("words",)
    beside = active_members(("words", "meaning", "embeddings"), has_neighbours=False)
    assert beside["linear-svm"] == beside["logistic"] == ("words", "meaning", "embeddings")


def test_weights_are_held_more_firmly_beside_the_vectors_of_an_encoder():
    draw = np.random.default_rng(0)
    x, gold = draw.normal(size=(30, 6)), np.eye(2, dtype=bool)[np.arange(30) % 2]
    loose, firm = (
        np.abs(fit_member("linear-svm", blocks, x, gold, "single", 0).coef_).sum()
        for blocks in (("words", "meaning"), ("words", "embeddings"))
    )
    assert firm < 0.99 * loose


def campaign(n_letters=20, copies=6, seed=0):
    """Letters that people sent with a name of their own, each letter with a code by chance."""
    draw = np.random.default_rng(seed)
    ids, texts, gold = [], [], {}
    for letter in range(n_letters):
        body = " ".join(draw.choice([f"word{n}" for n in range(300)], 24))
        for copy in range(copies):
            identity = f"l{letter:02}-{copy}"
            ids.append(identity)
            texts.append(f"{body} sender{letter}x{copy}")
            gold[identity] = ("ab"[letter % 2],)
    table = {block.column: texts for block in BLOCKS.values() if not block.numeric}
    for names in NUMERIC.values():
        table |= dict.fromkeys(names, np.zeros(len(ids)))
    return make_problem(
        pd.DataFrame(table, index=pd.Index(ids, name="id")),
        [[identity] for identity in ids],
        gold,
        dimension="d",
        labels="single",
        classes="ab",
        groups={identity: at for at, identity in enumerate(ids)},
        blocks=("words",),
    )


def test_a_letter_of_a_campaign_is_not_known_from_its_copies():
    problem = campaign()
    assert problem.n_copied == 120
    apart = replace(problem, copies=np.arange(120))
    fold = assign_folds(problem.gold, problem.groups, 5, 0)

    def right(of):
        found = nested_cross_validation(of, fold, "macro_f1", 0)
        return (found.given == of.gold).all(axis=1).mean()

    assert right(apart) > 0.95
    assert right(problem) < 0.7


def test_what_is_learned_has_no_copy_of_what_is_scored():
    problem = replace(campaign(4, 3), copies=np.repeat([0, 1, 2, 3], 3))
    held_out = np.arange(12) == 4
    assert problem.apart(~held_out, held_out).tolist() == [True] * 3 + [False] * 3 + [True] * 6
    alike = replace(problem, copies=np.zeros(12, dtype=np.int64))
    assert alike.apart(~held_out, held_out).sum() == 11


def test_short_texts_are_no_copies():
    letter = "Please keep the bus to the old market running at night"
    copies = near_copies(["I agree.", letter, "I agree.", f"{letter}, Ana", "Another text"])
    assert len(set(copies[[0, 1, 2, 4]].tolist())) == 4
    assert copies[1] == copies[3]


def test_copies_of_what_is_scored_have_no_say_in_what_is_chosen():
    problem = made_problem()
    fold = assign_folds(problem.gold, problem.groups, 4, 0)
    mine = np.flatnonzero(fold == 2)
    copies = np.arange(len(fold))
    copies[fold == 0] = mine[0]
    copies[mine] = mine[0]
    problem = replace(problem, copies=copies)
    before = nested_cross_validation(problem, fold, "macro_f1", 0)
    other = problem.gold.copy()
    other[fold == 0] = other[fold == 0][::-1]
    after = nested_cross_validation(replace(problem, gold=other), fold, "macro_f1", 0)
    assert (before.probabilities[mine] == after.probabilities[mine]).all()


@pytest.mark.parametrize("labels", ["single", "multi"])
def test_a_code_of_one_campaign_is_scored_without_it(labels):
    problem = made_problem(labels=labels)
    copies = np.where(problem.gold[:, 0], 0, np.arange(1, len(problem.rows) + 1))
    problem = replace(problem, copies=copies)
    fold = assign_folds(problem.gold, problem.groups, 4, 0)
    found = nested_cross_validation(problem, fold, "macro_f1", 0)
    assert np.isfinite(found.probabilities).all()
    assert not found.given[problem.gold[:, 0], 0].any()
    two = replace(problem, classes=("a", "b"), gold=problem.gold[:, :2])
    if labels == "single":
        two = replace(two, gold=np.column_stack([problem.gold[:, 0], ~problem.gold[:, 0]]))
        assert np.isfinite(nested_cross_validation(two, fold, "macro_f1", 0).probabilities).all()


def test_folds_keep_families_of_copies_together():
    problem = campaign()
    assert [len(set(problem.copies[problem.fold_groups == n])) for n in range(20)] == [1] * 20
    one_for_all = replace(problem, copies=np.arange(120) % 2)
    assert one_for_all.fold_groups is problem.groups
    few = replace(problem, copies=np.append(np.arange(119), 0))
    assert few.fold_groups is problem.groups
    fold = assign_folds(problem.gold, problem.fold_groups, 5, 0)
    assert all(len(set(fold[problem.copies == n])) == 1 for n in set(problem.copies.tolist()))
