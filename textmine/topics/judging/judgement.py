"""What is measured when topics are fitted and kept with the model: do they hold elsewhere?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.config import Progress
from textmine.config.threads import single_threaded
from textmine.topics.bags import Bags
from textmine.topics.engines.engine import Engine, Guide
from textmine.topics.judging.held_out import HeldOut, held_out_npmi
from textmine.topics.judging.stability import Refit, Stability, measure_stability
from textmine.topics.listing import top_words

_LARGE, _FEW_FITS, _FITS = 20_000, 3, 10
_STEP = "judging topics"


@dataclass(frozen=True)
class Judgement:
    """Coherence on units that were held out, and how far topics come back."""

    held_out: HeldOut
    stability: Stability

    def of_themes(self, parts: Sequence[Sequence[int]], weights: Floats) -> Judgement:
        """Return what is said of themes, each made of the topics at the places of a part.

        Coherence and likeness are means over a theme's topics, weighted by their shares, `weights`
        (n_topics,); it comes back as often as the one of its topics that does so least. Topics for
        which a figure could not be measured are left out of its mean.
        """
        stability = self.stability
        least = [stability.returned[list(part)] for part in parts]
        return Judgement(
            replace(self.held_out, per_topic=_means_of(self.held_out.per_topic, parts, weights)),
            replace(
                stability,
                subsamples=_means_of(stability.subsamples, parts, weights),
                returned=np.array(
                    [np.nan if np.isnan(scores).any() else scores.min() for scores in least]
                ),
            ),
        )

    def as_details(self) -> dict[str, Any]:
        """Return what a manifest keeps; nan as None."""
        return {
            "held_out": {
                "npmi": _plain(self.held_out.npmi),
                "per_topic": [_plain(value) for value in self.held_out.per_topic],
                "n_units": self.held_out.n_units,
                "reason": self.held_out.reason,
            },
            "stability": {
                "subsamples": [_plain(subsample) for subsample in self.stability.subsamples],
                "returned": [_plain(value) for value in self.stability.returned],
                "seeds": _plain(self.stability.seeds),
                "order": _plain(self.stability.order),
                "n_fits": self.stability.n_fits,
            },
        }


def kept_judgement(details: Mapping[str, Any], n_topics: int) -> Judgement:
    """Return the judgement of a manifest, all nan for a model that has none."""
    held_out, stability = details.get("held_out", {}), details.get("stability", {})
    return Judgement(
        HeldOut(
            _number(held_out.get("npmi")),
            _numbers(held_out.get("per_topic"), n_topics),
            int(held_out.get("n_units", 0)),
            str(held_out.get("reason", "")),
        ),
        Stability(
            _numbers(stability.get("subsamples"), n_topics),
            _numbers(stability.get("returned"), n_topics),
            _number(stability.get("seeds")),
            _number(stability.get("order")),
            int(stability.get("n_fits", 0)),
        ),
    )


@dataclass(frozen=True)
class Recipe:
    """How topics are fitted, so that they can be fitted again to some of the units."""

    engine: Engine
    bags: Bags
    guide: Guide
    n_topics: int
    n_words: int
    seed: int

    def fit(self, places: Sequence[int] | Ints, seed: int) -> tuple[Floats, Refit]:
        """Fit to the units at `places`; return p(word | topic) and the fit."""
        rows = np.asarray(places, dtype=np.int64)
        with single_threaded():
            fitted = self.engine.fit(
                self.bags.counts[rows], self.n_topics, seed, self.guide.of_units(list(rows))
            )
        tops = top_words(fitted.topic_word, self.bags.words, self.n_words)
        return fitted.topic_word, Refit(rows, fitted.unit_topic, tops)


def judge(
    recipe: Recipe,
    topic_word: Floats,
    unit_topic: Floats,
    units: Sequence[Sequence[str]],
    groups: Ints,
    progress: Progress,
) -> Judgement:
    """Fit again to halves, subsamples, with other seeds and in reverse order, and compare.

    `topic_word` (n_topics, n_words) and `unit_topic` (n_units, n_topics) are of the fit to all
    units. From 20,000 units on there are three subsamples and one other seed, else ten and two. An
    engine that draws nothing is the same with every seed: it is not fitted again.
    """
    few = len(units) > _LARGE
    n_fits, n_seeds = (_FEW_FITS, 1) if few else (_FITS, 2)
    total, done = 2 + n_fits + (n_seeds if recipe.engine.draws else 0) + 1, 0

    def fitted(places: Sequence[int] | Ints, seed: int) -> tuple[Floats, Refit]:
        nonlocal done
        progress(_STEP, done, total)
        done += 1
        return recipe.fit(places, seed)

    def half(places: Sequence[int]) -> tuple[Floats, list[list[str]]]:
        words, refit = fitted(places, recipe.seed)
        return words, refit.tops

    tops = top_words(topic_word, recipe.bags.words, recipe.n_words)
    reference = Refit(np.arange(len(units)), unit_topic, tops)

    def again(places: Ints, seed: int) -> Refit:
        same = not recipe.engine.draws and np.array_equal(places, reference.places)
        return reference if same else fitted(places, seed)[1]

    with single_threaded():
        held_out = held_out_npmi(half, units, groups, topic_word, seed=recipe.seed)
        stability = measure_stability(again, reference, groups, recipe.seed, n_fits, n_seeds)
    progress(_STEP, total, total)
    return Judgement(held_out, stability)


def _means_of(values: Floats, parts: Sequence[Sequence[int]], weights: Floats) -> Floats:
    """Return the weighted mean of the values of each part, nan where none is known."""
    means = []
    for part in parts:
        here = [index for index in part if not np.isnan(values[index])]
        heavy = weights[here] if weights[here].sum() > 0 else np.ones(len(here))
        means.append(float(np.average(values[here], weights=heavy)) if here else np.nan)
    return np.array(means)


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def _number(value: Any) -> float:
    return np.nan if value is None else float(value)


def _numbers(values: Any, n_topics: int) -> Floats:
    numbers = [_number(value) for value in values or ()]
    return np.array(numbers if len(numbers) == n_topics else [np.nan] * n_topics)
