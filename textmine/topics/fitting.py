"""Fit topics to a corpus and keep them as a model folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from textmine import __version__
from textmine.arrays import Floats, Ints
from textmine.config import Progress, Settings, TopicSettings, silent
from textmine.config.threads import single_threaded
from textmine.corpus import Corpus, group_numbers
from textmine.corpus.speakers import speakers
from textmine.errors import InputError
from textmine.nlp.encoders import text_meaning
from textmine.nlp.tokens import Tokens
from textmine.privacy.finding import pieces
from textmine.spread import HERE, Where
from textmine.store import Manifest, Workspace
from textmine.store.manifest import owned_files
from textmine.topics.as_read import AsRead, some_of
from textmine.topics.bags import Bags, Phrases, count_words, find_phrases, join_phrases
from textmine.topics.card import topic_card
from textmine.topics.engines.registry import chosen_engine
from textmine.topics.guiding import guide_of
from textmine.topics.judging.judgement import Recipe, judge
from textmine.topics.model import FittedTopics, place_units, save_topic_model
from textmine.topics.naming.seeded import Seeded, check_seed_names, name_seeded, seeded_topics
from textmine.topics.naming.theme_shares import in_themes
from textmine.topics.naming.themes import THEMES, load_themes, set_aside_themes
from textmine.topics.placed import Placed
from textmine.topics.placing import guide_to_place, units_of
from textmine.topics.reading.portrait import proposed_labels
from textmine.topics.refit import Former, former_of
from textmine.topics.sampling import Sampled, drawn_of
from textmine.topics.viewing import TopicsView, view_placed

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

_CUT = "cut long documents (corpus import --split)"


@dataclass(frozen=True)
class Drawn:
    """The units of a large corpus that topics were fitted to: their rows, texts and topics."""

    rows: Ints
    read: AsRead
    unit_topic: Floats


@dataclass(frozen=True)
class TopicFit:
    """Topics as they were fitted to the documents of a corpus, sorted by id; nothing is judged yet.

    `plain` are the content words of each document, `units` the same with `phrases` as one word;
    `unit_topic` (n_units, n_topics) where they stand, `recipe` how the topics can be fitted again.
    Of a large corpus `drawn` are those that they were fitted to, None where that is all.
    """

    model: FittedTopics
    corpus: Corpus
    read: AsRead
    plain: Tokens
    units: Tokens
    phrases: Phrases
    unit_topic: Floats
    recipe: Recipe
    drawn: Drawn | None = None

    @property
    def sampled(self) -> Sampled | None:
        """To how many units the topics were fitted, None where that is all."""
        return None if self.drawn is None else Sampled(len(self.drawn.rows), len(self.units))


def fit_topics(
    workspace: Workspace,
    corpus: Corpus,
    name: str,
    settings: Settings,
    progress: Progress = silent,
    *,
    fresh: bool = False,
    spread: Where = HERE,
) -> TopicsView:
    """Fit topics to the documents of a corpus and save them as models/`name`.

    Documents are sorted by id first, so that row order changes nothing. Where a topic model of that
    name stands already, topics that come back keep their ids and names, and the view's `changes`
    say what became of the others. Words given for a theme name the topic that they guide, see
    `name_seeded`. A `fresh` fit gives ids anew and sets the names aside in a file beside the model.
    Raises InputError when there are fewer units with content words than topics, and for words given
    under a name that no theme can have. Texts are read and units placed where `spread` says.
    """
    options = settings.topics
    fit = fit_to_corpus(corpus, name, settings, progress, workspace, spread)
    known = None
    if not fresh:
        known = former_of(
            workspace, name, fit.model, fit.unit_topic, fit.corpus, fit.read, fit.plain, spread
        )
    if known is not None:
        fit = replace(fit, model=replace(fit.model, ids=known.identities.ids))
    model = fit.model
    placed = judged_fit(fit, progress, workspace)
    view = view_placed(placed)
    manifest = topic_manifest(placed, settings, fit.phrases, known)
    changes = list(known.changes if known else ())
    folder = workspace.folder("models", name)
    owned = {*owned_files(folder), THEMES} if fresh else None
    with workspace.replacing(folder, owned, [f"corpora/{corpus.name}"]) as draft:
        save_topic_model(draft, model, manifest, topic_card(view, manifest))
        if fresh:
            changes += set_aside_themes(folder, draft)
    changes += name_seeded(workspace, model, _seeded(model, options))
    themes = load_themes(folder)
    if themes.themes:
        view = view_placed(in_themes(placed, themes, np.array(manifest.details["shares"])))
    return replace(view, changes=tuple(changes))


def fit_to_corpus(
    corpus: Corpus,
    name: str,
    settings: Settings,
    progress: Progress = silent,
    workspace: Keep = None,
    spread: Where = HERE,
) -> TopicFit:
    """Fit topics to the documents of a corpus, and write nothing; raise as `fit_topics` does."""
    options = settings.topics
    check_seed_names(options.seeds)
    ordered, read, plain = units_of(workspace, corpus, settings, progress, spread)
    rows = drawn_of(ordered.ids, plain, options, settings.seed)
    phrases = find_phrases(plain if rows is None else plain.take(rows)) if options.phrases else ()
    units = join_phrases(plain, phrases)
    some = (ordered, read) if rows is None else some_of(ordered, read, rows)
    bags = counted(corpus.name, units if rows is None else units.take(rows), settings)
    progress("fitting topics", 0, 1)
    guide = guide_of(workspace, *some, bags.words, options, spread=spread)
    engine = chosen_engine(options.engine, options.consensus)
    with single_threaded():
        fitted = engine.fit(bags.counts, options.n_topics, settings.seed, guide)
    n_found = len(fitted.topic_word)
    model = FittedTopics(
        name,
        options.engine,
        bags.words,
        fitted.topic_word,
        fitted.parameters,
        tuple(range(n_found)),
        settings.seed,
    )
    everywhere = fitted.unit_topic
    if rows is not None:
        told = guide_to_place(workspace, ordered, read, options, spread)
        everywhere = place_units(model, units, told, spread, progress)
    order = [int(i) for i in np.argsort(-everywhere.mean(axis=0), kind="stable")]
    model = replace(model, topic_word=fitted.topic_word[order], order=tuple(order))
    progress("fitting topics", 1, 1)
    recipe = Recipe(engine, bags, guide, options.n_topics, options.n_words, settings.seed)
    return TopicFit(
        model,
        ordered,
        read,
        plain,
        units,
        phrases,
        everywhere[:, order],
        recipe,
        None if rows is None else Drawn(rows, some[1], fitted.unit_topic[:, order]),
    )


def judged_fit(fit: TopicFit, progress: Progress = silent, workspace: Keep = None) -> Placed:
    """Measure whether fitted topics hold elsewhere, and propose a label for each."""
    groups = group_numbers(fit.corpus, fit.corpus.ids)
    units, unit_topic, read = fit.units, fit.unit_topic, fit.read
    if fit.drawn is not None:
        rows, read, unit_topic = fit.drawn.rows, fit.drawn.read, fit.drawn.unit_topic
        groups, units = groups[rows], units.take(rows)
    n_words = fit.recipe.n_words
    encode = text_meaning(read.model.lang, workspace)
    return Placed(
        fit.model,
        fit.corpus,
        fit.read,
        fit.units,
        fit.unit_topic,
        n_words,
        judge(fit.recipe, fit.model.topic_word, unit_topic, units, groups, progress),
        proposed_labels(
            fit.model,
            read.whole,
            unit_topic,
            n_words,
            {part for name in {*speakers(fit.corpus)} for part in pieces(name)},
            encode,
        ),
        ("",) * fit.model.n_topics,
        encode,
        fit.sampled,
    )


def counted(corpus: str, units: Tokens, settings: Settings) -> Bags:
    """Count the words of units; raise InputError when there are too few for the topics wanted."""
    options = settings.topics
    filled = int((units.lengths > 0).sum())
    if filled < max(options.n_topics, 3):
        drawn = len(units) == options.sample_units
        other = "draw more units (--sample-units)" if drawn else _CUT
        raise InputError(
            f"'{corpus}' has {filled} units with content words, too few for "
            f"{options.n_topics} topics.",
            hint=f"Ask for fewer with --topics, or {other}.",
        )
    bags = count_words(units, options.min_df, options.max_df)
    if len(bags.words) < options.n_topics:
        raise InputError(
            f"'{corpus}' has {len(bags.words)} words that two units share, too few for "
            f"{options.n_topics} topics.",
            hint="Ask for fewer with --topics.",
        )
    return bags


def _seeded(model: FittedTopics, options: TopicSettings) -> tuple[Seeded, ...]:
    """Return what became of the words given for themes."""
    tops, ids = model.top_words(options.n_words), model.topic_ids
    places = [model.order.index(number) for number in range(len(options.seeds))]
    return seeded_topics(
        options.seeds,
        model.words,
        [ids[index] for index in places],
        [tops[index] for index in places],
    )


def topic_manifest(
    placed: Placed,
    settings: Settings,
    phrases: Sequence[Sequence[str]] = (),
    known: Former | None = None,
) -> Manifest:
    """Return the manifest of fitted topics; `known` is what a refit has from the former model."""
    corpus, model, options = placed.corpus, placed.model, settings.topics
    return Manifest(
        kind="topics",
        name=model.name,
        textmine=__version__,
        synthetic=corpus.info.synthetic,
        seed=settings.seed,
        settings={
            **options.model_dump(),
            "where": list(corpus.where),
            "nlp": settings.nlp.model_dump(exclude={"n_process"}),
        },
        inputs={f"corpora/{corpus.name}": corpus.info.digest},
        details={
            "corpus": corpus.name,
            "documents": len(corpus),
            "vocabulary": len(model.words),
            "nlp": placed.read.model.title,
            "ids": model.topic_ids,
            "ids_given": sorted({*model.topic_ids, *(known.identities.given if known else ())}),
            "history": known.history_with(corpus.name, len(corpus)) if known else [],
            "labels": list(placed.labels),
            "shares": [
                round(float(share), 6) for share in placed.unit_topic[placed.in_topics].mean(axis=0)
            ],
            "phrases": [list(phrase) for phrase in phrases],
            "seeded": {
                model.topic_ids[model.order.index(index)]: theme
                for index, theme in enumerate(options.seeds)
            },
            **placed.judged.as_details(),
            **(sampled.as_details() if (sampled := placed.sampled) else {}),
        },
    )
