"""Score the machine's codes against a coder's, whatever the kind of dimension."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.choices import Labels
from textmine.stats import ClassificationScores, classification_scores
from textmine.stats.systems.several_codes import several_code_scores


def score_marks(
    gold: NDArray[np.bool_],
    given: list[NDArray[np.bool_]],
    labels: Labels,
    groups: NDArray[np.int64],
    *,
    ordinal: bool = False,
) -> ClassificationScores:
    """Score codes given in one or several repeats, each (n_units, n_classes), against gold.

    Intervals by jackknife over `groups` (n_units,), with all repeats of a unit left out together.
    """
    truth, predicted = np.vstack([gold] * len(given)), np.vstack(given)
    clusters = np.tile(groups, len(given))
    if labels == "multi":
        return several_code_scores(truth, predicted, clusters=clusters, repeats=len(given))
    return classification_scores(
        truth.argmax(axis=1),
        predicted.argmax(axis=1),
        gold.shape[1],
        clusters=clusters,
        ordinal=ordinal,
        repeats=len(given),
    )
