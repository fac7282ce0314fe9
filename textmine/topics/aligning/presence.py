"""Themes fitted to two sides together, and how present each is on both."""

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.config import Settings
from textmine.config.threads import single_threaded
from textmine.nlp.tokens import Tokens
from textmine.spread import Where
from textmine.stats.moving import TwoSides, compare_sides
from textmine.topics.bags import Bags
from textmine.topics.engines.engine import Guide
from textmine.topics.engines.registry import chosen_engine
from textmine.topics.model import FittedTopics, place_units

ONLY_BELOW = 1 / 4
"""A theme is on one side only when its presence on the other is less than a quarter of it there:
some units of a corpus without a theme are always nearest to it, for want of a better one."""

MORE_BELOW = 2 / 3
"""A theme is more on one side when its presence on the other is less than two thirds of it."""

SIGNIFICANT = 0.05

VERDICTS = ("only first", "more first", "shared", "more second", "only second", "not settled")

CLEAR = 0.3
"""A theme is present in a unit when it is the main one and has this share of it or more."""

_FINE, _FEWEST, _UNITS_A_THEME = 25, 5, 25
_LARGER = 3
"""The larger side gives at most so many times the units of the smaller one to the fit."""


def fine_topics(n_units: int) -> int:
    """Return how many themes to hold two sides against each other with: 25, fewer for few units.

    Coarse themes hide what only one side has among what both have; many fine ones leave too few
    units for each.
    """
    return min(_FINE, max(_FEWEST, n_units // _UNITS_A_THEME))


def fit_both(
    bags: Bags, units: Tokens, rows: Ints, settings: Settings, guide: Guide, at: Where
) -> tuple[Floats, Floats]:
    """Fit to some units, place all: p(word | theme), and (n_units, n_topics) shares.

    `bags` are those of the units at `rows`. Many units are placed in partitions, where `at` says.
    """
    options = settings.topics
    engine = chosen_engine(options.engine, options.consensus)
    with single_threaded():
        fitted = engine.fit(
            bags.counts, options.n_topics, settings.seed, guide.of_units(rows.tolist())
        )
        order = tuple(range(len(fitted.topic_word)))
        found = (bags.words, fitted.topic_word, fitted.parameters, order, settings.seed)
        placed = place_units(FittedTopics("", options.engine, *found), units, guide, at)
    return fitted.topic_word, placed


def present(unit_topic: Floats) -> Floats:
    """Return 1 where a theme is present in a unit (see CLEAR), else 0, (n_units, n_topics)."""
    marks = np.zeros_like(unit_topic)
    clear = unit_topic.max(axis=1) >= CLEAR
    marks[np.flatnonzero(clear), unit_topic[clear].argmax(axis=1)] = 1
    return marks


def compare_presence(
    unit_topic: Floats, on_first: Bools, clusters: Ints, seed: int
) -> tuple[TwoSides, list[str]]:
    """Return how present each theme is on both sides, and the verdict on it."""
    compared = compare_sides(present(unit_topic), on_first, clusters, seed=seed)
    return compared, verdicts(compared)


def balanced(on_first: Bools, clusters: Ints, seed: int) -> Ints:
    """Return the units to fit to: of the larger side whole clusters until it is three times the
    smaller.
    """
    rows_left = []
    most = _LARGER * min(on_first.sum(), (~on_first).sum())
    for here in (on_first, ~on_first):
        rows = np.flatnonzero(here)
        if len(rows) > most:
            names = np.unique(clusters[rows])
            order = np.random.default_rng(seed).permutation(names)
            rank = {int(name): index for index, name in enumerate(order)}
            ranked = sorted(rows, key=lambda row: (rank[int(clusters[row])], row))
            rows = np.array(ranked[:most])
        rows_left.append(rows)
    return np.sort(np.concatenate(rows_left))


def verdicts(sides: TwoSides) -> list[str]:
    """Return the verdict on each theme, see VERDICTS.

    One-sided is what chance would not part as far (corrected p below .05) and differs as much as
    the limits say. A theme that looks one-sided, but chance could part as far, is not settled;
    shared are those that both sides have, one perhaps somewhat more.
    """
    verdicts_told = []
    for first, second, p in zip(sides.first, sides.second, sides.p_adjusted, strict=True):
        less, larger = sorted((float(first), float(second)))
        side = "first" if first > second else "second"
        if p >= SIGNIFICANT:
            verdicts_told.append("not settled" if less < ONLY_BELOW * larger else "shared")
        elif less < ONLY_BELOW * larger:
            verdicts_told.append(f"only {side}")
        else:
            verdicts_told.append(f"more {side}" if less < MORE_BELOW * larger else "shared")
    return verdicts_told
