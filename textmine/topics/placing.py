"""Place the documents of a corpus in a fitted model; nothing is refitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from textmine.arrays import Floats
from textmine.config import Progress, Settings, TopicSettings, silent
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.nlp.encoders import text_meaning
from textmine.nlp.tokens import Tokens, joined
from textmine.schema import ID
from textmine.spread import HERE, Where
from textmine.store import Manifest, Workspace
from textmine.topics.as_read import AsRead, read_in_parts
from textmine.topics.bags import content_words, join_phrases, without
from textmine.topics.engines.engine import UNGUIDED, Guide
from textmine.topics.engines.registry import ENGINES
from textmine.topics.guiding import guide_of
from textmine.topics.judging.judgement import kept_judgement
from textmine.topics.model import FittedTopics, load_topic_model, place_units
from textmine.topics.naming.theme_shares import in_themes
from textmine.topics.naming.themes import load_themes
from textmine.topics.naming.themes_file import Themes
from textmine.topics.placed import Placed
from textmine.topics.sampling import kept_sample

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep


def place_documents(
    workspace: Workspace,
    name: str,
    corpus: str | None = None,
    where: Sequence[str] = (),
    progress: Progress = silent,
    spread: Where = HERE,
) -> Placed:
    """Place the documents of a corpus for which all conditions hold in the themes of a model.

    By default those that the model was fitted to. `spread` says where partitions are worked. Raises
    InputError where no document has a word that the model knows.
    """
    _, manifest = load_topic_model(workspace, name)
    fitted_on = [] if corpus else manifest.settings["where"]
    loaded = load_corpus(workspace, corpus or str(manifest.details["corpus"]))
    chosen = select_documents(loaded, where or fitted_on)
    placed = place_corpus(workspace, name, chosen, workspace.settings, progress, spread)
    placed.need_known_words()
    return placed


def place_corpus(
    workspace: Workspace,
    name: str,
    corpus: Corpus,
    settings: Settings,
    progress: Progress = silent,
    spread: Where = HERE,
) -> Placed:
    """Place the documents of a corpus in the themes of a fitted model, see `in_themes`."""
    model, manifest = load_topic_model(workspace, name)
    themes = load_themes(workspace.folder("models", name))
    return place_in(model, manifest, themes, corpus, settings, progress, workspace, spread)


def place_in(
    model: FittedTopics,
    manifest: Manifest,
    themes: Themes,
    corpus: Corpus,
    settings: Settings,
    progress: Progress = silent,
    workspace: Keep = None,
    spread: Where = HERE,
) -> Placed:
    """Place the documents of a corpus in the themes of a model that is at hand."""
    nlp = type(settings.nlp).model_validate(
        {**manifest.settings["nlp"], "n_process": settings.nlp.n_process}
    )
    model_settings = settings.model_copy(update={"nlp": nlp})
    model_settings = model_settings.override(
        "topics", stop_words=tuple(manifest.settings.get("stop_words", ()))
    )
    phrases = manifest.details.get("phrases", ())
    model_settings = model_settings.model_copy(
        update={"topics": placing_options(manifest, model_settings.topics)}
    )
    ordered, read, units, where = place_in_topics(
        model, corpus, model_settings, phrases, progress, workspace, spread
    )
    placed = Placed(
        model,
        ordered,
        read,
        units,
        where,
        int(manifest.settings["n_words"]),
        kept_judgement(manifest.details, model.n_topics),
        tuple(manifest.details.get("labels") or (", ".join(top) for top in model.top_words(3))),
        ("",) * model.n_topics,
        text_meaning(read.model.lang, workspace),
        kept_sample(manifest.details),
    )
    weights = np.array(manifest.details.get("shares") or where.mean(axis=0))
    return in_themes(placed, themes, weights)


def place_in_topics(
    model: FittedTopics,
    corpus: Corpus,
    settings: Settings,
    phrases: Sequence[Sequence[str]] = (),
    progress: Progress = silent,
    workspace: Keep = None,
    spread: Where = HERE,
) -> tuple[Corpus, AsRead, Tokens, Floats]:
    """Return the corpus sorted by id, its texts, its content words, and its topics.

    The settings are those of the fit. The last one is (n_units, n_topics), in the sorted order.
    """
    ordered, read, plain = units_of(workspace, corpus, settings, progress, spread)
    units = join_phrases(plain, phrases)
    guide = guide_to_place(workspace, ordered, read, settings.topics, spread)
    return ordered, read, units, place_units(model, units, guide, spread, progress)


def units_of(
    workspace: Keep, corpus: Corpus, settings: Settings, progress: Progress, spread: Where = HERE
) -> tuple[Corpus, AsRead, Tokens]:
    """Return the corpus sorted by id, its texts, and the content words of each."""
    documents = corpus.documents.sort_values(ID, kind="stable").reset_index(drop=True)
    ordered = replace(corpus, documents=documents)
    parts = [
        (content_words(prepared), read)
        for prepared, read in read_in_parts(workspace, ordered, settings.nlp, progress, spread)
    ]
    units = without(joined(words for words, _ in parts), settings.topics.stop_words)
    return ordered, parts[-1][1], units


def guide_to_place(
    workspace: Keep, corpus: Corpus, read: AsRead, options: TopicSettings, spread: Where = HERE
) -> Guide:
    """Return what placing is told: embeddings where the engine reads them, groups if there are."""
    options = TopicSettings(engine=options.engine, covariate=options.covariate)
    if options.covariate not in corpus.documents:
        options = options.model_copy(update={"covariate": ""})
    if not options.covariate and "vectors" not in ENGINES[options.engine].reads:
        return UNGUIDED
    return guide_of(workspace, corpus, read, (), options, placing=True, spread=spread)


def placing_options(manifest: Manifest, options: TopicSettings | None = None) -> TopicSettings:
    """Return topic settings with the engine and the column of groups that a model was fitted by."""
    there = manifest.settings
    changed = {"engine": there["engine"], "covariate": there.get("covariate", "")}
    return TopicSettings.model_validate({**(options or TopicSettings()).model_dump(), **changed})
