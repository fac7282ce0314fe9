"""Do topics come back when some of the texts are left out, with other seeds, in another order?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.topics.engines.engine import unit_rows

KEPT = 0.8
"""Share of the groups in a subsample."""

LIKE, OFTEN = 0.5, 0.6
"""A topic has come back when the likeness is .5; it is stable when that is so in 60 % of fits."""


@dataclass(frozen=True)
class Refit:
    """A fit to some of the units: `places` of the units, their topics, and the top words."""

    places: Ints
    unit_topic: Floats
    tops: list[list[str]]


@dataclass(frozen=True)
class Stability:
    """How far each topic comes back, each array (n_topics,), 0 to 1.

    Likeness of a topic and its match is the mean of two figures: the Jaccard index of their top
    words, and the cosine of their weights over the units that both fits had. `subsamples` is the
    mean likeness over fits to 80 % of the groups, `returned` the share of these fits with a
    likeness of .5 or more. `seeds` and `order` are the mean likeness over all topics with other
    seeds and with the units in reverse order: a fit that is the same with every seed need not be
    stable. `n_fits` subsamples were fitted.
    """

    subsamples: Floats
    returned: Floats
    seeds: float
    order: float
    n_fits: int

    @property
    def stable(self) -> Bools:
        """Whether each topic came back in 60 % of the subsamples."""
        return self.returned >= OFTEN


def measure_stability(
    fit: Callable[[Ints, int], Refit],
    reference: Refit,
    groups: Sequence[int] | Ints,
    seed: int,
    n_fits: int = 10,
    n_seeds: int = 2,
) -> Stability:
    """Fit to subsamples of whole groups, with other seeds and in reverse order, and compare.

    `fit` takes the places of units and a seed. Topics are matched by the Hungarian method on their
    likeness to those of `reference`, the fit to all units. Source: Greene, O'Callaghan & Cunningham
    (2014), with documents beside words.
    """
    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    everything = np.arange(len(codes))
    matches = np.array(
        [
            matched(reference, fit(_subsample(codes, seed + draw), seed))
            for draw in range(1, n_fits + 1)
        ]
    )
    seeds = [
        matched(reference, fit(everything, seed + 1_000 + step)).mean() for step in range(n_seeds)
    ]
    reverse = matched(reference, fit(everything[::-1].copy(), seed))
    return Stability(
        matches.mean(axis=0),
        (matches >= LIKE).mean(axis=0),
        float(np.mean(seeds)) if seeds else np.nan,
        float(reverse.mean()),
        n_fits,
    )


def matched(one: Refit, other: Refit) -> Floats:
    """Return the likeness of each topic of `one` to its match in `other`, 0 where it has none."""
    from scipy.optimize import linear_sum_assignment

    alike = likeness(one, other)
    rows, columns = linear_sum_assignment(-alike)
    likenesses = np.zeros(len(one.tops))
    likenesses[rows] = alike[rows, columns]
    return likenesses


def likeness(one: Refit, other: Refit) -> Floats:
    """Return the likeness of each topic of `one` to each of `other`, 0 to 1: words and units."""
    alike: Floats = (_words_alike(one.tops, other.tops) + units_alike(one, other)) / 2
    return alike


def _words_alike(first_lists: list[list[str]], second_lists: list[list[str]]) -> Floats:
    table = [
        [_jaccard(set(first), set(second)) for second in second_lists] for first in first_lists
    ]
    return np.array(table, dtype=np.float64).reshape(len(first_lists), len(second_lists))


def _jaccard(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first or second else 0.0


def units_alike(one: Refit, other: Refit) -> Floats:
    """Return the cosine of the weights of topics over the units that both fits had."""
    _, here, there = np.intersect1d(one.places, other.places, return_indices=True)
    mine, theirs = one.unit_topic[here].T, other.unit_topic[there].T
    alike: Floats = unit_rows(mine) @ unit_rows(theirs).T
    return alike


def _subsample(codes: Ints, seed: int) -> Ints:
    """Return the places of the units of 80 % of the groups, of one group less at least."""
    n_groups = int(codes.max()) + 1
    n_kept = min(max(round(KEPT * n_groups), 1), max(n_groups - 1, 1))
    chosen = np.random.default_rng(seed).permutation(n_groups)[:n_kept]
    return np.flatnonzero(np.isin(codes, chosen))
