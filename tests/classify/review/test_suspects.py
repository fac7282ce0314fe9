from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.classify.fakes import drawn_codes
from textmine.classify.review.suspects import find_suspects
from textmine.stats.systems.confident_learning import find_label_errors


def sure_codes(n=300, labels="single", seed=0):
    """Held-out codes of a machine that is nearly always right."""
    held = drawn_codes(n, sharpness=6, labels=labels, seed=seed)
    return replace(held, gold=held.said.given.copy())


def turned(held, rows):
    """The same, with the coder's code of some documents moved to the next one."""
    gold = held.gold.copy()
    gold[rows] = np.roll(gold[rows], 1, axis=1)
    return replace(held, gold=gold)


def test_turned_codes_are_suspects_and_say_what_both_said():
    surest = np.argsort(-sure_codes().said.probabilities.max(axis=1))[:3]
    held = turned(sure_codes(), surest)
    found = find_suspects(held)
    assert {one.document for one in found.suspects[:3]} == {f"d{place}" for place in surest}
    assert found.dimension == "subject"
    assert (found.n, found.agreeing) == (300, 297 / 300)
    for one in found.suspects:
        place = int(one.document[1:])
        classes = held.said.classes
        assert one.by_coder == held.gold_codes[place][0] != one.by_machine
        assert one.coder_probability == held.said.probabilities[place, classes.index(one.by_coder)]
        assert (
            one.machine_probability == held.said.probabilities[place, classes.index(one.by_machine)]
        )
    assert [one.margin for one in found.suspects] == sorted(one.margin for one in found.suspects)


def test_one_estimate_where_a_document_takes_one_code():
    held = turned(sure_codes(), list(range(0, 300, 10)))
    (part,) = find_suspects(held).parts
    direct = find_label_errors(held.said.probabilities, held.gold.argmax(axis=1))
    assert (part.code, part.n) == ("", 300)
    assert part.n_wrong == direct.n_wrong == pytest.approx(30, rel=0.4)
    assert part.n_suspect == len(direct.order)
    assert part.interval.resampled == "units"


def test_of_several_codes_each_yes_and_no_is_looked_at():
    held = sure_codes(400, "multi", seed=1)
    held = replace(held, said=replace(held.said, probabilities=np.where(held.gold, 0.95, 0.05)))
    gold = held.gold.copy()
    gold[[5, 9], 1] = ~gold[[5, 9], 1]
    found = find_suspects(replace(held, gold=gold))
    assert {(one.document, one.by_coder, one.by_machine) for one in found.suspects} == {
        (f"d{row}", f"b: {_word(gold[row, 1])}", f"b: {_word(not gold[row, 1])}") for row in (5, 9)
    }
    assert [part.code for part in found.parts] == ["a", "b", "c"]
    assert [part.n_suspect for part in found.parts] == [0, 2, 0]
    assert found.agreeing == 398 / 400


def test_groups_are_drawn_whole_where_they_are_known():
    held = turned(sure_codes(), list(range(0, 300, 10)))
    groups = {f"d{place}": place // 10 for place in range(300)}
    (known,) = find_suspects(held, groups).parts
    assert (known.interval.resampled, known.interval.n) == ("clusters", 30)
    (unknown,) = find_suspects(held, {"d0": 0}).parts
    assert unknown.interval.resampled == "units"
    assert find_suspects(held, groups) == find_suspects(held, groups)


def test_where_both_agree_nothing_is_suspect():
    held = sure_codes()
    assert find_suspects(held).suspects == ()
    assert find_suspects(held).parts[0].n_wrong == 0


def _word(yes):
    return "yes" if yes else "no"
