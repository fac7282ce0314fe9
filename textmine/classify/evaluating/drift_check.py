"""Hold the documents that a model was applied to against those that it was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.classify.drift.drift import Drift, compare_batch
from textmine.classify.drift.drift_batch import make_batch
from textmine.classify.drift.drift_profile import read_profile
from textmine.classify.growing.successive import unseen_documents
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.trained.model import CodingModel
from textmine.corpus import Corpus, group_numbers
from textmine.store import Workspace


def check_drift(
    workspace: Workspace,
    model: CodingModel,
    chosen: Corpus,
    words: Sequence[Sequence[str]],
    said: Mapping[str, MachineCodes],
    embeddings: NDArray[np.floating[Any]] | None = None,
) -> Drift | None:
    """Return how far documents are from a model's training corpus, None where it has no profile.

    `words` and `embeddings` have a row for each document of `chosen`, `said` are the model's codes
    of them. Documents that the model was trained on are left out: it is surer of them.
    """
    profile = read_profile(workspace.folder("models", model.name))
    if profile is None:
        return None
    every, unseen = chosen.ids, set(unseen_documents(chosen, [model]))
    places = [place for place, identity in enumerate(every) if identity in unseen]
    ids = [every[place] for place in places]
    batch = make_batch(
        ids,
        [words[place] for place in places],
        group_numbers(chosen, ids) if ids else np.zeros(0, dtype=np.int64),
        [part.take(places) for part in said.values()],
        None if embeddings is None else embeddings[places],
    )
    return compare_batch(profile, batch)
