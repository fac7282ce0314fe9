"""Whether the draws of a corpus could take any of its documents."""

from __future__ import annotations

from textmine.coding.sampling.draws import inclusion_probabilities, open_draws
from textmine.corpus import Corpus, only_to_code
from textmine.store import Workspace


def n_beyond_draws(workspace: Workspace, corpus: Corpus) -> int:
    """Return how many documents no draw could take, 0 where there is no draw at all.

    What was drawn from a part of a corpus stands for that part alone. Questions of interviewers
    are drawn by none, and not counted.
    """
    chances = inclusion_probabilities(open_draws(workspace).all(corpus.name))
    if not chances:
        return 0
    return sum(not chances.get(identity) for identity in only_to_code(corpus, chances).ids)
