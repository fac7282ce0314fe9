"""Topics averaged over fits to parts."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.errors import InputError
from textmine.topics.bags import count_words
from textmine.topics.engines.registry import ENGINES, chosen_engine


def _units():
    draw = np.random.default_rng(0)
    subjects = [[f"{name}{i}" for i in range(8)] for name in "abc"]
    return [list(draw.choice(subjects[i % 3], 5)) for i in range(90)]


@pytest.mark.parametrize("name", ["smoothed", "nmf"])
def test_the_same_twice_and_placed_by_the_engine_itself(name):
    bags = count_words(_units(), 1, 1.0)
    engine = chosen_engine(name, 5)
    one, two = engine.fit(bags.counts, 3, 0), engine.fit(bags.counts, 3, 0)
    assert one.topic_word.tobytes() == two.topic_word.tobytes()
    assert one.topic_word.sum(axis=1) == pytest.approx(np.ones(3))
    placed = ENGINES[name].place(bags.counts, one.parameters, 0)
    assert placed == pytest.approx(one.unit_topic)
    assert len({tuple(placed[i::3].argmax(axis=1)) for i in range(3)}) == 3
    assert "consensus of 5 fits" in engine.title


def test_engines_without_components_have_none():
    bags = count_words(_units(), 1, 1.0)
    with pytest.raises(InputError, match="has no consensus"):
        chosen_engine("lda", 2).fit(bags.counts, 3, 0)
    assert chosen_engine("lda") is ENGINES["lda"]
