"""Draws in which a model chooses a part: spread, without repeats, and no harm to estimates."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from textmine.classify.prevalence.sampling_origin import coded_sample
from textmine.coding import inclusion_probabilities, open_codings, open_draws
from textmine.coding.current import with_chances
from textmine.coding.sampling import choosing
from textmine.coding.sampling.choosing import Doubt, add_choice, choose_doubtful, random_part
from textmine.coding.sampling.design import draw_candidates, strata_of
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.draws import Draw
from textmine.coding.sampling.request import SampleRequest
from textmine.corpus import Corpus, CorpusInfo
from textmine.errors import InputError
from textmine.schema import Coding

IDS = tuple(f"d{n:03d}" for n in range(60))


def _doubt(margins, vectors=None, ids=IDS):
    """Documents of three subjects, in turn, unless vectors are given."""
    n = len(ids)
    vectors = np.eye(3)[np.arange(n) % 3] if vectors is None else vectors
    return Doubt(tuple(ids), np.asarray(margins, dtype=np.float64), vectors)


def _measure(whole, chosen):
    ids = chosen.ids
    numbers = np.array([int(identity) for identity in ids])
    vectors = np.column_stack([np.cos(numbers), np.sin(numbers)])
    return _doubt(np.abs(np.sin(numbers * 7.0)), vectors, ids)


def _draw(space, measure=_measure, **asked):
    if asked.get("active") is None:
        return draw_sample(space, SampleRequest("forum", **asked))
    return draw_sample(space, SampleRequest("forum", **asked), measure)


def _code(space, documents):
    made = [
        Coding("forum", one, "goal_orientation", "A", "ann", codebook="ling-martins-2015")
        for one in documents
    ]
    open_codings(space).append(made)


def _ids(candidates):
    return {one.document for one in candidates}


@pytest.mark.parametrize(
    ("n", "share", "part"), [(50, None, 15), (50, 0.5, 25), (5, 0.3, 2), (10, 0.3, 3), (1, 0.3, 1)]
)
def test_the_random_part_is_rounded_up(n, share, part):
    assert random_part(n, share) == part


def test_the_most_doubtful_of_each_subject_is_chosen():
    margins = np.linspace(0.2, 0.8, 60)
    margins[[30, 31, 32]] = 0.1, 0.05, 0.12
    choice = choose_doubtful(_doubt(margins), 3, IDS)
    assert choice.documents == ("d031", "d030", "d032")
    assert choose_doubtful(_doubt(margins, csr_matrix(np.eye(3)[np.arange(60) % 3])), 3, IDS) == (
        choice
    )


def test_one_of_several_repeats_is_chosen_and_none_of_what_was_given_out():
    margins = np.linspace(0, 1, 60)
    group_of = {document: place for place, document in enumerate(IDS)} | {"d001": 0, "d003": 59}
    choice = choose_doubtful(_doubt(margins), 58, set(IDS) - {"d059"}, {"d059"}, group_of)
    assert set(IDS) - set(choice.documents) == {"d001", "d003", "d059"}
    assert choice.set_aside == 2
    assert choose_doubtful(_doubt(margins), 2, {"d003"}, {"d059"}, group_of).documents == ()


def test_texts_without_words_and_equal_vectors_do_no_harm():
    choice = choose_doubtful(_doubt(np.zeros(60), np.zeros((60, 4))), 5, IDS)
    assert choice.documents == IDS[:5]


@given(st.randoms(), st.integers(1, 20), st.integers(0, 9))
def test_the_order_of_documents_means_nothing(shuffler, n, seed):
    draw = np.random.default_rng(seed)
    margins, vectors = draw.random(60), draw.random((60, 4))
    places = list(range(60))
    shuffler.shuffle(places)
    ids = [IDS[place] for place in places]
    turned = Doubt(tuple(ids), margins[places], vectors[places])
    ours = choose_doubtful(_doubt(margins, vectors), n, IDS)
    assert choose_doubtful(turned, n, ids) == ours
    assert len(set(ours.documents)) == n


def test_a_document_that_the_model_did_not_see_is_an_error():
    with pytest.raises(InputError, match="said nothing of document 'zzz'"):
        choose_doubtful(_doubt(np.zeros(60)), 1, {"zzz"})
    with pytest.raises(InputError, match=r"a row for each of 60 documents. Got shapes \(3,\)"):
        _doubt(np.zeros(3))


def test_a_choice_is_added_to_the_random_part():
    strata = dict.fromkeys(IDS, "all")
    frame = draw_candidates(strata, {"d000"}, 6, random.Random(1))
    sampled = _ids(one for one in frame if one.drawn)
    mixed = add_choice(
        frame, 20, {"d000", "d001"}, {"d002"}, _doubt(np.linspace(0, 1, 60)), {}, random.Random(2)
    )
    drawn = [one.document for one in mixed.candidates if one.drawn]
    assert len(drawn) == 20
    assert set(drawn) == sampled | set(mixed.chosen)
    assert len(mixed.chosen) == 14
    assert not set(mixed.chosen) & (sampled | {"d000", "d001", "d002"})
    assert drawn != sorted(drawn)
    assert _ids(mixed.candidates) == set(IDS)
    assert {one.probability for one in mixed.candidates} == {6 / 59}


def _simulated(rng, n_rounds=3):
    """Draws in which the model's doubt follows from what earlier draws found, and the codes."""
    x = np.array([rng.gauss(0, 1) for _ in range(120)])
    codes = {f"d{n:03d}": x[n] + rng.gauss(0, 0.5) > 0.8 for n in range(120)}
    ids = tuple(codes)
    draws: list[Draw] = []
    sampled: set[str] = set()
    given_out: set[str] = set()
    for turn in range(1 + n_rounds):
        n, n_random = (15, 15) if turn == 0 else (15, 5)
        frame = draw_candidates(dict.fromkeys(ids, "all"), sampled, n_random, rng)
        chosen: tuple[str, ...] = ()
        sampled |= _ids(one for one in frame if one.drawn)
        if turn:
            share = np.mean([codes[one] for one in given_out])
            edge = np.quantile(x, 1 - share)
            doubt = _doubt(np.minimum(np.abs(x - edge) / 9, 1), np.zeros((120, 1)), ids)
            mixed = add_choice(frame, n, given_out, (), doubt, {}, rng)
            frame, chosen = mixed.candidates, mixed.chosen
        given_out |= sampled | set(chosen)
        design = {"purpose": "code", "chosen": list(chosen)}
        draws.append(Draw("c", f"draw-{turn}", "", design, tuple(frame)))
    return draws, codes


