"""Fit topics to a corpus, measure them, quote them, and keep them as a model folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from textmine import __version__
from textmine.config import Progress, Settings, silent
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.errors import InputError
from textmine.nlp import ModelChoice, Prepared, prepare_texts
from textmine.schema import AUTHOR, THREAD_ID, TITLE
from textmine.stats.cluster_mean import cluster_mean_intervals
from textmine.stats.intervals import Interval
from textmine.store import Manifest, Workspace
from textmine.topics.bags import content_words, count_words
from textmine.topics.card import topic_card
from textmine.topics.engines.engine import Floats
from textmine.topics.engines.registry import ENGINES
from textmine.topics.judging.coherence import c_v, diversity, document_npmi
from textmine.topics.model import TopicModel, load_topic_model, place_units, save_topic_model
from textmine.topics.placed import Placed
from textmine.topics.reading.portrait import Portrait, portray_topics
from textmine.topics.reading.quotes import Quotation, quote_topic


@dataclass(frozen=True)
class TopicView:
    """One topic as a reader meets it; NPMI and C_v are in-sample."""

    id: str
    words: tuple[str, ...]
    share: float
    interval: Interval
    npmi: float
    c_v: float
    quotations: tuple[Quotation, ...]
    portrait: Portrait = field(default_factory=Portrait)


@dataclass(frozen=True)
class TopicsView:
    """The topics of a corpus: `unit_topic` (n_units, n_topics) in the order of `ids`.

    Shares are means over the units that have a known word; `unplaced` lists the ids of the others.
    Coherence is measured on the corpus itself, with the same words: it flatters.
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

    @property
    def npmi(self) -> float:
        """Mean NPMI of the topics for which it is defined."""
        return _mean([topic.npmi for topic in self.topics])

    @property
    def c_v(self) -> float:
        """Mean C_v of the topics for which it is defined."""
        return _mean([topic.c_v for topic in self.topics])


def fit_topics(
    workspace: Workspace,
    corpus: Corpus,
    name: str,
    settings: Settings,
    progress: Progress = silent,
) -> TopicsView:
    """Fit topics to the documents of a corpus and save them as models/`name`.

    Documents are sorted by id first, so that row order changes nothing. Raises InputError when
    there are fewer units with content words than topics.
    """
    options = settings.topics
    ordered, prepared, units = _units(workspace, corpus, settings, progress)
    filled = sum(bool(unit) for unit in units)
    if filled < max(options.n_topics, 3):
        raise InputError(
            f"'{corpus.name}' has {filled} units with content words, too few for "
            f"{options.n_topics} topics.",
            hint="Ask for fewer with --topics, or cut long documents (corpus import --split).",
        )
    progress("fitting topics", 0, 1)
    bags = count_words(units, options.min_df, options.max_df)
    if len(bags.words) < options.n_topics:
        raise InputError(
            f"'{corpus.name}' has {len(bags.words)} words that two units share, too few for "
            f"{options.n_topics} topics.",
            hint="Ask for fewer with --topics.",
        )
    fitted = ENGINES[options.engine].fit(bags.counts, options.n_topics, settings.seed)
    order = tuple(int(i) for i in np.argsort(-fitted.unit_topic.mean(axis=0), kind="stable"))
    model = TopicModel(
        name,
        options.engine,
        bags.words,
        fitted.topic_word[list(order)],
        fitted.parameters,
        order,
        settings.seed,
    )
    progress("fitting topics", 1, 1)
    unit_topic = fitted.unit_topic[:, list(order)]
    view = _view(model, ordered, prepared, units, unit_topic, options.n_words)
    manifest = Manifest(
        kind="topics",
        name=name,
        textmine=__version__,
        synthetic=corpus.info.synthetic,
        seed=settings.seed,
        settings={
            **options.model_dump(),
            "where": list(corpus.where),
            "nlp": settings.nlp.model_dump(exclude={"n_process"}),
        },
        inputs={f"corpora/{corpus.name}": corpus.info.files.get("documents.parquet", "")},
        details={
            "corpus": corpus.name,
            "documents": len(corpus),
            "vocabulary": len(bags.words),
            "nlp": prepared.model.title,
            "labels": [topic.portrait.label for topic in view.topics],
        },
    )
    folder = workspace.folder("models", name)
    with workspace.replacing(folder) as draft:
        save_topic_model(draft, model, manifest, topic_card(view, manifest))
    return view


