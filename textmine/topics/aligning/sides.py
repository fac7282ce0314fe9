"""How present themes are in two corpora, and what each of the two says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textmine.arrays import Bools, Floats, Ints
from textmine.choices import Cluster
from textmine.corpus import Corpus
from textmine.stats.intervals import Interval
from textmine.stats.moving import TwoSides
from textmine.stats.shares.means_by_group import cluster_mean_intervals
from textmine.topics.aligning.presence import compare_presence, present
from textmine.topics.groups.clusters import clusters_of
from textmine.topics.listing import listing_weights
from textmine.topics.reading.quotes import Quotation, quote_topic
from textmine.topics.reading.sources import sources_of


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
    """A theme on both sides; `verdict` is one of `VERDICTS`, `p_adjusted` by maxT.

    `name` is what people call it, or the words given for it, "" for neither.
    """

    id: str
    name: str
    words: tuple[str, ...]
    first: Side
    second: Side
    p: float
    p_adjusted: float
    verdict: str

    @property
    def called(self) -> str:
        """Its name, or else its first words."""
        return self.name or ", ".join(self.words[:4])

    @property
    def leaning(self) -> str:
        """Which way a theme leans that is not settled, as verdicts are told; "" for others."""
        if self.verdict != "not settled":
            return ""
        one, two = self.first.presence, self.second.presence
        return f"{'only' if min(one, two) == 0 else 'more'} {'first' if one > two else 'second'}"

    @property
    def title(self) -> str:
        """Its id and what it is called."""
        return f"{self.id}  {self.called}"


@dataclass(frozen=True)
class Alignment:
    """Two corpora and the themes fitted to both, the most present first.

    `clusters` are what was permuted and resampled on each side, `n_clusters` how many. `least_p` is
    the smallest p that so few clusters allow. `n_clear` units have a theme present. `remarks` say
    where the themes are from, and which words given for themes did not come through.
    """

    first: str
    second: str
    engine: str
    n_units: tuple[int, int]
    n_clear: tuple[int, int]
    clusters: tuple[str, str]
    n_clusters: tuple[int, int]
    n_permutations: int
    least_p: float
    themes: tuple[SharedTheme, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundThemes:
    """Themes in the units of both corpora, those of the first one first.

    `topic_word` is (n_themes, n_words), `unit_topic` (n_units, n_themes), `counts` (n_units,
    n_words), `tops` the words of each theme. Without `ids` themes are numbered by their presence;
    `names` are "" for none.
    """

    topic_word: Floats
    unit_topic: Floats
    words: Sequence[str]
    counts: sp.csr_matrix
    tops: Sequence[Sequence[str]]
    ids: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Clustered:
    """The cluster of every unit, those of the first corpus first, and what clusters are."""

    numbers: Ints
    kinds: tuple[str, str]


def cluster_both(corpora: tuple[Corpus, Corpus], kind: Cluster | None) -> Clustered:
    """Return the clusters of two corpora; none reaches over both."""
    first_clusters, second_clusters = (clusters_of(corpus, kind) for corpus in corpora)
    numbers = np.concatenate(
        [first_clusters.numbers, second_clusters.numbers + first_clusters.numbers.max() + 1]
    )
    return Clustered(numbers, (first_clusters.kind, second_clusters.kind))


def compare_themes(
    corpora: tuple[Corpus, Corpus], found: FoundThemes, clusters: Clustered, seed: int, engine: str
) -> Alignment:
    """Compare how present themes are in two corpora."""
    first, second = corpora
    on_first = np.arange(len(first) + len(second)) < len(first)
    compared, verdicts_of = compare_presence(found.unit_topic, on_first, clusters.numbers, seed)
    marks = present(found.unit_topic)
    side_words = [
        _sides(corpus, rows, marks, found, clusters.numbers)
        for corpus, rows in zip(corpora, (on_first, ~on_first), strict=True)
    ]
    return Alignment(
        first.name,
        second.name,
        engine,
        (len(first), len(second)),
        (int(marks[on_first].sum()), int(marks[~on_first].sum())),
        clusters.kinds,
        compared.n_clusters,
        compared.n_permutations,
        compared.least_p,
        _themes(compared, verdicts_of, found, side_words[0], side_words[1]),
    )


def _themes(
    compared: TwoSides,
    verdicts_of: Sequence[str],
    themes: FoundThemes,
    first: Sequence[Side],
    second: Sequence[Side],
) -> tuple[SharedTheme, ...]:
    """Return the themes, the most present on both sides first."""
    order = np.argsort(-(compared.first + compared.second), kind="stable")
    return tuple(
        SharedTheme(
            id=themes.ids[topic] if themes.ids else f"T{rank:02d}",
            name=themes.names[topic],
            words=tuple(themes.tops[topic]),
            first=first[topic],
            second=second[topic],
            p=float(compared.p[topic]),
            p_adjusted=float(compared.p_adjusted[topic]),
            verdict=verdicts_of[topic],
        )
        for rank, topic in enumerate(order, start=1)
    )


def _sides(
    corpus: Corpus,
    rows: Bools,
    marks: Floats,
    themes: FoundThemes,
    clusters: Ints,
) -> list[Side]:
    """Return each theme as the units of one corpus show it."""
    here = marks[rows]
    intervals = cluster_mean_intervals(here, clusters[rows])
    documents = sources_of(corpus)
    words = _words_there(themes, rows, here)
    return [
        Side(
            float(here[:, topic].mean()),
            intervals[topic],
            words[topic],
            tuple(
                quote_topic(
                    here[:, topic] * themes.unit_topic[rows, topic], documents, themes.tops[topic]
                )
            ),
        )
        for topic in range(marks.shape[1])
    ]


def _words_there(themes: FoundThemes, rows: Bools, marks: Floats) -> list[tuple[str, ...]]:
    """Return the words that stand for each theme and that the units of this side use for it."""
    counts = sp.csr_matrix(themes.counts[rows])
    used = np.asarray((sp.csr_matrix(marks).T @ (counts > 0)).todense(), dtype=np.float64)
    weights = listing_weights(themes.topic_word) * np.log1p(used)
    n_words = max(map(len, themes.tops), default=0)
    return [
        tuple(
            themes.words[index]
            for index in np.argsort(-row, kind="stable")[:n_words]
            if row[index] > 0
        )
        for row in weights
    ]
