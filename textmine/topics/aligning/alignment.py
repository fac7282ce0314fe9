"""Fit themes to two corpora together, and compare how present they are in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from textmine.config import Progress, Settings, silent
from textmine.corpus import Corpus
from textmine.stats.cluster_mean import cluster_mean_intervals
from textmine.stats.intervals import Interval
from textmine.stats.two_sides import TwoSides
from textmine.store import Workspace
from textmine.topics.aligning.presence import compare_presence, fit_both, present
from textmine.topics.bags import Bags
from textmine.topics.engines.engine import Floats, Guide
from textmine.topics.engines.registry import ENGINES
from textmine.topics.fitting import counted
from textmine.topics.groups.clusters import Kind, clusters_of
from textmine.topics.guiding import guide_of
from textmine.topics.listing import listing_weights, top_words
from textmine.topics.placing import units_of
from textmine.topics.reading.quotes import Quotation, quote_topic
from textmine.topics.reading.sources import sources_of
from textmine.topics.wording import find_phrases, join_phrases


@dataclass(frozen=True)
class Side:
    """A theme in one corpus: its presence (share of units that it is present in, see
    `present`), interval, words and quotations.
    """

    presence: float
    interval: Interval
    words: tuple[str, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class SharedTheme:
    """A theme on both sides; `verdict` is one of `VERDICTS`, `p_adjusted` by maxT."""

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
    the smallest p that so few clusters allow. `n_clear` units have a theme present.
    """

    first: str
    second: str
    synthetic: bool
    engine: str
    n_units: tuple[int, int]
    n_clear: tuple[int, int]
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
    if settings.topics.phrases:
        units = join_phrases(units, find_phrases(units))
    on_first = np.arange(len(units)) < len(sides[0][2])
    parts = [clusters_of(corpus, clusters) for corpus, _, _ in sides]
    numbers = np.concatenate([parts[0].numbers, parts[1].numbers + parts[0].numbers.max() + 1])
    bags = counted(f"{first.name} and {second.name}", units, settings)
    guide = _guide_of_both(
        [
            guide_of(workspace, corpus, prepared.clean, bags.words, settings.topics)
            for corpus, prepared, _ in sides
        ]
    )
    progress("fitting themes", 0, 1)
    topic_word, unit_topic = fit_both(bags, on_first, numbers, settings, guide)
    progress("fitting themes", 1, 1)
    compared, said = compare_presence(unit_topic, on_first, numbers, settings.seed)
    marks = present(unit_topic)
    tops = top_words(topic_word, bags.words, settings.topics.n_words)
    told = [
        _sides(corpus, rows, marks, unit_topic, numbers, bags, topic_word, tops, settings)
        for (corpus, _, _), rows in zip(sides, (on_first, ~on_first), strict=True)
    ]
    return Alignment(
        first.name,
        second.name,
        first.info.synthetic or second.info.synthetic,
        ENGINES[settings.topics.engine].title,
        (int(on_first.sum()), int((~on_first).sum())),
        (int(marks[on_first].sum()), int(marks[~on_first].sum())),
        (parts[0].kind, parts[1].kind),
        compared.n_clusters,
        compared.n_permutations,
        compared.least_p,
        _themes(compared, said, tops, told[0], told[1]),
    )


def _themes(
    compared: TwoSides,
    said: Sequence[str],
    tops: Sequence[Sequence[str]],
    first: Sequence[Side],
    second: Sequence[Side],
) -> tuple[SharedTheme, ...]:
    """Return the themes, the most present on both sides first."""
    order = np.argsort(-(compared.first + compared.second), kind="stable")
    return tuple(
        SharedTheme(
            id=f"T{rank:02d}",
            words=tuple(tops[topic]),
            first=first[topic],
            second=second[topic],
            p=float(compared.p[topic]),
            p_adjusted=float(compared.p_adjusted[topic]),
            verdict=said[topic],
        )
        for rank, topic in enumerate(order, start=1)
    )


def _guide_of_both(guides: Sequence[Guide]) -> Guide:
    one, two = guides
    vectors = None
    if one.vectors is not None and two.vectors is not None:
        vectors = np.concatenate([one.vectors, two.vectors])
    return Guide(one.seeds, one.labels + two.labels, vectors)


def _sides(
    corpus: Corpus,
    rows: NDArray[np.bool_],
    marks: Floats,
    unit_topic: Floats,
    clusters: NDArray[np.int64],
    bags: Bags,
    topic_word: Floats,
    tops: Sequence[Sequence[str]],
    settings: Settings,
) -> list[Side]:
    """Return each theme as the units of one corpus show it."""
    here = marks[rows]
    intervals = cluster_mean_intervals(here, clusters[rows], seed=settings.seed)
    documents = sources_of(corpus)
    words = _words_there(sp.csr_matrix(bags.counts[rows]), here, topic_word, bags.words, settings)
    return [
        Side(
            float(here[:, topic].mean()),
            intervals[topic],
            words[topic],
            tuple(quote_topic(here[:, topic] * unit_topic[rows, topic], documents, tops[topic])),
        )
        for topic in range(marks.shape[1])
    ]


def _words_there(
    counts: sp.csr_matrix,
    marks: Floats,
    topic_word: Floats,
    words: Sequence[str],
    settings: Settings,
) -> list[tuple[str, ...]]:
    """Return the words that stand for each theme and that the units of this side use for it."""
    used = np.asarray((sp.csr_matrix(marks).T @ (counts > 0)).todense(), dtype=np.float64)
    weights = listing_weights(topic_word) * np.log1p(used)
    return [
        tuple(
            words[place]
            for place in np.argsort(-row, kind="stable")[: settings.topics.n_words]
            if row[place] > 0
        )
        for row in weights
    ]
