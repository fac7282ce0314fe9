"""How sure the placing of units in topics is: their words drawn again, and placed anew."""

from __future__ import annotations

import numpy as np

from textmine.config import Progress, silent
from textmine.topics.engines.engine import Floats
from textmine.topics.model import place_units
from textmine.topics.placed import Placed


def redrawn_places(placed: Placed, n_draws: int, progress: Progress = silent) -> Floats:
    """Return topics of units whose words are drawn again: (n_draws, n_units, n_topics).

    Each draw takes as many content words from a unit as it has that the model knows, with
    replacement, and places them with the topics as they are. So a message of ten words moves more
    than one of a thousand. The topics themselves are not refitted. Source of the idea: Efron (1979)
    for the words of a unit; it stands in for draws from a posterior, which engines such as
    factorization do not have.
    """
    known = set(placed.model.words)
    bags = [np.array([word for word in unit if word in known]) for unit in placed.units]
    rng = np.random.Generator(np.random.PCG64(placed.model.seed))
    draws = np.empty((n_draws, *placed.unit_topic.shape))
    for draw in range(n_draws):
        progress("placing redrawn words", draw, n_draws)
        units = [
            [str(word) for word in bag[rng.integers(0, bag.size, bag.size)]] if bag.size else []
            for bag in bags
        ]
        draws[draw] = place_units(placed.model, units)
    progress("placing redrawn words", n_draws, n_draws)
    return draws
