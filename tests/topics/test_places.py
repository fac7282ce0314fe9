"""Topics with the same words lie near each other on the map."""

from __future__ import annotations

import numpy as np

from textmine.topics.viewing import topic_places

ALIKE = np.array([[0.5, 0.4, 0.1, 0.0], [0.4, 0.5, 0.1, 0.0], [0.0, 0.0, 0.1, 0.9]])


def test_topics_of_the_same_words_are_near_each_other():
    one, other, apart = (np.array(place) for place in topic_places(ALIKE))
    assert np.linalg.norm(one - other) < np.linalg.norm(one - apart) / 3
    assert topic_places(ALIKE) == topic_places(ALIKE)


def test_two_topics_have_no_map():
    assert topic_places(ALIKE[:2]) == ()
