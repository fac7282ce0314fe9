"""How much topics repeat each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.topics.engines.engine import Floats, unit_rows


def redundancy(topic_word: Floats) -> NDArray[np.float64]:
    """Return the largest cosine of each topic with any other, (n_topics,), 0 to 1.

    `topic_word` is (n_topics, n_words). One topic alone repeats nothing: 0.
    """
    alike = unit_rows(topic_word) @ unit_rows(topic_word).T
    np.fill_diagonal(alike, 0.0)
    largest: NDArray[np.float64] = alike.max(axis=1, initial=0.0)
    return largest
