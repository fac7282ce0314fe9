"""How unsure a model is of documents that nobody coded, and how far successive models agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.choices import Labels
from textmine.classify.applying import apply_model
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.trained.model import CodingModel
from textmine.classify.trained.seen import DOCUMENT, TEXT, seen_in_training
from textmine.coding.sampling.choosing import Doubt
from textmine.config import Progress, silent
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.nlp import prepare_texts
from textmine.nlp.words import normal_word
from textmine.stats.systems.stopping import STOP_SET, Stopping, stopping_rule, successive_kappas
from textmine.stats.totals import divide
from textmine.store import Workspace, sha256_of_json


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


@dataclass(frozen=True)
class Succession:
    """The agreement of successive models by dimension, on a stop set of `n` documents.

    `n_unseen` documents of the corpus served none of the models for training; the stop set is those
    or a part of them. `left_out` are the dimensions that not every model codes.
    """

    models: tuple[str, ...]
    n: int
    n_unseen: int
    dimensions: dict[str, Stopping]
    left_out: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Whether the rule is met on every dimension."""
        return all(stopping.met for stopping in self.dimensions.values())


def compare_successive(
    workspace: Workspace,
    models: Sequence[CodingModel],
    whole: Corpus,
    chosen: Corpus,
    seed: int,
    n_process: int = 1,
    progress: Progress = silent,
) -> Succession:
    """Compare each model with the next, in the order given, on a stop set from `chosen`.

    Raises InputError for fewer than two models, for models without a dimension in common, and where
    every document was used to train one of them.
    """
    names = [model.name for model in models]
    if len(models) < 2 or len(set(names)) < len(names):
        raise InputError(
            f"The agreement of successive models needs two different models. Got "
            f"{', '.join(names) or 'none'}.",
            hint="Name the model that you trained first, first.",
        )
    every = [[part.dimension for part in model.dimensions] for model in models]
    shared = [name for name in every[0] if all(name in by_name for by_name in every)]
    if not shared:
        raise InputError(f"The models {', '.join(names)} have no dimension in common.")
    unseen = unseen_documents(chosen, models)
    if not unseen:
        raise InputError(
            f"All {len(chosen):,} documents of '{chosen.name}' were used to train one of the "
            "models: nothing is left to compare them on.",
            hint="Name a --corpus with other documents.",
        )
    wanted = set(stop_set(unseen, seed))
    stop = chosen.select([identity in wanted for identity in chosen.ids], ())
    predictions = [
        apply_model(workspace, model, whole, stop, n_process, progress) for model in models
    ]
    return Succession(
        tuple(names),
        len(stop),
        len(unseen),
        {
            name: stopping_rule(_kappas([prediction[name] for prediction in predictions]))
            for name in shared
        },
        tuple(sorted({name for by_name in every for name in by_name} - set(shared))),
    )


def unseen_documents(corpus: Corpus, models: Sequence[CodingModel]) -> list[str]:
    """Return the ids of the documents that no model was trained on, nor on the same longer text.

    Others of their threads stay: they are no gold here, and a stop set has to stay what it is.
    """
    seen = set().union(*(seen_in_training(model, corpus).of(DOCUMENT, TEXT) for model in models))
    return [identity for identity in corpus.ids if identity not in seen]


def stop_set(unseen: Sequence[str], seed: int, size: int = STOP_SET) -> list[str]:
    """Return up to `size` documents, a random choice that stays what it is as others go.

    Documents come in the order of a hash of seed and id, so that the stop set of a later round is
    that of an earlier one, but for documents that were coded meanwhile.
    """
    return sorted(unseen, key=lambda identity: sha256_of_json([seed, identity]))[:size]


def _kappas(predictions: Sequence[MachineCodes]) -> tuple[float, ...]:
    """Return the kappa of each model with the next; over codes, their mean, where several apply.

    A code that neither of two models gives to any document is no part of the mean.
    """
    codes = sorted({code for part in predictions for code in part.classes})
    tables = np.stack([_marks(part, codes) for part in predictions], axis=-1)
    if all(part.labels == "single" for part in predictions):
        return successive_kappas(tables.argmax(axis=1), max(2, len(codes)))
    by_code = np.array([successive_kappas(table, 2) for table in tables.transpose(1, 0, 2)])
    defined = ~np.isnan(by_code)
    sums = np.where(defined, by_code, 0).sum(axis=0)
    means: list[float] = divide(sums, defined.sum(axis=0).astype(np.float64)).tolist()
    return tuple(means)


def _marks(machine_codes: MachineCodes, codes: Sequence[str]) -> Ints:
    """Return which of all codes a model gives, (n_documents, n_codes)."""
    result = np.zeros((len(machine_codes), len(codes)), dtype=np.int64)
    for index, code in enumerate(machine_codes.classes):
        result[:, codes.index(code)] = machine_codes.given[:, index]
    return result