def _hajek(codes, chances, documents):
    weights = np.array([1 / chances[one] for one in documents])
    return float(weights @ [codes[one] for one in documents] / weights.sum())


@pytest.mark.slow
def test_estimates_from_active_draws_are_unbiased(monkeypatch):
    """And would not be if chosen documents counted with the chance 1."""
    monkeypatch.setattr(choosing, "_one_a_cluster", lambda v, d, n, seed: list(range(n)))
    errors, naive = [], []
    rng = random.Random(5)
    codings = [Coding("c", one, "dim", "A", "ann") for one in _simulated(random.Random(0), 0)[1]]
    for _ in range(1500):
        draws, codes = _simulated(rng)
        truth = np.mean(list(codes.values()))
        chances = inclusion_probabilities(draws)
        known = {
            coding.document: coding.sampling_probability
            for coding in with_chances(codings, draws)
            if coding.sampling_probability is not None
        }
        assert known.keys() == {one for draw in draws for one in _ids(draw.sampled)}
        assert len(known) == 30
        assert np.allclose(list(known.values()), 30 / 120)
        errors.append(_hajek(codes, known, sorted(known)) - truth)
        surely = chances | {one: 1.0 for draw in draws for one in draw.chosen if one not in known}
        coded = sorted(known.keys() | {one for draw in draws for one in draw.chosen})
        naive.append(_hajek(codes, surely, coded) - truth)
    noise = np.std(errors) / len(errors) ** 0.5
    assert abs(np.mean(errors)) < 3.5 * noise
    assert noise < 0.003
    assert abs(np.mean(naive)) > 10 * np.std(naive) / len(naive) ** 0.5


@pytest.mark.slow
def test_prevalence_from_active_draws_is_unbiased(monkeypatch):
    """Its estimator takes each draw as a sample of what was not drawn at random before it."""
    monkeypatch.setattr(choosing, "_one_a_cluster", lambda v, d, n, seed: list(range(n)))
    info = CorpusInfo(name="c", source={}, columns={}, counts={})
    rng = random.Random(11)
    errors = []
    for _ in range(600):
        draws, codes = _simulated(rng)
        corpus = Corpus("c", pd.DataFrame({"id": list(codes), "text": list(codes)}), info)
        coded = {one for draw in draws for one in draw.chosen | _ids(draw.sampled)}
        found = coded_sample(corpus, coded, {}, draws, coder="ann").part(np.ones(120, dtype=bool))
        has = np.array(list(codes.values()), dtype=np.float64)
        assert found.known.sum() + found.open.sum() == pytest.approx(120)
        drawn = found.open.sum() * (found.design.weights @ has[found.units])
        errors.append((found.known @ has + drawn) / 120 - has.mean())
    noise = np.std(errors) / len(errors) ** 0.5
    assert noise < 0.004
    assert abs(np.mean(errors)) < 3.5 * noise


