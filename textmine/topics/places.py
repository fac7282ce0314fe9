"""Where topics lie on a map: near each other where their words are alike."""

from __future__ import annotations

import numpy as np

from textmine.stats.distance import jensen_shannon
from textmine.stats.scaling import classical_scaling
from textmine.topics.engines.engine import Floats

_FEWEST = 3


def topic_places(topic_word: Floats) -> tuple[tuple[float, float], ...]:
    """Return a place for each topic, () for fewer than three: rows of `topic_word` are topics.

    The distance of two topics is the root of the Jensen-Shannon divergence of their words, and
    places come by classical scaling (Sievert & Shirley 2014, LDAvis).
    """
    n = len(topic_word)
    if n < _FEWEST:
        return ()
    distances = np.zeros((n, n))
    for one in range(n):
        for other in range(one):
            apart = np.sqrt(jensen_shannon(topic_word[one], topic_word[other]))
            distances[one, other] = distances[other, one] = apart
    if not np.isfinite(distances).all():
        return ()
    return tuple((round(float(x), 6), round(float(y), 6)) for x, y in classical_scaling(distances))
