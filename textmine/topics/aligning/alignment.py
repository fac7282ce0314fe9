"""Fit themes to two corpora together, and compare how present they are in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from textmine.choices import Cluster
from textmine.config import Progress, Settings, silent
from textmine.corpus import Corpus, select_documents
from textmine.errors import InputError
from textmine.store import Workspace
from textmine.topics.aligning.presence import fit_both
from textmine.topics.aligning.sides import Alignment, FoundThemes, cluster_both, compare_themes
from textmine.topics.bags import count_known_words
from textmine.topics.engines.engine import Guide
from textmine.topics.engines.registry import ENGINES
from textmine.topics.fitting import counted
from textmine.topics.guiding import guide_of
from textmine.topics.listing import top_words
from textmine.topics.naming.seeded import check_seed_names, seeded_topics
from textmine.topics.placing import place_corpus, units_of
from textmine.topics.tokens import joined
from textmine.topics.vocabulary import find_phrases, join_phrases


def two_sides(
    first: Corpus, second: Corpus, where_first: Sequence[str] = (), where_second: Sequence[str] = ()
) -> tuple[Corpus, Corpus]:
    """Return the documents of two corpora for which all conditions of each hold.

    Two parts of one corpus are called by their conditions. Raises InputError where these have
    documents in common.
    """
    one, two = select_documents(first, where_first), select_documents(second, where_second)
    if first.name != second.name:
        return one, two
    if set(one.ids) & set(two.ids):
        raise InputError(
            "The two sides have documents in common.",
            hint="Part them with --where-first and --where-second.",
        )
    names = ", ".join(where_first) or first.name, ", ".join(where_second) or second.name
    return replace(one, name=names[0]), replace(two, name=names[1])


def align_corpora(
    workspace: Workspace,
    first: Corpus,
    second: Corpus,
    settings: Settings,
    clusters: Cluster | None = None,
    progress: Progress = silent,
) -> Alignment:
    """Hold two corpora against each other.

    Themes are fitted to both together (the larger one cut down, so that the smaller is heard), all
    units are placed in them, and whole clusters (threads, authors, files) change sides in a
    permutation test. Raises InputError as `fit_topics` does.
    """
    check_seed_names(settings.topics.seeds)
    sides = [units_of(workspace, corpus, settings, progress) for corpus in (first, second)]
    units = joined(part for _, _, part in sides)
    if settings.topics.phrases:
        units = join_phrases(units, find_phrases(units))
    corpora = (sides[0][0], sides[1][0])
    clustered = cluster_both(corpora, clusters)
    bags = counted(f"{first.name} and {second.name}", units, settings)
    guide = _guide_of_both(
        [
            guide_of(workspace, corpus, read, bags.words, settings.topics)
            for corpus, read, _ in sides
        ]
    )
    progress("fitting themes", 0, 1)
    on_first = np.arange(len(units)) < len(corpora[0])
    topic_word, unit_topic = fit_both(bags, on_first, clustered.numbers, settings, guide)
    progress("fitting themes", 1, 1)
    options = settings.topics
    tops = top_words(topic_word, bags.words, options.n_words)
    seeded = seeded_topics(options.seeds, bags.words, ["its topic"] * len(tops), tops)
    names = [one.name if one.came_through else "" for one in seeded]
    names += [""] * (len(tops) - len(names))
    found = FoundThemes(topic_word, unit_topic, bags.words, bags.counts, tops, (), tuple(names))
    aligned = compare_themes(
        corpora, found, clustered, settings.seed, ENGINES[options.engine].title
    )
    return replace(aligned, remarks=tuple(one.sentence for one in seeded if not one.came_through))


def align_in_model(
    workspace: Workspace,
    model: str,
    first: Corpus,
    second: Corpus,
    settings: Settings,
    clusters: Cluster | None = None,
    progress: Progress = silent,
) -> Alignment:
    """Hold two corpora against each other in the themes of a model, with the names they have there.

    Nothing is fitted: a theme that the model does not have is not found. Raises NotFoundError for a
    model that is not there, and InputError where all its topics are one theme or a corpus has no
    word that it knows.
    """
    sides = [
        place_corpus(workspace, model, corpus, settings, progress) for corpus in (first, second)
    ]
    for placed in sides:
        placed.need_two_themes()
        placed.need_known_words()
    one = sides[0].model
    units = joined(placed.units for placed in sides)
    corpora = (sides[0].corpus, sides[1].corpus)
    found = FoundThemes(
        one.topic_word,
        np.concatenate([placed.unit_topic for placed in sides]),
        one.words,
        count_known_words(units, one.words),
        one.top_words(sides[0].n_words),
        tuple(one.topic_ids),
        sides[0].names,
    )
    clustered = cluster_both(corpora, clusters)
    aligned = compare_themes(corpora, found, clustered, settings.seed, ENGINES[one.engine].title)
    said = (
        f"The themes are those of the model '{model}'; nothing was fitted, and a theme that it "
        "lacks is not found."
    )
    return replace(aligned, remarks=(said,))


def _guide_of_both(guides: Sequence[Guide]) -> Guide:
    one, two = guides
    vectors = None
    if one.vectors is not None and two.vectors is not None:
        vectors = np.concatenate([one.vectors, two.vectors])
    return Guide(one.seeds, one.labels + two.labels, vectors)
