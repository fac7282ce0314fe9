"""How unsure a model is of documents, for the choice of what to code next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.choices import Labels
from textmine.classify.applying import apply_model
from textmine.classify.trained.model import CodingModel
from textmine.coding.sampling.choosing import Doubt
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.nlp import prepare_texts
from textmine.nlp.words import normal_word
from textmine.store import Workspace

Floats = NDArray[np.float64]


def measure_doubt(
    workspace: Workspace,
    model: CodingModel,
    whole: Corpus,
    chosen: Corpus,
    n_process: int = 1,
    progress: Progress = silent,
) -> Doubt:
    """Return how unsure a model is of the documents of `chosen`, and the vectors of their words.

    On several dimensions the most doubtful one counts. Neighbours come from `whole`.
    """
    machine_codes = apply_model(workspace, model, whole, chosen, n_process, progress)
    margins = [
        margins_of(
            part.labels,
            part.settled.decision.preference(machine_codes[part.dimension].probabilities),
        )
        for part in model.dimensions
    ]
    words = prepare_texts(chosen.texts, model.nlp, (), workspace).layer("words")
    return Doubt(tuple(chosen.ids), np.min(margins, axis=0), word_vectors(words))


def margins_of(labels: Labels, preference: Floats) -> Floats:
    """Return how far each unit is from another decision, (n_units,), 0 to 1; 0 is a toss-up.

    `preference` (n_units, n_classes) is what the model's decision compares (`Decision.preference`).
    Where a unit takes one code, this is the difference of the two best codes' probabilities, as the
    decision weighs them; where it takes several, that of yes and no for the code whose probability
    is nearest to its threshold.
    """
    if labels == "multi":
        odds: Floats = np.abs(np.tanh(preference / 2)).min(axis=1)
        return odds
    shares = np.exp(preference - preference.max(axis=1, keepdims=True))
    ranked = np.sort(shares / shares.sum(axis=1, keepdims=True), axis=1)
    margin: Floats = ranked[:, -1] - (ranked[:, -2] if ranked.shape[1] > 1 else 0.0)
    return margin


def word_vectors(words: Sequence[Sequence[str]]) -> Any:
    """Return TF-IDF vectors of lists of words, sparse (n_texts, n_words), rows of length 1.

    A text without words has a row of zeros.
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [[normal_word(w) for w in word if any(map(str.isalnum, w))] for word in words]
    if not any(texts):
        return csr_matrix((len(texts), 1))
    return TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(texts)
