"""Place the documents of a corpus in a fitted model; nothing is refitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from textmine.config import Progress, Settings, TopicSettings, silent
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.nlp import Prepared, prepare_texts
from textmine.schema import ID
from textmine.store import Manifest, Workspace
from textmine.topics.bags import content_words
from textmine.topics.engines.engine import UNGUIDED, Guide
from textmine.topics.engines.registry import ENGINES
from textmine.topics.guiding import guide_of
from textmine.topics.judging.judgement import kept_judgement
from textmine.topics.model import load_topic_model, place_units
from textmine.topics.naming.theme_shares import in_themes
from textmine.topics.naming.themes import load_themes
from textmine.topics.placed import Placed
from textmine.topics.reading.meaning import meaning_of
from textmine.topics.viewing import TopicsView, view_placed
from textmine.topics.wording import Units, join_phrases, without


def view_topics(
    workspace: Workspace,
    name: str,
    corpus: Corpus,
    settings: Settings,
    progress: Progress = silent,
) -> TopicsView:
    """Place the documents of a corpus in a fitted model and view them."""
    return view_placed(place_corpus(workspace, name, corpus, settings, progress))


def place_documents(
    workspace: Workspace,
    name: str,
    corpus: str | None = None,
    where: Sequence[str] = (),
    progress: Progress = silent,
) -> Placed:
    """Place the documents of a corpus for which all conditions hold in the themes of a model.

    By default those that the model was fitted to. Raises InputError where no document has a word
    that the model knows.
    """
    _, manifest = load_topic_model(workspace, name)
    fitted_on = [] if corpus else manifest.settings["where"]
    loaded = load_corpus(workspace, corpus or str(manifest.details["corpus"]))
    chosen = select_documents(loaded, where or fitted_on)
    placed = place_corpus(workspace, name, chosen, workspace.settings, progress)
    placed.need_known_words()
    return placed


def place_corpus(
    workspace: Workspace,
    name: str,
    corpus: Corpus,
    settings: Settings,
    progress: Progress = silent,
) -> Placed:
    """Place the documents of a corpus in the themes of a fitted model, see `in_themes`."""
    model, manifest = load_topic_model(workspace, name)
    nlp = type(settings.nlp).model_validate(
        {**manifest.settings["nlp"], "n_process": settings.nlp.n_process}
    )
    told = settings.model_copy(update={"nlp": nlp})
    told = told.override("topics", stop_words=tuple(manifest.settings.get("stop_words", ())))
    ordered, prepared, units = units_of(workspace, corpus, told, progress)
    units = join_phrases(units, manifest.details.get("phrases", ()))
    where = place_units(model, units, guide_to_place(workspace, ordered, prepared, manifest))
    placed = Placed(
        model,
        ordered,
        prepared,
        tuple(map(tuple, units)),
        where,
        int(manifest.settings["n_words"]),
        kept_judgement(manifest.details, model.n_topics),
        tuple(manifest.details.get("labels") or (", ".join(top) for top in model.top_words(3))),
        ("",) * model.n_topics,
        meaning_of(prepared, workspace),
    )
    weights = np.array(manifest.details.get("shares") or where.mean(axis=0))
    return in_themes(placed, load_themes(workspace.folder("models", name)), weights)


def units_of(
    workspace: Workspace, corpus: Corpus, settings: Settings, progress: Progress
) -> tuple[Corpus, Prepared, Units]:
    """Return the corpus sorted by id, its prepared texts, and the content words of each."""
    documents = corpus.documents.sort_values(ID, kind="stable").reset_index(drop=True)
    ordered = replace(corpus, documents=documents)
    prepared = prepare_texts(ordered.texts, settings.nlp, (), workspace, progress)
    return ordered, prepared, without(content_words(prepared), settings.topics.stop_words)


def guide_to_place(
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