def view_topics(
    workspace: Workspace,
    name: str,
    corpus: Corpus,
    settings: Settings,
    progress: Progress = silent,
) -> TopicsView:
    """Place the documents of a corpus in a fitted model and view them; nothing is refitted."""
    return view_placed(place_corpus(workspace, name, corpus, settings, progress))


def view_placed(placed: Placed) -> TopicsView:
    """View the topics of documents that have been placed in them."""
    return _view(
        placed.model,
        placed.corpus,
        placed.prepared,
        placed.units,
        placed.unit_topic,
        placed.n_words,
        placed.labels,
    )


def place_corpus(
    workspace: Workspace,
    name: str,
    corpus: Corpus,
    settings: Settings,
    progress: Progress = silent,
) -> Placed:
    """Place the documents of a corpus in a fitted model; nothing is refitted."""
    model, manifest = load_topic_model(workspace, name)
    nlp = type(settings.nlp).model_validate(
        {**manifest.settings["nlp"], "n_process": settings.nlp.n_process}
    )
    told = settings.model_copy(update={"nlp": nlp})
    ordered, prepared, units = _units(workspace, corpus, told, progress)
    where = place_units(model, units)
    kept = tuple(map(tuple, units))
    n_words = int(manifest.settings["n_words"])
    labels = tuple(manifest.details.get("labels") or (", ".join(t) for t in model.top_words(3)))
    return Placed(model, ordered, prepared, kept, where, n_words, labels)


def _units(
    workspace: Workspace, corpus: Corpus, settings: Settings, progress: Progress
) -> tuple[Corpus, Prepared, list[list[str]]]:
    documents = corpus.documents.sort_values("id", kind="stable").reset_index(drop=True)
    ordered = replace(corpus, documents=documents)
    prepared = prepare_texts(ordered.texts, settings.nlp, (), workspace, progress)
    return ordered, prepared, content_words(prepared)


def _view(
    model: TopicModel,
    corpus: Corpus,
    prepared: Prepared,
    units: Sequence[Sequence[str]],
    unit_topic: Floats,
    n_words: int,
    labels: Sequence[str] | None = None,
) -> TopicsView:
    tops = model.top_words(n_words)
    npmi, cv = document_npmi(tops, units), c_v(tops, units)
    placed = unit_topic.sum(axis=1) > 0
    if not placed.any():
        raise InputError(
            f"No document of '{corpus.name}' has a word that the model '{model.name}' knows.",
            hint="Is it of the same language and subject?",
        )
    groups: NDArray[np.int64] = group_numbers(corpus, corpus.ids)
    intervals = cluster_mean_intervals(unit_topic[placed], groups[placed], seed=model.seed)
    documents = list(
        zip(
            corpus.ids,
            corpus.column(AUTHOR),
            corpus.column(THREAD_ID) if AUTHOR in corpus.documents else corpus.column(TITLE),
            corpus.texts,
            strict=True,
        )
    )
    portraits = portray_topics(model, prepared, units, unit_topic, documents, n_words, labels)
    topics = [
        TopicView(
            id=identity,
            words=tuple(tops[place]),
            share=float(unit_topic[placed, place].mean()),
            interval=intervals[place],
            npmi=float(npmi[place]),
            c_v=float(cv[place]),
            quotations=tuple(quote_topic(unit_topic[:, place], documents, tops[place])),
            portrait=portraits[place],
        )
        for place, identity in enumerate(model.topic_ids)
    ]
    return TopicsView(
        model=model.name,
        engine=ENGINES[model.engine].title,
        corpus=corpus.name,
        synthetic=corpus.info.synthetic,
        ids=tuple(corpus.ids),
        unit_topic=unit_topic,
        topics=tuple(topics),
        diversity=diversity(tops),
        n_words=n_words,
        vocabulary=len(model.words),
        unplaced=tuple(i for i, here in zip(corpus.ids, placed, strict=True) if not here),
        groups=group_kind(corpus),
        n_groups=len(np.unique(groups)),
        nlp=prepared.model,
        remark=prepared.remark,
    )


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else np.nan
