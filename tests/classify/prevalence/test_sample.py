"""How documents came to be coded: what is known, what is assumed, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tests.classify.prevalence.town import SIZE, make_draw, make_town
from textmine.classify.prevalence.sampling_origin import coded_sample
from textmine.errors import InputError

TOWN = make_town()
EVERYBODY = np.ones(SIZE, dtype=bool)


def _sample(coded, draws=(), chances=None, assume=False, corpus=None):
    return coded_sample(
        corpus or TOWN.corpus, set(coded), chances or {}, draws, coder="ann", assume_random=assume
    )


def _total(sample, values, chosen=EVERYBODY) -> float:
    """The mean of the chosen documents as the sample estimates it, from hand codes alone."""
    part = sample.part(chosen)
    answered = part.design.mean(values[part.units][:, None])[0] * part.open.sum()
    return float((answered + part.known @ values) / chosen.sum())


def test_all_coded_is_a_census():
    assert _sample(TOWN.ids).kind == "census"


def test_coded_by_nobody_knows_what_plan_is_refused():
    with pytest.raises(InputError, match="Nothing says that chance chose them") as refusal:
        _sample(TOWN.ids[:60])
    assert "textmine coding sample town" in refusal.value.hint
    assert "--assume random" in refusal.value.hint


def test_a_simple_draw():
    rng = np.random.default_rng(0)
    drawn = rng.choice(TOWN.ids, 60, replace=False)
    sample = _sample(drawn, [make_draw(TOWN, drawn)])
    part = sample.part(EVERYBODY)
    assert sample.kind == "drawn"
    assert sample.sentence == "60 of 300 documents were drawn at random (draw-1) and coded by ann."
    assert sample.remarks == ()
    assert part.design.simple
    assert part.design.missed == pytest.approx(np.full(60, 0.8))
    assert part.open.sum() == SIZE
    assert part.known.sum() == 0


def test_what_is_drawn_and_not_coded_yet_is_said():
    drawn = TOWN.ids[::5]
    sample = _sample(drawn[:40], [make_draw(TOWN, drawn)])
    assert len(sample.part(EVERYBODY).units) == 40
    assert "20 documents were drawn and are not coded yet" in sample.remarks[0]


def test_what_no_draw_could_take_is_refused():
    frame = TOWN.ids[:200]
    drawn = frame[::4]
    with pytest.raises(InputError, match=r"100 of the 300 documents .* could not be drawn") as no:
        _sample(drawn, [make_draw(TOWN, drawn, frame, where=["group=residents"])])
    assert "--where group=residents" in no.value.hint


def test_what_was_coded_before_any_draw_counts_for_itself():
    before, frame = TOWN.ids[:50], TOWN.ids[50:]
    drawn = frame[::5]
    sample = _sample([*before, *drawn], [make_draw(TOWN, drawn, frame)])
    part = sample.part(EVERYBODY)
    assert part.known[:50].tolist() == [1.0] * 50
    assert part.known.sum() == 50
    assert part.open.sum() == 250
    assert "50 documents were coded without a draw" in sample.remarks[0]


def test_what_was_picked_from_the_frame_stands_for_no_others():
    drawn = TOWN.ids[::5]
    picked = [identity for identity in TOWN.ids if identity not in set(drawn)][:30]
    sample = _sample([*drawn, *picked], [make_draw(TOWN, drawn)])
    part = sample.part(EVERYBODY)
    assert len(part.units) == 60
    assert part.known.sum() == 0
    assert "30 coded documents could have been drawn and were chosen otherwise" in sample.remarks[0]


def test_what_a_model_chose_beside_a_draw_is_no_part_of_the_sample():
    drawn, chosen = TOWN.ids[::6], TOWN.ids[1::6]
    draw = make_draw(TOWN, [*drawn, *chosen], chosen=list(chosen))
    sample = _sample([*drawn, *chosen], [draw])
    assert len(sample.part(EVERYBODY).units) == len(drawn)


def _high(values, ids, n):
    """The ids with the highest values."""
    return [ids[place] for place in sorted(range(len(ids)), key=lambda p: -values[ids[p]])[:n]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "story", ["strata", "two draws", "chosen between", "chosen and kept", "two corners", "growing"]
)
def test_estimates_are_unbiased_however_draws_follow_each_other(story):
    rng = np.random.default_rng(11)
    values = rng.gamma(1.5, 1, SIZE)
    value_of = dict(zip(TOWN.ids, values, strict=True))
    strata = {i: "high" if value_of[i] > 1.5 else "low" for i in TOWN.ids}
    estimates, errors = [], []
    for _ in range(600):
        coded, draws = _told(story, rng, value_of, strata)
        sample = _sample(coded, draws)
        estimates.append(_total(sample, values))
        part = sample.part(EVERYBODY)
        assert np.allclose(part.open + part.known, 1)
        influence = part.design.influence(values[part.units][:, None])
        variance = part.design.variance(influence)[0] * (part.open.sum() / SIZE) ** 2
        errors.append(variance)
    spread = np.std(estimates)
    assert np.mean(estimates) == pytest.approx(values.mean(), abs=4 * spread / np.sqrt(600))
    assert np.mean(errors) == pytest.approx(spread**2, rel=0.25)


def _told(story, rng, value_of, strata):
    """Return what is coded, and the draws, of one run of a story."""

    def take(ids, n):
        return [str(i) for i in rng.choice(ids, n, replace=False)]

    ids = TOWN.ids
    if story == "strata":
        each = [[i for i in ids if strata[i] == key] for key in ("high", "low")]
        drawn = [*take(each[0], 20), *take(each[1], 20)]
        return drawn, [make_draw(TOWN, drawn, strata=strata)]
    if story == "two corners":
        one, other = ids[:200], ids[200:]
        first, second = take(one, 30), take(other, 25)
        draws = [make_draw(TOWN, first, one), make_draw(TOWN, second, other, name="draw-2")]
        return [*first, *second], draws
    if story == "growing":
        old = ids[:220]
        first = take(old, 30)
        second = take([i for i in ids if i not in set(first)], 30)
        later = make_draw(TOWN, second, before=first, name="draw-2")
        return [*first, *second], [make_draw(TOWN, first, old), later]
    first = take(ids, 30)
    left = [i for i in ids if i not in set(first)]
    chosen = [] if story == "two draws" else _high(value_of, left, 60)
    frame = ids if story != "chosen between" else [i for i in ids if i not in set(chosen)]
    free = [i for i in frame if i not in set(first)]
    second = take(free, 30)
    later = make_draw(TOWN, second, frame, before=first, name="draw-2")
    return [*first, *chosen, *second], [make_draw(TOWN, first), later]


def test_chances_of_a_table_weigh_the_documents():
    coded = TOWN.ids[:60]
    chances = {identity: 0.1 if place < 30 else 0.4 for place, identity in enumerate(coded)}
    sample = _sample(coded, chances=chances)
    part = sample.part(EVERYBODY)
    assert sample.kind == "chances"
    assert part.design.weights[0] == pytest.approx(4 * part.design.weights[-1])
    assert "with chances from 0.100 to 0.400" in sample.sentence
    equal = _sample(coded, chances=dict.fromkeys(coded, 0.2))
    assert equal.part(EVERYBODY).design.simple
    with pytest.raises(InputError, match="Nothing says that chance"):
        _sample(coded, chances=dict(list(chances.items())[:59]))


def test_an_assumption_is_printed():
    rng = np.random.default_rng(3)
    sample = _sample(rng.choice(TOWN.ids, 60, replace=False), assume=True)
    assert sample.kind == "assumed"
    assert "ASSUMPTION (--assume random)" in sample.sentence
    assert sample.clusters is None
    assert sample.part(EVERYBODY).design.simple


def test_whole_threads_are_noticed():
    sample = _sample(TOWN.ids[:50], assume=True)
    part = sample.part(EVERYBODY)
    assert part.design.clusters is not None
    assert part.design.missed[0] == pytest.approx(1 - 10 / 60)
    assert "The coded documents are of 10 threads" in sample.remarks[0]
    assert "So few threads" in sample.remarks[1]
    with pytest.raises(InputError, match=r"All 5 coded documents .* are of one thread"):
        _sample(TOWN.ids[:5], assume=True)


def test_a_part_without_a_sample_has_none():
    drawn = TOWN.ids[:100:4]
    sample = _sample(drawn, [make_draw(TOWN, drawn)])
    last = np.arange(SIZE) >= 200
    assert sample.part(last) is None
