"""Topics as a reader meets them: shares with intervals, words, quotations, figures of trust."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.corpus import group_kind, group_numbers
from textmine.nlp import ModelChoice
from textmine.stats.distance import classical_scaling, jensen_shannon
from textmine.stats.intervals import Interval
from textmine.stats.shares.means_by_group import cluster_mean_intervals
from textmine.topics.bags import count_known_words
from textmine.topics.engines.registry import ENGINES
from textmine.topics.judging.coherence import c_v, diversity, document_npmi, exclusivity
from textmine.topics.judging.stability import OFTEN, Stability
from textmine.topics.placed import Placed
from textmine.topics.reading.near import look_at
from textmine.topics.reading.portrait import Portrait, portray_topics, rows_to_read
from textmine.topics.reading.quotes import Quotation, quote_topic
from textmine.topics.reading.sources import sources_of
from textmine.topics.sampling import Sampled

_FEWEST = 3


@dataclass(frozen=True)
class TopicView:
    """One topic.

    `npmi` and `c_v` are measured on the units at hand, `held_out` on units that a fit to the others
    had not seen; `exclusivity` is the mean share that the topic has of its own top words.
    `stability` is its likeness to its match in fits to 80 % of the groups, `returned` the share of
    these fits in which it came back. All are nan where they were not measured. `name` is the theme
    that people made of it, "" if they did not; a theme of several topics has the id T01+T02, and
    its own share, interval, words and quotations.
    """

    id: str
    words: tuple[str, ...]
    share: float
    interval: Interval
    npmi: float
    c_v: float
    quotations: tuple[Quotation, ...]
    held_out: float = np.nan
    exclusivity: float = np.nan
    stability: float = np.nan
    returned: float = np.nan
    name: str = ""
    portrait: Portrait = field(default_factory=Portrait)

    @property
    def title(self) -> str:
        """The name that people gave, or the label that is proposed."""
        return self.name or self.portrait.label

    @property
    def unstable(self) -> bool:
        """Whether the topic is known not to come back often enough."""
        return self.returned < OFTEN


@dataclass(frozen=True)
class TopicsView:
    """The topics of a corpus: `unit_topic` (n_units, n_topics) in the order of `ids`.

    Shares are means over the units that have a known word; `unplaced` lists the ids of the others.
    NPMI and C_v are measured on these units themselves: they flatter. `held_out` is NPMI on units
    that a fit had not seen (`held_out_units` are the smaller half), `stability` how far topics come
    back; both were measured when the model was fitted. `places` has topics whose words are alike
    near each other; () for fewer than three topics. `sampled` says to how many units they were
    fitted, where that is not all of them.
    """

    model: str
    engine: str
    corpus: str
    synthetic: bool
    ids: tuple[str, ...]
    unit_topic: Floats
    topics: tuple[TopicView, ...]
    diversity: float
    n_words: int
    vocabulary: int
    unplaced: tuple[str, ...]
    groups: str
    n_groups: int
    nlp: ModelChoice
    remark: str
    held_out: float
    held_out_units: int
    stability: Stability
    n_fitted: int
    changes: tuple[str, ...] = ()
    places: tuple[tuple[float, float], ...] = ()
    sampled: Sampled | None = None

    @property
    def extent(self) -> str:
        """How many topics there are, and how many themes people made of them."""
        if len(self.topics) == self.n_fitted:
            return f"{self.n_fitted} topics"
        themes = "theme" if len(self.topics) == 1 else "themes"
        return f"{len(self.topics)} {themes} of {self.n_fitted} topics"

    @property
    def npmi(self) -> float:
        """Mean NPMI of the topics for which it is defined."""
        return _mean([topic.npmi for topic in self.topics])

    @property
    def c_v(self) -> float:
        """Mean C_v of the topics for which it is defined."""
        return _mean([topic.c_v for topic in self.topics])

    @property
    def coherence(self) -> str:
        """What the figures of coherence are, in sentences."""
        if np.isnan(self.held_out):
            unseen = "Held-out coherence could not be measured"
        else:
            unseen = (
                f"Held-out NPMI {self.held_out:.3f} (topics of one half of the {self.groups}s, "
                f"scored on the other; {self.held_out_units:,} units in the smaller)"
            )
        return (
            f"{unseen}. On these units themselves, which flatters: NPMI {self.npmi:.3f}, C_v "
            f"{self.c_v:.3f} (means, top {self.n_words} words). Diversity {self.diversity:.3f}."
        )

    @property
    def how_stable(self) -> str:
        """What the figures of stability are, and which topics do not come back, in sentences."""
        refit = self.stability
        if not refit.n_fits:
            return "Stability was not measured."
        lost = [topic.id for topic in self.topics if topic.unstable]
        says = (
            f"Do not come back in {100 * OFTEN:.0f} % of them: {', '.join(lost)}."
            if lost
            else "All topics come back."
        )
        return (
            f"Stability: mean likeness (words and documents) to fits on 80 % of the "
            f"{self.groups}s, {refit.n_fits} fits: {refit.subsamples.mean():.2f}; with other seeds "
            f"{refit.seeds:.2f}, in reverse order {refit.order:.2f}. {says}{self._of_several}"
        )

    @property
    def _of_several(self) -> str:
        if len(self.topics) == self.n_fitted:
            return ""
        return (
            " Held-out NPMI and stability were measured of topics: for a theme of several they are "
            "the means of its topics, weighted by their shares, and it comes back as often as the "
            "one that does so least."
        )


def view_placed(placed: Placed) -> TopicsView:
    """View the topics of documents that have been placed in them.

    Raises InputError when no document has a word that the model knows.
    """
    model, corpus, judged = placed.model, placed.corpus, placed.judged
    tops = model.top_words(placed.n_words)
    npmi, cv = document_npmi(tops, placed.units), c_v(tops, placed.units)
    apart = exclusivity(model.topic_word, model.words, tops)
    here = placed.in_topics
    placed.need_known_words()
    groups: Ints = group_numbers(corpus, corpus.ids)
    intervals = cluster_mean_intervals(
        placed.unit_topic[here], groups[here], what=f"{group_kind(corpus)}s"
    )
    documents = sources_of(corpus)
    counts = count_known_words(placed.units, model.words)
    near = look_at(placed.read, rows_to_read(placed, counts), placed.encode)
    quoted = [
        tuple(quote_topic(placed.unit_topic[:, index], documents, top, meaning=near.meaning))
        for index, top in enumerate(tops)
    ]
    portraits = portray_topics(placed, counts, near, documents, quoted)
    topics = [
        TopicView(
            id=identity,
            words=tuple(tops[index]),
            share=float(placed.unit_topic[here, index].mean()),
            interval=intervals[index],
            npmi=float(npmi[index]),
            c_v=float(cv[index]),
            quotations=quoted[index],
            held_out=float(judged.held_out.per_topic[index]),
            exclusivity=float(apart[index]),
            stability=float(judged.stability.subsamples[index]),
            returned=float(judged.stability.returned[index]),
            name=placed.names[index],
            portrait=portraits[index],
        )
        for index, identity in enumerate(model.topic_ids)
    ]
    return TopicsView(
        model=model.name,
        engine=ENGINES[model.engine].title,
        corpus=corpus.name,
        synthetic=corpus.info.synthetic,
        ids=tuple(corpus.ids),
        unit_topic=placed.unit_topic,
        topics=tuple(topics),
        diversity=diversity(tops),
        n_words=placed.n_words,
        vocabulary=len(model.words),
        unplaced=tuple(i for i, known in zip(corpus.ids, here, strict=True) if not known),
        groups=group_kind(corpus),
        n_groups=len(np.unique(groups)),
        nlp=placed.read.model,
        remark=placed.read.remark,
        held_out=judged.held_out.npmi,
        held_out_units=judged.held_out.n_units,
        stability=judged.stability,
        n_fitted=model.n_fitted,
        places=topic_places(model.topic_word),
        sampled=placed.sampled,
    )


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else np.nan


def topic_places(topic_word: Floats) -> tuple[tuple[float, float], ...]:
    """Return a place for each topic, () for fewer than three: rows of `topic_word` are topics.

    The distance of two topics is the root of the Jensen-Shannon divergence of their words, and
    places come by classical scaling (Sievert & Shirley 2014, LDAvis).
    """
    n = len(topic_word)
    if n < _FEWEST:
        return ()
    distances = np.zeros((n, n))
    for first in range(n):
        for other in range(first):
            apart = np.sqrt(jensen_shannon(topic_word[first], topic_word[other]))
            distances[first, other] = distances[other, first] = apart
    if not np.isfinite(distances).all():
        return ()
    return tuple((round(float(x), 6), round(float(y), 6)) for x, y in classical_scaling(distances))