def test_an_active_draw_is_kept_with_what_was_chosen(forum):
    first = _draw(forum, n=20)
    _code(forum, _ids(first.drawn))
    draw = _draw(forum, n=60, active="m", coders=("ann", "bob"), shared=0.2)
    assert open_draws(forum).find("forum", draw.name) == draw
    assert (len(draw.drawn), len(draw.sampled), len(draw.chosen)) == (60, 18, 42)
    assert not _ids(draw.drawn) & _ids(first.drawn)
    assert draw.design["active"] == "m"
    assert (draw.design["random_share"], draw.design["asked"], draw.design["n"]) == (0.3, 60, 60)
    assert [(one.n, one.available, one.size) for one in strata_of(draw)] == [(18, 111, 131)]
    random_shared = sum(len(one.coders) == 2 for one in draw.sampled)
    assert random_shared == 4  # a fifth of 18, beside a fifth of the 42 chosen ones
    assert sum(len(one.coders) == 2 for one in draw.drawn) == 12
    chances = inclusion_probabilities(open_draws(forum).all("forum"))
    assert list(chances.values()) == pytest.approx([38 / 131] * 131)


def test_chance_can_take_what_was_chosen_and_nobody_codes_it_again(forum):
    active = _draw(forum, n=60, active="m")
    draw = _draw(forum, n=50, coders=("ann",))
    both = _ids(draw.sampled) & active.chosen
    assert both
    assert set(draw.design["given_before"]) == both
    assert _ids(draw.drawn) == _ids(draw.sampled) - both == set(draw.documents_of("ann"))
    assert len(draw.sampled) == 50
    codings = [Coding("forum", one.document, "goal_orientation", "A", "ann") for one in draw.frame]
    known = with_chances(codings, open_draws(forum).all("forum"))
    sampled = _ids(active.sampled) | _ids(draw.sampled)
    for coding in known:
        expected = 68 / 131 if coding.document in sampled else None
        assert coding.sampling_probability == pytest.approx(expected)
    again = _draw(forum, n=20, active="m2")
    assert len(again.drawn) == 20
    assert not _ids(again.drawn) & (_ids(active.drawn) | _ids(draw.drawn))


def test_a_draw_after_all_was_given_out_is_refused(forum):
    _draw(forum, n=80, active="m")
    _draw(forum, everything=True)
    with pytest.raises(InputError, match=r"Nothing is left .*131 of them drawn before"):
        _draw(forum, n=1)
    with pytest.raises(InputError, match="Nothing is left"):
        _draw(forum, n=1, active="m")


def test_a_choice_by_strata_leaves_the_random_part_stratified(forum):
    draw = _draw(forum, n=60, active="m", by=("group",), random_share=0.5)
    assert sum(one.n for one in strata_of(draw)) == 30
    for one in strata_of(draw):
        assert one.probability == one.n / one.available


def test_what_was_reviewed_stays_in_the_frame(forum):
    first = _draw(forum, n=10)
    queue = [replace(one, drawn=True) for one in first.frame if not one.drawn][:30]
    review = Draw("forum", "review-1", "now", {"purpose": "review"}, tuple(queue))
    open_draws(forum).add(review)
    _code(forum, _ids(queue))
    draw = _draw(forum, n=100)
    assert len(draw.frame) == 131
    assert draw.design["coded_and_never_drawn"] == 0


def test_coded_documents_are_not_chosen(forum):
    coded = {str(n) for n in range(1, 101)}
    _code(forum, coded)
    draw = _draw(forum, n=20, active="m", include_coded=True)
    assert not draw.chosen & coded


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"n": 5, "random_share": 0.5}, "--random-share has no meaning"),
        ({"n": 5, "active": "m", "random_share": 0.2}, r"must be in \[0.3, 1\). Got 0.2 .*hard"),
        ({"n": 5, "active": "m", "random_share": 1.0}, r"must be in \[0.3, 1\). Got 1.0"),
        ({"everything": True, "active": "m"}, "leave --all and --again out"),
        ({"n": 5, "active": "m", "again": "ann"}, "leave --all and --again out"),
        ({"n": 132, "active": "m"}, "132 documents are too many: only 131 are left to draw"),
    ],
)
def test_an_active_draw_that_cannot_be(forum, asked, told):
    with pytest.raises(InputError, match=told):
        _draw(forum, **asked)
    assert open_draws(forum).all("forum") == []


def test_a_model_that_fails_leaves_no_draw(forum):
    def fails(whole, chosen):
        raise InputError("no")

    with pytest.raises(InputError):
        _draw(forum, fails, n=5, active="m")
    with pytest.raises(ValueError, match="needs 'measure'"):
        draw_sample(forum, SampleRequest("forum", n=5, active="m"))
    assert open_draws(forum).all("forum") == []
