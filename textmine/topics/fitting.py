"""Fit topics to a corpus, measure them, quote them, and keep them as a model folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine import __version__
from textmine.config import Progress, Settings, TopicSettings, silent
from textmine.config.threads import single_threaded
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.errors import InputError
from textmine.nlp import ModelChoice, Prepared, prepare_texts
from textmine.schema import AUTHOR, THREAD_ID, TITLE
from textmine.stats.cluster_mean import cluster_mean_intervals
from textmine.stats.intervals import Interval
from textmine.store import Manifest, Workspace
from textmine.topics.bags import Bags, content_words, count_words
from textmine.topics.card import topic_card
from textmine.topics.engines.engine import UNGUIDED, Floats, Guide
from textmine.topics.engines.registry import ENGINES
from textmine.topics.guiding import guide_of
from textmine.topics.judging.coherence import c_v, diversity, document_npmi, exclusivity
from textmine.topics.judging.held_out import HeldOut, held_out_npmi
from textmine.topics.listing import top_words
from textmine.topics.model import TopicModel, load_topic_model, place_units, save_topic_model
from textmine.topics.reading.quotes import Quotation, quote_topic
from textmine.topics.wording import find_phrases, join_phrases, without


@dataclass(frozen=True)
class TopicView:
    """One topic as a reader meets it.

    `npmi` and `c_v` are measured on the units at hand, `held_out` on units that a fit to the others
    had not seen; nan where that was not measured. `exclusivity` is the mean share that the topic
    has of its own top words.
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


@dataclass(frozen=True)
class TopicsView:
    """The topics of a corpus: `unit_topic` (n_units, n_topics) in the order of `ids`.

    Shares are means over the units that have a known word; `unplaced` lists the ids of the others.
    NPMI and C_v are measured on these units themselves: they flatter. `held_out` is NPMI on units
    that a fit had not seen, measured when the model was fitted; `held_out_units` are the smaller
    half of them.
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
    held_out: float = np.nan
    held_out_units: int = 0

    @property
    def coherence(self) -> str:
        """What the figures of coherence are, in a sentence."""
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
    phrases = find_phrases(units) if options.phrases else ()
    units = join_phrases(units, phrases)
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
    guide = guide_of(workspace, ordered, prepared.clean, bags.words, options)
    with single_threaded():
        fitted = ENGINES[options.engine].fit(bags.counts, options.n_topics, settings.seed, guide)
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
    held_out = _held_out(bags, units, group_numbers(ordered, ordered.ids), guide, model, settings)
    unit_topic = fitted.unit_topic[:, list(order)]
    view = _view(model, ordered, prepared, units, unit_topic, options.n_words, held_out)
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
            "held_out": {
                "npmi": _plain(held_out.npmi),
                "per_topic": [_plain(one) for one in held_out.per_topic],
                "n_units": held_out.n_units,
                "reason": held_out.reason,
            },
            "phrases": [list(phrase) for phrase in phrases],
            "seeded": {
                model.topic_ids[order.index(place)]: theme
                for place, theme in enumerate(options.seeds)
            },
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
    model, manifest = load_topic_model(workspace, name)
    nlp = type(settings.nlp).model_validate(
        {**manifest.settings["nlp"], "n_process": settings.nlp.n_process}
    )
    told = settings.model_copy(update={"nlp": nlp})
    told = told.override("topics", stop_words=tuple(manifest.settings.get("stop_words", ())))
    ordered, prepared, units = _units(workspace, corpus, told, progress)
    units = join_phrases(units, manifest.details.get("phrases", ()))
    placed = place_units(model, units, _guide_to_place(workspace, ordered, prepared, manifest))
    n_words = int(manifest.settings["n_words"])
    return _view(model, ordered, prepared, units, placed, n_words, _kept_held_out(manifest))


def _units(
    workspace: Workspace, corpus: Corpus, settings: Settings, progress: Progress
) -> tuple[Corpus, Prepared, list[list[str]]]:
    documents = corpus.documents.sort_values("id", kind="stable").reset_index(drop=True)
    ordered = replace(corpus, documents=documents)
    prepared = prepare_texts(ordered.texts, settings.nlp, (), workspace, progress)
    return ordered, prepared, without(content_words(prepared), settings.topics.stop_words)


def _guide_to_place(
    workspace: Workspace, corpus: Corpus, prepared: Prepared, manifest: Manifest
) -> Guide:
    """Return what placing is told: embeddings where the engine reads them, groups if there are."""
    options = TopicSettings.model_validate(
        {"engine": manifest.settings["engine"], "covariate": manifest.settings.get("covariate", "")}
    )
    if options.covariate not in corpus.documents:
        options = options.model_copy(update={"covariate": ""})
    if not options.covariate and "vectors" not in ENGINES[options.engine].reads:
        return UNGUIDED
    return guide_of(workspace, corpus, prepared.clean, (), options, placing=True)


def _view(
    model: TopicModel,
    corpus: Corpus,
    prepared: Prepared,
    units: Sequence[Sequence[str]],
    unit_topic: Floats,
    n_words: int,
    held_out: HeldOut,
) -> TopicsView:
    tops = model.top_words(n_words)
    npmi, cv = document_npmi(tops, units), c_v(tops, units)
    apart = exclusivity(model.topic_word, model.words, tops)
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
    topics = [
        TopicView(
            id=identity,
            words=tuple(tops[place]),
            share=float(unit_topic[placed, place].mean()),
            interval=intervals[place],
            npmi=float(npmi[place]),
            c_v=float(cv[place]),
            quotations=tuple(quote_topic(unit_topic[:, place], documents, tops[place])),
            held_out=float(held_out.per_topic[place]),
            exclusivity=float(apart[place]),
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
        held_out=held_out.npmi,
        held_out_units=held_out.n_units,
    )


def _held_out(
    bags: Bags,
    units: Sequence[Sequence[str]],
    groups: NDArray[np.int64],
    guide: Guide,
    model: TopicModel,
    settings: Settings,
) -> HeldOut:
    """Return the coherence of topics that were fitted to one half of the groups on the other."""
    options = settings.topics

    def fit(places: Sequence[int]) -> tuple[Floats, list[list[str]]]:
        part = guide.of_units(places)
        with single_threaded():
            found = ENGINES[options.engine].fit(
                bags.counts[list(places)], options.n_topics, settings.seed, part
            )
        return found.topic_word, top_words(found.topic_word, bags.words, options.n_words)

    return held_out_npmi(fit, units, groups, model.topic_word, seed=settings.seed)


def _kept_held_out(manifest: Manifest) -> HeldOut:
    kept = manifest.details.get("held_out", {})
    per_topic = [np.nan if one is None else one for one in kept.get("per_topic", ())]
    npmi = kept.get("npmi")
    return HeldOut(
        np.nan if npmi is None else npmi,
        np.array(per_topic or [np.nan] * int(manifest.settings["n_topics"])),
        int(kept.get("n_units", 0)),
        str(kept.get("reason", "")),
    )


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else np.nan
