"""The one place where topics become themes: topics that people made one are one from here on."""

from dataclasses import replace

import numpy as np

from textmine.arrays import Floats
from textmine.topics.listing import JOINT
from textmine.topics.model import FittedTopics, added_up
from textmine.topics.naming.themes_file import Themes
from textmine.topics.placed import Placed

_EVEN = 1e-9


def in_themes(placed: Placed, themes: Themes, weights: Floats) -> Placed:
    """Return documents placed in themes: every theme of several topics is one topic, T01+T02.

    Its share in a document is the sum of its topics' shares, its words are theirs, weighted by
    `weights` (n_topics,), the shares of the topics in the corpus that the model was fitted to;
    themes stand in the order of these. What was measured of topics when they were fitted is given
    for a theme as `Judgement.of_themes` says. `placed` holds the topics as they were fitted.
    """
    parts = _parts(placed.model, themes, weights)
    names = tuple(themes.name_of(placed.model.topic_ids[part[0]]) for part in parts)
    labels = tuple(" / ".join(placed.labels[index] for index in part) for part in parts)
    if any(len(part) > 1 for part in parts):
        placed = replace(
            placed,
            model=_model_of(placed.model, parts, weights),
            unit_topic=added_up(placed.unit_topic, parts),
            judged=placed.judged.of_themes(parts, weights),
        )
    told_apart = _told_apart(labels, names, placed.model.topic_ids)
    return replace(placed, labels=told_apart, names=names)


def _parts(model: FittedTopics, themes: Themes, weights: Floats) -> tuple[tuple[int, ...], ...]:
    """Return the places of the topics of each theme; a topic without one is a part of its own."""
    of_theme: dict[str, list[int]] = {}
    for index, identity in enumerate(model.topic_ids):
        of_theme.setdefault(themes.name_of(identity) or f"\n{identity}", []).append(index)
    ids = model.topic_ids
    parts = [tuple(sorted(part, key=lambda index: ids[index])) for part in of_theme.values()]
    if len(parts) == model.n_topics:
        return tuple((index,) for index in range(model.n_topics))
    return tuple(sorted(parts, key=lambda part: -float(weights[list(part)].sum())))


def _model_of(
    model: FittedTopics, parts: tuple[tuple[int, ...], ...], weights: Floats
) -> FittedTopics:
    """Return the model with themes as its topics."""
    rows = [
        np.average(model.topic_word[list(part)], axis=0, weights=weights[list(part)] + _EVEN)
        for part in parts
    ]
    ids = tuple(JOINT.join(model.topic_ids[index] for index in part) for part in parts)
    return replace(model, topic_word=np.array(rows), ids=ids, parts=parts)


def _told_apart(labels: tuple[str, ...], names: tuple[str, ...], ids: list[str]) -> tuple[str, ...]:
    """Return proposed labels; one that people gave to another theme as its name has its id too."""
    theme_names = {name.casefold() for name in names}
    return tuple(
        f"{label} ({identity})" if label.casefold() in theme_names - {name.casefold()} else label
        for label, name, identity in zip(labels, names, ids, strict=True)
    )
