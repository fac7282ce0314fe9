"""Fit themes to two corpora together, and compare how present they are in each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from textmine.arrays import Ints
from textmine.choices import Cluster
from textmine.config import Progress, Settings, silent
from textmine.corpus import Corpus, select_documents
from textmine.errors import InputError
from textmine.nlp.tokens import Tokens, joined
from textmine.spread import HERE, Where
from textmine.store import Workspace
from textmine.topics.aligning.presence import balanced, fit_both
from textmine.topics.aligning.sides import (
    Alignment,
    Clustered,
    FoundThemes,
    cluster_both,
    compare_themes,
)
from textmine.topics.bags import Bags, count_known_words, find_phrases, join_phrases
from textmine.topics.engines.engine import Guide
from textmine.topics.engines.registry import ENGINES
from textmine.topics.fitting import counted
from textmine.topics.guiding import guide_of
from textmine.topics.listing import top_words
from textmine.topics.naming.seeded import check_seed_names, seeded_topics
from textmine.topics.placing import place_corpus, units_of
from textmine.topics.sampling import Sampled, drawn_of

MOST_AT_ONCE = 3_000
"""Documents of both corpora that are compared while one waits; with more it takes minutes."""


def two_sides(
    first: Corpus, second: Corpus, where_first: Sequence[str] = (), where_second: Sequence[str] = ()
) -> tuple[Corpus, Corpus]:
    """Return the documents of two corpora for which all conditions of each hold.

    Two parts of one corpus are called by their conditions. Raises InputError where these have
    documents in common.
    """
    first_chosen, second_chosen = (
        select_documents(first, where_first),
        select_documents(second, where_second),
    )
    if first.name != second.name:
        return first_chosen, second_chosen
    if set(first_chosen.ids) & set(second_chosen.ids):
        raise InputError(
            "The two sides have documents in common.",
            hint="Part them with --where-first and --where-second.",
        )
    names = ", ".join(where_first) or first.name, ", ".join(where_second) or second.name
    return replace(first_chosen, name=names[0]), replace(second_chosen, name=names[1])


def align_corpora(
    workspace: Workspace,
    first: Corpus,
    second: Corpus,
    settings: Settings,
    clusters: Cluster | None = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> Alignment:
    """Hold two corpora against each other.

    Themes are fitted to both together (the larger one cut down, so that the smaller is heard; of
    many words only to a sample), all units are placed in them, and whole clusters (threads,
    authors, files) change sides in a permutation test. Texts are read and units placed where
    `spread` says. Raises InputError as `fit_topics` does.
    """
    options = settings.topics
    check_seed_names(options.seeds)
    sides = [units_of(workspace, corpus, settings, progress, spread) for corpus in (first, second)]
    corpora = (sides[0][0], sides[1][0])
    clustered = cluster_both(corpora, clusters)
    units = joined(part for _, _, part in sides)
    rows, sampled = _units_to_fit(corpora, units, clustered, settings)
    seen = units if sampled is None else units.take(rows)
    if options.phrases:
        phrases = find_phrases(seen)
        units, seen = join_phrases(units, phrases), join_phrases(seen, phrases)
    bags = counted(f"{first.name} and {second.name}", seen, settings)
    counts = bags.counts
    if sampled is None:
        bags = Bags(counts[rows], bags.words)
    else:
        counts = count_known_words(units, bags.words)
    guide = _guide_of_both(
        [
            guide_of(workspace, corpus, read, bags.words, options, spread=spread)
            for corpus, read, _ in sides
        ]
    )
    progress("fitting themes", 0, 1)
    topic_word, unit_topic = fit_both(bags, units, rows, settings, guide, spread)
    progress("fitting themes", 1, 1)
    tops = top_words(topic_word, bags.words, options.n_words)
    seeded = seeded_topics(options.seeds, bags.words, ["its topic"] * len(tops), tops)
    names = [seeded_topic.name if seeded_topic.came_through else "" for seeded_topic in seeded]
    names += [""] * (len(tops) - len(names))
    themes = FoundThemes(topic_word, unit_topic, bags.words, counts, tops, (), tuple(names))
    aligned = compare_themes(
        corpora, themes, clustered, settings.seed, ENGINES[options.engine].title
    )
    lost = [seeded_topic.sentence for seeded_topic in seeded if not seeded_topic.came_through]
    remarks = [] if sampled is None else [f"Themes were fitted to {sampled.told}."]
    return replace(aligned, remarks=(*remarks, *lost))


def _units_to_fit(
    corpora: tuple[Corpus, Corpus], units: Tokens, clustered: Clustered, settings: Settings
) -> tuple[Ints, Sampled | None]:
    """Return the units to fit to: no side has too many, and no more are drawn than are needed."""
    on_first = np.arange(len(units)) < len(corpora[0])
    rows = balanced(on_first, clustered.numbers, settings.seed)
    ids = [f"{number} {i}" for number, corpus in enumerate(corpora) for i in corpus.ids]
    drawn = drawn_of([ids[row] for row in rows], units.take(rows), settings.topics, settings.seed)
    if drawn is None:
        return rows, None
    return rows[drawn], Sampled(len(drawn), len(units))


def align_in_model(
    workspace: Workspace,
    model: str,
    first: Corpus,
    second: Corpus,
    settings: Settings,
    clusters: Cluster | None = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> Alignment:
    """Hold two corpora against each other in the themes of a model, with the names they have there.

    Nothing is fitted: a theme that the model does not have is not found. Raises NotFoundError for a
    model that is not there, and InputError where all its topics are one theme or a corpus has no
    word that it knows.
    """
    sides = [
        place_corpus(workspace, model, corpus, settings, progress, spread)
        for corpus in (first, second)
    ]
    for placed in sides:
        placed.need_two_themes()
        placed.need_known_words()
    fitted = sides[0].model
    units = joined(placed.units for placed in sides)
    corpora = (sides[0].corpus, sides[1].corpus)
    themes = FoundThemes(
        fitted.topic_word,
        np.concatenate([placed.unit_topic for placed in sides]),
        fitted.words,
        count_known_words(units, fitted.words),
        fitted.top_words(sides[0].n_words),
        tuple(fitted.topic_ids),
        sides[0].names,
    )
    clustered = cluster_both(corpora, clusters)
    aligned = compare_themes(
        corpora, themes, clustered, settings.seed, ENGINES[fitted.engine].title
    )
    sentence = (
        f"The themes are those of the model '{model}'; nothing was fitted, and a theme that it "
        "lacks is not found."
    )
    return replace(aligned, remarks=(sentence,))


def _guide_of_both(guides: Sequence[Guide]) -> Guide:
    first_guide, second_guide = guides
    vectors = None
    if first_guide.vectors is not None and second_guide.vectors is not None:
        vectors = np.concatenate([first_guide.vectors, second_guide.vectors])
    return Guide(first_guide.seeds, first_guide.labels + second_guide.labels, vectors)
