"""Numbers of topics and engines compared, and which to take by a rule that is stated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Floats
from textmine.config import Progress, Settings, silent
from textmine.config.threads import single_threaded
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.nlp.tokens import tokens_of
from textmine.spread import HERE, Where
from textmine.store import Workspace
from textmine.topics.as_read import some_of
from textmine.topics.bags import find_phrases, join_phrases
from textmine.topics.engines.registry import ENGINES
from textmine.topics.fitting import counted
from textmine.topics.guiding import guide_of
from textmine.topics.judging.coherence import diversity, redundancy
from textmine.topics.judging.held_out import completion_perplexity, halves_of, held_out_npmi
from textmine.topics.judging.judgement import Recipe
from textmine.topics.judging.stability import Refit, Stability, measure_stability
from textmine.topics.listing import top_words
from textmine.topics.placing import units_of
from textmine.topics.sampling import Sampled, drawn_of

PROBABILISTIC = frozenset({"lda", "hdp", "gibbs-lda", "dmr", "stm", "keyatm", "btm"})
"""Engines for which perplexity means something."""

_HALVINGS, _FITS = 3, 5
_LEAST_DIVERSITY = 0.7

RULE = (
    "The plateau are the fits whose held-out coherence lies within one standard error of the best. "
    "Of those with a diversity of .7 or more, it is the most stable one, to two decimals. A tie "
    "goes to fewer topics."
)


@dataclass(frozen=True)
class SweepRow:
    """One engine with one number of topics.

    `held_out` is the mean NPMI of topics of one half on the other over three halvings,
    `standard_error` that of the mean over the six fits (they share texts, so it is a little too
    small); `stability` the mean likeness to fits on 80 % of the groups, `unstable` how many topics
    do not come back; `redundancy` the mean over topics of the largest cosine with another;
    `perplexity` nan where the engine has none. `n_topics` was asked for, `n_found` came.
    """

    engine: str
    n_topics: int
    n_found: int
    held_out: float
    standard_error: float
    stability: float
    unstable: int
    diversity: float
    redundancy: float
    perplexity: float
    plateau: bool = False
    recommended: bool = False


@dataclass(frozen=True)
class Sweep:
    """All fits of a corpus that were compared; of a large one, fits to a sample of its units."""

    corpus: str
    n_units: int
    groups: str
    n_groups: int
    rows: tuple[SweepRow, ...]
    sampled: Sampled | None = None

    @property
    def recommended(self) -> SweepRow | None:
        """The fit that the rule recommends, None when none has a coherence."""
        return next((row for row in self.rows if row.recommended), None)


def sweep_topics(
    workspace: Workspace,
    corpus: Corpus,
    numbers: Sequence[int],
    engines: Sequence[str],
    settings: Settings,
    progress: Progress = silent,
    spread: Where = HERE,
) -> Sweep:
    """Compare numbers of topics and engines on one corpus; nothing is saved.

    Of a large corpus they are compared on the sample that `fit_topics` would fit to. Texts are read
    where `spread` says. Raises InputError as `fit_topics` does, for any of the combinations.
    """
    ordered, read, units = units_of(workspace, corpus, settings, progress, spread)
    drawn = drawn_of(ordered.ids, units, settings.topics, settings.seed)
    sampled = None if drawn is None else Sampled(len(drawn), len(units))
    if drawn is not None:
        (ordered, read), units = some_of(ordered, read, drawn), units.take(drawn)
    if settings.topics.phrases:
        units = join_phrases(units, find_phrases(units))
    groups = group_numbers(ordered, ordered.ids)
    bags = counted(corpus.name, units, settings.override("topics", n_topics=max(numbers)))
    rows: list[SweepRow] = []
    total = len(engines) * len(numbers)
    for engine in engines:
        options = settings.override("topics", engine=engine).topics
        guide = guide_of(workspace, ordered, read, bags.words, options, spread=spread)
        for k in numbers:
            progress("comparing", len(rows), total)
            recipe = Recipe(ENGINES[engine], bags, guide, k, options.n_words, settings.seed)
            rows.append(_measured(engine, recipe, units, groups))
    progress("comparing", total, total)
    n_groups = len(np.unique(groups))
    kind = group_kind(ordered)
    marked = tuple(recommend(rows))
    return Sweep(corpus.name, len(units), kind, n_groups, marked, sampled)


def recommend(rows: Sequence[SweepRow]) -> list[SweepRow]:
    """Return the rows with the plateau and the recommended one marked, see RULE."""
    known = [row for row in rows if not np.isnan(row.held_out)]
    if not known:
        return list(rows)
    best = max(known, key=lambda row: row.held_out)
    least = best.held_out - best.standard_error
    marked = [replace(row, plateau=bool(row.held_out >= least)) for row in rows]
    able = [row for row in marked if row.plateau]
    able = [row for row in able if row.diversity >= _LEAST_DIVERSITY] or able
    chosen = max(able, key=lambda row: (round(row.stability, 2), -row.n_topics))
    return [replace(row, recommended=row is chosen) for row in marked]


def _measured(
    engine: str, recipe: Recipe, units: Sequence[Sequence[str]], groups: np.ndarray
) -> SweepRow:
    everything = np.arange(len(units))
    topic_word, whole = recipe.fit(everything, recipe.seed)
    scores: list[float] = []

    def half(places: Sequence[int]) -> tuple[Floats, list[list[str]]]:
        words, refit = recipe.fit(places, recipe.seed)
        return words, refit.tops

    for draw in range(_HALVINGS):
        coherence = held_out_npmi(half, units, groups, topic_word, seed=recipe.seed + draw)
        scores += list(coherence.by_half)
    known = [score for score in scores if not np.isnan(score)]
    stability = _stability(recipe, whole, groups)
    return SweepRow(
        engine=engine,
        n_topics=recipe.n_topics,
        n_found=len(topic_word),
        held_out=float(np.mean(known)) if known else np.nan,
        standard_error=float(np.std(known, ddof=1) / np.sqrt(len(known)))
        if len(known) > 1
        else np.nan,
        stability=float(stability.subsamples.mean()),
        unstable=int((~stability.stable).sum()),
        diversity=diversity(top_words(topic_word, recipe.bags.words, recipe.n_words)),
        redundancy=float(redundancy(topic_word).mean()),
        perplexity=_perplexity(recipe, units, groups) if engine in PROBABILISTIC else np.nan,
    )


def _stability(recipe: Recipe, whole: Refit, groups: np.ndarray) -> Stability:
    return measure_stability(
        lambda places, seed: recipe.fit(places, seed)[1], whole, groups, recipe.seed, _FITS, 0
    )


def _perplexity(recipe: Recipe, units: Sequence[Sequence[str]], groups: np.ndarray) -> float:
    """Return the mean perplexity of each half of the groups under a fit to the other."""
    halves = halves_of(groups, tokens_of(units).lengths, recipe.seed)
    perplexities = []
    for here, there in (halves, halves[::-1]):
        with single_threaded():
            fitted = recipe.engine.fit(
                recipe.bags.counts[here], recipe.n_topics, recipe.seed, recipe.guide.of_units(here)
            )
        unseen = recipe.bags.counts[there]
        perplexities.append(completion_perplexity(recipe.engine, fitted, unseen, recipe.seed))
    return float(np.mean(perplexities))
