"""The ids that topics of a refit have from the model that stands under its name."""

from __future__ import annotations

import numpy as np

from textmine.errors import NotFoundError
from textmine.store import Workspace
from textmine.topics.engines.engine import Floats, Guide
from textmine.topics.judging.stability import Refit
from textmine.topics.model import TopicModel, load_topic_model, place_units
from textmine.topics.naming.identity import Identities, identify
from textmine.topics.wording import Units

_N_WORDS = 10


def former_ids(
    workspace: Workspace,
    name: str,
    fresh: TopicModel,
    unit_topic: Floats,
    units: Units,
    guide: Guide,
) -> Identities | None:
    """Return the ids of the topics of `fresh`, None when no topic model stands under the name.

    The former model places the units of the refit, so that both are compared on the same units. A
    model that cannot be read raises InputError: its names would be lost.
    """
    try:
        former, manifest = load_topic_model(workspace, name)
    except NotFoundError:
        return None
    everything = np.arange(len(units))
    placed = place_units(former, units, guide)
    given = tuple(manifest.details.get("ids_given", former.topic_ids))
    return identify(
        Refit(everything, placed, former.top_words(_N_WORDS)),
        former.topic_ids,
        Refit(everything, unit_topic, fresh.top_words(_N_WORDS)),
        given,
    )
