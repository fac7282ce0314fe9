"""Prevalence end to end, with a machine whose every word is made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.classify.prevalence.town import (
    SIZE,
    add_draw,
    keep_held_out,
    make_draw,
    make_town,
)
from textmine.classify.prevalence import PrevalenceRequest, estimate_prevalence
from textmine.coding.current import derived_codings
from textmine.errors import InputError

N = 120


@pytest.fixture
def town(workspace):
    """120 of 300 documents drawn at random and coded, and the held-out codes of a model."""
    made = make_town()
    drawn = [str(i) for i in np.random.default_rng(1).choice(made.ids, N, replace=False)]
    keep_held_out(workspace, made, drawn)
    add_draw(workspace, make_draw(made, drawn))
    made.drawn = drawn
    return made


def _ask(space, town, codings=None, **request):
    given = town.codings(town.drawn) if codings is None else codings
    given = [*given, *derived_codings(given, town.model.codebook)]
    return estimate_prevalence(space, town.model, town.corpus, given, PrevalenceRequest(**request))


def _shares(result, method="ppi", group=0):
    return {code.code: code.shares[method] for code in result.groups[group].codes}


def test_the_cells_are_the_default_and_add_up(workspace, town):
    (result,) = _ask(workspace, town)
    (group,) = result.groups
    shares = _shares(result)
    assert result.question == "subject x tone"
    assert (result.sampling, result.methods, result.coder) == ("drawn", ("ppi", "hand"), "ann")
    assert (group.n_documents, group.n_coded, group.n_sampled) == (SIZE, N, N)
    cells = ["a1", "a2", "b1", "b2", "c1", "c2"]
    assert list(shares)[:6] == cells
    for method in ("ppi", "hand"):
        each = _shares(result, method)
        assert sum(each[cell].value for cell in cells) == pytest.approx(1)
        assert each["all a"].value == pytest.approx(each["a1"].value + each["a2"].value)
        assert each["all 2"].value == pytest.approx(sum(each[c + "2"].value for c in "abc"))
    assert group.codes[0].name == "calm a"
    assert group.gain > 1
    assert 0 < group.tuning <= 1


def test_it_is_near_the_truth_and_narrower_than_hand_codes_alone(workspace, town):
    (result,) = _ask(workspace, town, dimension="subject")
    helped, hand = _shares(result), _shares(result, "hand")
    for code, share in helped.items():
        assert share.interval.low <= town.share("subject", code) <= share.interval.high
        width = share.interval.high - share.interval.low
        assert width < hand[code].interval.high - hand[code].interval.low
        assert share.gain > 1
        assert hand[code].gain is None
    codes = result.groups[0].codes
    said = town.machine["subject"].given.sum(axis=0)
    assert [code.machine_count for code in codes] == said.tolist()
    counted = [
        sum(code.code in town.codes["subject"][town.ids.index(i)] for i in town.drawn)
        for code in codes
    ]
    assert [code.n_coded for code in codes] == counted


def test_a_census_counts_and_asks_no_machine(workspace, town, monkeypatch):
    monkeypatch.delattr("textmine.classify.prevalence.estimating.machine_view")
    (result,) = _ask(workspace, town, town.codings(town.ids), dimension="subject")
    assert (result.sampling, result.methods) == ("census", ("hand",))
    for code, share in _shares(result, "hand").items():
        assert share.value == pytest.approx(town.share("subject", code))
        assert share.interval is None


def test_several_codes_have_a_share_each(workspace, town):
    (result,) = _ask(workspace, town, dimension="marks")
    assert result.groups[0].tuning is None
    for code, share in _shares(result).items():
        assert share.interval.low <= town.share("marks", code) <= share.interval.high


def test_a_derived_dimension_follows_from_its_source(workspace, town):
    (result,) = _ask(workspace, town, dimension="side")
    share = _shares(result)["ab"]
    truth = town.share("subject", "a") + town.share("subject", "b")
    assert share.interval.low <= truth <= share.interval.high


def test_by_group_and_the_difference(workspace, town):
    (result,) = _ask(
        workspace, town, dimension="subject", by=("group",), difference=("residents", "staff")
    )
    assert [group.group for group in result.groups] == ["residents", "staff"]
    assert sum(group.n_documents for group in result.groups) == SIZE
    one, other = (_shares(result, group=place) for place in (0, 1))
    for difference in result.differences:
        if difference.method == "ppi":
            code = difference.code
            assert difference.value == pytest.approx(one[code].value - other[code].value)
            assert difference.interval.low < difference.value < difference.interval.high
    assert {d.method for d in result.differences} == {"ppi", "hand"}
    for group, shares in zip(result.groups, (one, other), strict=True):
        assert sum(share.value for share in shares.values()) == pytest.approx(1), group


def test_groups_without_enough_codes_say_so(workspace, town):
    (result,) = _ask(workspace, town, dimension="subject", by=("thread_id",))
    empty = [group for group in result.groups if group.reason]
    assert empty
    assert "documents are coded, and fewer than 2 of them count" in empty[0].reason
    assert all(not code.shares for group in empty for code in group.codes)
    with pytest.raises(InputError, match="Too few documents of"):
        names = (empty[0].group, result.groups[-1].group)
        _ask(workspace, town, dimension="subject", by=("thread_id",), difference=names)


def test_all_methods_beside_each_other(workspace, town):
    methods = ("ppi", "hand", "dsl", "acc", "pacc")
    (result,) = _ask(workspace, town, dimension="subject", methods=methods)
    for method in methods:
        shares = _shares(result, method)
        assert sum(share.value for share in shares.values()) == pytest.approx(1)
        assert all(
            share.interval.low <= share.value <= share.interval.high for share in shares.values()
        )
    assert any("ASSUME LABEL SHIFT" in sentence for sentence in result.sentences)


def test_intervals_that_hold_together_are_wider(workspace, town):
    (one,) = _ask(workspace, town, dimension="subject")
    (joint,) = _ask(workspace, town, dimension="subject", simultaneous=True)
    assert joint.n_simultaneous == 3
    for code, share in _shares(joint).items():
        assert share.interval.low < _shares(one)[code].interval.low


def test_a_document_without_a_code_is_a_share_of_its_own(workspace, town):
    codings = [
        replace(coding, code=None)
        if coding.dimension == "subject" and coding.document in town.drawn[:20]
        else coding
        for coding in town.codings(town.drawn)
    ]
    (result,) = _ask(workspace, town, codings, dimension="subject")
    shares = _shares(result)
    assert shares["(no code)"].value > 0.05
    assert sum(share.value for share in shares.values()) == pytest.approx(1)


def test_documents_with_one_side_only_do_not_count(workspace, town):
    codings = [
        coding
        for coding in town.codings(town.drawn)
        if coding.dimension != "tone" or coding.document not in town.drawn[:7]
    ]
    (result,) = _ask(workspace, town, codings)
    assert result.groups[0].n_sampled == N - 7
    assert any("7 documents are coded on one of the two" in said for said in result.sentences)


def test_without_hand_codes_only_an_assumption_helps(workspace, town):
    with pytest.raises(InputError, match="People coded no document of 'town'") as refusal:
        _ask(workspace, town, [])
    assert "--assume label-shift" in refusal.value.hint
    (result,) = _ask(workspace, town, [], assume="label-shift")
    assert (result.sampling, result.methods) == ("none", ("pacc", "acc"))
    shares = _shares(result, "pacc")
    assert sum(shares[c].value for c in ("a1", "a2", "b1", "b2", "c1", "c2")) == pytest.approx(1)
    assert abs(shares["all a"].value - town.share("subject", "a")) < 0.15


@pytest.fixture
def village(workspace, monkeypatch):
    """Another corpus than the model's, some of it drawn and coded."""
    made = make_town("village", seed=5)
    made.drawn = [str(i) for i in np.random.default_rng(2).choice(made.ids, N, replace=False)]
    add_draw(workspace, make_draw(made, made.drawn))
    monkeypatch.setattr("textmine.classify.prevalence.machine.apply_model", lambda *_: made.machine)
    return made


