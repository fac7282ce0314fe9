"""Fit themes to two corpora together, and compare how present they are in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.config import Progress, Settings, silent
from textmine.config.threads import single_threaded
from textmine.corpus import Corpus
from textmine.schema import AUTHOR, THREAD_ID, TITLE
from textmine.stats.cluster_mean import cluster_mean_intervals
from textmine.stats.intervals import Interval
from textmine.stats.two_sides import TwoSides, compare_sides
from textmine.store import Workspace
from textmine.topics.aligning.verdict import verdicts
from textmine.topics.bags import Bags
from textmine.topics.engines.engine import Floats
from textmine.topics.engines.registry import ENGINES
from textmine.topics.fitting import counted
from textmine.topics.groups.clusters import Kind, clusters_of
from textmine.topics.listing import listing_weights, top_words
from textmine.topics.placing import units_of
from textmine.topics.reading.quotes import Quotation, quote_topic

_LARGER = 3
"""The larger corpus gives at most so many times the units of the smaller one to the fit."""


@dataclass(frozen=True)
class Side:
    """A theme in one corpus: its presence (share of units whose main theme it is), interval, words
    and quotations.
    """

    presence: float
    interval: Interval
    words: tuple[str, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class SharedTheme:
    """A theme on both sides; `verdict` is one of `VERDICTS`, `p_adjusted` by Holm."""

    id: str
    words: tuple[str, ...]
    first: Side
    second: Side
    p: float
    p_adjusted: float
    verdict: str


@dataclass(frozen=True)
class Alignment:
    """Two corpora and the themes fitted to both, the most present first.

    `clusters` are what was permuted and resampled on each side, `n_clusters` how many. `least_p` is
    the smallest p that so few clusters allow, after the correction for the number of themes.
    """

    first: str
    second: str
    synthetic: bool
    engine: str
    n_units: tuple[int, int]
    clusters: tuple[str, str]
    n_clusters: tuple[int, int]
    n_permutations: int
    least_p: float
    themes: tuple[SharedTheme, ...]


def align_corpora(
    workspace: Workspace,
    first: Corpus,
    second: Corpus,
    settings: Settings,
    clusters: Kind | None = None,
    progress: Progress = silent,
) -> Alignment:
    """Hold two corpora against each other.

    Themes are fitted to both together (the larger one cut down, so that the smaller is heard), all
    units are placed in them, and whole clusters (threads, authors, files) change sides in a
    permutation test. Raises InputError as `fit_topics` does.
    """
    sides = [units_of(workspace, corpus, settings, progress) for corpus in (first, second)]
    units = [unit for _, _, part in sides for unit in part]
    on_first = np.arange(len(units)) < len(sides[0][2])
    parts = [clusters_of(corpus, clusters) for corpus, _, _ in sides]
    numbers = np.concatenate([parts[0].numbers, parts[1].numbers + parts[0].numbers.max() + 1])
    bags = counted(f"{first.name} and {second.name}", units, settings)
    progress("fitting themes", 0, 1)
    topic_word, unit_topic = fit_both(bags, on_first, numbers, settings)
    progress("fitting themes", 1, 1)
    main = main_topics(unit_topic)
    compared = compare_sides(main, on_first, numbers, seed=settings.seed)
    said, adjusted = verdicts(compared)
    tops = top_words(topic_word, bags.words, settings.topics.n_words)
    told = [
        _sides(corpus, rows, main, unit_topic, numbers, bags, topic_word, tops, settings)
        for (corpus, _, _), rows in zip(sides, (on_first, ~on_first), strict=True)
    ]
    order = np.argsort(-(compared.first + compared.second), kind="stable")
    themes = tuple(
        SharedTheme(
            id=f"T{rank:02d}",
            words=tuple(tops[topic]),
            first=told[0][topic],
            second=told[1][topic],
            p=float(compared.p[topic]),
            p_adjusted=float(adjusted[topic]),
            verdict=said[topic],
        )
        for rank, topic in enumerate(order, start=1)
    )
    return Alignment(
        first.name,
        second.name,
        first.info.synthetic or second.info.synthetic,
        ENGINES[settings.topics.engine].title,
        (int(on_first.sum()), int((~on_first).sum())),
        (parts[0].kind, parts[1].kind),
        compared.n_clusters,
        compared.n_permutations,
        min(compared.least_p * len(themes), 1.0),
        themes,
    )


def fit_both(
    bags: Bags, on_first: NDArray[np.bool_], clusters: NDArray[np.int64], settings: Settings
) -> tuple[Floats, Floats]:
    """Fit to both sides and place all units: p(word | theme), and (n_units, n_topics) shares."""
    options, engine = settings.topics, ENGINES[settings.topics.engine]
    rows = _balanced(on_first, clusters, settings.seed)
    with single_threaded():
        fitted = engine.fit(bags.counts[rows], options.n_topics, settings.seed)
        placed = engine.place(bags.counts, fitted.parameters, settings.seed)
    return fitted.topic_word, placed


def main_topics(unit_topic: Floats) -> Floats:
    """Return 1 where a theme is the main one of a unit, else 0; a unit in no theme has none."""
    marks = np.zeros_like(unit_topic)
    placed = unit_topic.sum(axis=1) > 0
    marks[np.flatnonzero(placed), unit_topic[placed].argmax(axis=1)] = 1
    return marks


def compare_presence(
    unit_topic: Floats, on_first: NDArray[np.bool_], clusters: NDArray[np.int64], seed: int
) -> tuple[TwoSides, list[str]]:
    """Return how present each theme is on both sides, and the verdict on it."""
    compared = compare_sides(main_topics(unit_topic), on_first, clusters, seed=seed)
    return compared, verdicts(compared)[0]


def _balanced(
    on_first: NDArray[np.bool_], clusters: NDArray[np.int64], seed: int
) -> NDArray[np.int64]:
    """Return the units to fit to: of the larger side whole clusters until it is three times the
    smaller.
    """
    kept = []
    most = _LARGER * min(on_first.sum(), (~on_first).sum())
    for here in (on_first, ~on_first):
        rows = np.flatnonzero(here)
        if len(rows) > most:
            names = np.unique(clusters[rows])
            order = np.random.default_rng(seed).permutation(names)
            rank = {int(name): place for place, name in enumerate(order)}
            ranked = sorted(rows, key=lambda row: (rank[int(clusters[row])], row))
            rows = np.array(ranked[:most])
        kept.append(rows)
    return np.sort(np.concatenate(kept))


def _sides(
    corpus: Corpus,
    rows: NDArray[np.bool_],
    main: Floats,
    unit_topic: Floats,
    clusters: NDArray[np.int64],
    bags: Bags,
    topic_word: Floats,
    tops: Sequence[Sequence[str]],
    settings: Settings,
) -> list[Side]:
    """Return each theme as the units of one corpus show it."""
    here = main[rows]
    intervals = cluster_mean_intervals(here, clusters[rows], seed=settings.seed)
    documents = list(
        zip(
            corpus.ids,
            corpus.column(AUTHOR),
            corpus.column(THREAD_ID) if AUTHOR in corpus.documents else corpus.column(TITLE),
            corpus.texts,
            strict=True,
        )
    )
    words = _words_there(sp.csr_matrix(bags.counts[rows]), here, topic_word, bags.words, settings)
    return [
        Side(
            float(here[:, topic].mean()),
            intervals[topic],
            words[topic],
            tuple(quote_topic(here[:, topic] * unit_topic[rows, topic], documents, tops[topic])),
        )
        for topic in range(main.shape[1])
    ]


def _words_there(
    counts: sp.csr_matrix,
    main: Floats,
    topic_word: Floats,
    words: Sequence[str],
    settings: Settings,
) -> list[tuple[str, ...]]:
    """Return the words that stand for each theme and that the units of this side use for it."""
    used = np.asarray((sp.csr_matrix(main).T @ (counts > 0)).todense(), dtype=np.float64)
    weights = listing_weights(topic_word) * np.log1p(used)
    return [
        tuple(
            words[place]
            for place in np.argsort(-row, kind="stable")[: settings.topics.n_words]
            if row[place] > 0
        )
        for row in weights
    ]
