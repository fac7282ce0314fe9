"""Whether the draws of a corpus could take any of its documents."""

from __future__ import annotations

from textmine.coding.sampling.draws import inclusion_probabilities, open_draws
from textmine.corpus import Corpus
from textmine.store import Workspace


def n_beyond_draws(workspace: Workspace, corpus: Corpus) -> int:
    """Return how many documents no draw could take, 0 where there is no draw at all.

    What was drawn from a part of a corpus stands for that part alone.
    """
    chances = inclusion_probabilities(open_draws(workspace).all(corpus.name))
    return sum(not chances.get(one) for one in corpus.ids) if chances else 0