def test_another_corpus_is_coded_by_the_model_itself(workspace, village):
    (result,) = _ask(workspace, village, dimension="subject")
    assert "was trained on another corpus" in result.sentences[-1]
    for code, share in _shares(result).items():
        assert share.interval.low <= village.share("subject", code) <= share.interval.high


def test_texts_that_the_model_was_trained_on_do_not_flatter_it(workspace, village):
    from textmine.classify.trained.seen import training_marks

    long = [f"What everybody said about {text} in that year" for text in village.corpus.texts]
    village.corpus.documents["text"] = long
    village.model.trained_on = training_marks(village.corpus, village.drawn)
    told = "120 have a text of 8 words or more that was trained on word for word"
    with pytest.raises(InputError, match=f"Of the 120 coded documents of 'village' {told}"):
        _ask(workspace, village, dimension="subject")
    village.model.trained_on = training_marks(village.corpus, village.ids[::10])
    (result,) = _ask(workspace, village, dimension="subject")
    assert "have a text of 8 words or more that was trained on word for word" in " ".join(
        result.sentences
    )
    assert sum(share.value for share in _shares(result).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"dimension": "sub"}, "knows no dimension 'sub'"),
        ({"dimension": "subject", "cells": True}, "The cells are those of two dimensions"),
        ({"methods": ("pppi",)}, "There is no method 'pppi'"),
        ({"assume": "all"}, "There is no assumption 'all'"),
        ({"difference": ("a", "b")}, "between two groups of what --by names"),
        ({"by": ("group",), "difference": ("staff",)}, "between two groups"),
        ({"by": ("group",), "difference": ("staff", "nobody")}, "has no group 'nobody'"),
        ({"by": ("colour",)}, "has no such column"),
        ({"by": ("group",), "difference": ("a", "b"), "methods": ("acc",)}, "needs hand-coded"),
        ({"coder": "bob"}, "There is no coder 'bob'"),
        ({"level": 1.0}, "must be between 0 and 1"),
    ],
)
def test_unclear_requests_are_refused(workspace, town, asked, sentence):
    with pytest.raises(InputError, match=sentence):
        _ask(workspace, town, **asked)


def test_a_codebook_that_crosses_nothing_has_no_cells(workspace, town):
    town.model.codebook = town.model.codebook.model_copy(update={"product": None})
    with pytest.raises(InputError, match="does not know two dimensions that codebook"):
        _ask(workspace, town, cells=True)
    results = _ask(workspace, town)
    assert [result.question for result in results] == ["subject", "tone", "marks", "side"]
