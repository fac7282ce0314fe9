"""Auto-coding as a scikit-learn classifier: the training of `textmine train`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from textmine.api.labels import labels_of
from textmine.api.reading import Texts, corpus_of
from textmine.api.shared import MEMORY, frame_of_rows, in_python_words, model_folder, seed_of
from textmine.api.text_features import TextFeatures, text_tags
from textmine.classify import CodingModel, MachineCodes, gold_codes, machine_codings
from textmine.classify.applying import Applied, apply_fully
from textmine.classify.out_of_fold import HeldOutCodes, read_held_out
from textmine.classify.trained.card import model_card
from textmine.classify.trained.held_out import KnownModel
from textmine.classify.trained.model import open_model, save_model
from textmine.classify.trained.prediction_table import prediction_rows
from textmine.classify.trained.training import Trained, learn_model
from textmine.classify.trained.training_report import training_rows
from textmine.coding import Codings, final_codes
from textmine.corpus import Corpus, group_numbers
from textmine.errors import InputError
from textmine.lazily import pd

_NAME = "model"


@dataclass(frozen=True)
class Coded:
    """What a classifier says of documents, in their order."""

    model: CodingModel
    corpus: Corpus
    applied: Applied

    @property
    def codes(self) -> Mapping[str, MachineCodes]:
        """The codes and probabilities of each dimension."""
        return self.applied.codes

    @property
    def codings(self) -> Codings:
        """The same as codings of origin "machine"."""
        codings = machine_codings(self.applied.codes, self.corpus.name, self.model)
        return Codings(tuple(codings), self.model.codebook, self.corpus)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a document, with the columns of `textmine apply`.

        Probabilities are numbers, except where a document takes several codes: those of its codes
        are in one cell then, as in the table of the command.
        """
        frame = frame_of_rows(prediction_rows(self.model, self.corpus, self.applied.codes))
        for name in self.applied.codes:
            numbers = [f"{name}_runner_up_probability"]
            if self.model.codebook.dimension(name).labels != "multi":
                numbers.append(f"{name}_probability")
            frame[numbers] = frame[numbers].apply(pd.to_numeric)
        return frame


class CodeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learn to code from hand-coded documents, all dimensions in one fit, as `textmine train` does.

    `features` are a `TextFeatures` that says what is read of the texts (None: the default ones),
    `dimensions` those that are learned (all that are coded), `folds`, `repeats` (0: by the number
    of documents) and `metric` ("macro_f1", "kappa", "weighted_kappa", or "by_scale": weighted kappa
    where codes have an order, else macro-F1) those of the cross-validation that chooses the
    classifier. Folds never cut a thread, else an author.

    Fitted are `classes_`, an array of codes, or a list of them where there are several dimensions,
    `dimensions_`, and `model_`, the model of the room. `to_frame` has the held-out scores. `save`
    writes no text; a pickle holds the documents that were learned from.
    """

    _trained: Trained | None

    def __init__(
        self,
        features: TextFeatures | None = None,
        *,
        dimensions: Sequence[str] = (),
        folds: int = 5,
        repeats: int = 0,
        metric: str = "by_scale",
        random_state: Any = 42,
    ) -> None:
        self.features = features
        self.dimensions = dimensions
        self.folds = folds
        self.repeats = repeats
        self.metric = metric
        self.random_state = random_state

    @in_python_words
    def fit(self, X: Texts, y: Any) -> Self:
        """Learn from documents (a Corpus, a data frame or texts in a row) and their codes.

        `y` are codings (those that are final, unless narrowed by `codings.by`), one label a
        document, or a data frame with a column a dimension; a missing label is no code. Raises
        InputError where fewer than ten documents are coded, or nothing can be told apart.
        """
        corpus, meant = corpus_of(X), {}
        if not isinstance(y, Codings):
            labels = labels_of(y, corpus)
            y, meant = labels.codings, labels.meant
        reads = self.features if self.features is not None else TextFeatures()
        train = {key: getattr(self, key) for key in ("folds", "repeats", "metric")}
        settings = reads.settings(seed_of(self.random_state), **train)
        final = (y.final or final_codes(y.items)).only(corpus.ids)
        gold = gold_codes(final, y.codebook, dimensions=tuple(self.dimensions))
        trained = learn_model(
            *(corpus, corpus, gold, y.codebook, _NAME, settings),
            codings=y.every or y.items,
            workspace=MEMORY,
        )
        numbers = group_numbers(corpus, corpus.ids)
        groups = dict(zip(corpus.ids, map(int, numbers), strict=True))
        held_out: list[HeldOutCodes] = list(trained.found.held_out)
        known = KnownModel(trained.model, partial(list, held_out), partial(dict, groups))
        self._know(known, meant)
        self._trained, self.columns_ = trained, dict(corpus.info.columns)
        return self

    @in_python_words
    def code(self, X: Texts) -> Coded:
        """Code documents on every dimension, under the rules of the codebook."""
        check_is_fitted(self)
        corpus = corpus_of(X, self.columns_)
        return Coded(self.model_, corpus, apply_fully(MEMORY, self.model_, corpus, corpus))

    def predict(self, X: Texts) -> NDArray[Any]:
        """Return the codes of documents: (n_documents,), or (n_documents, n_dimensions).

        Where a document takes several codes, its cell is a tuple of them.
        """
        machine_codes = self.code(X).codes
        columns = [self._labels(machine_codes[name]) for name in self.dimensions_]
        return columns[0] if len(columns) == 1 else np.stack(columns, axis=1)

    def predict_proba(self, X: Texts) -> Any:
        """Return probabilities in the order of `classes_`, (n_documents, n_classes), 0 to 1.

        One array, or a list of them where there are several dimensions. Rows sum to 1 where a
        document takes one code.
        """
        machine_codes = self.code(X).codes
        tables = [machine_codes[name].probabilities for name in self.dimensions_]
        return tables[0] if len(tables) == 1 else tables

    def to_frame(self) -> pd.DataFrame:
        """Return the held-out scores with intervals, a row each, as the model's card has them."""
        return frame_of_rows(training_rows(self._of_training().report))

    @in_python_words
    def save(self, folder: str | Path) -> Path:
        """Save the model as a folder, which `load` and the commands read; return its path.

        A model that stands there is replaced, and no history keeps it.
        """
        target, trained = Path(folder), self._of_training()
        manifest = trained.model.manifest.model_copy(update={"name": target.name})
        model = replace(trained.model, name=target.name, manifest=manifest)
        findings = replace(
            trained.found, card=model_card(replace(trained.report, model=target.name))
        )
        profile = trained.profile()
        with model_folder(target) as draft:
            save_model(draft, model, findings, profile)
        return target

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Load a model that was saved, or trained by the command, from its folder."""
        path = Path(folder)
        model = open_model(path)
        nlp, settings = model.nlp, model.manifest.settings
        reads = TextFeatures(
            settings["blocks"] or None,
            settings["without"] or None,
            lang=nlp.lang,
            profile=nlp.profile,
            model=nlp.model,
            encoder=settings["encoder"],
        )
        train = {key: settings[key] for key in ("folds", "repeats", "metric")}
        classifier = cls(reads, **train, random_state=model.manifest.seed)
        held_out = partial(_held_out, path, model)
        classifier._know(KnownModel(model, held_out, _unknown), {})
        classifier._trained, classifier.columns_ = None, {}
        return classifier

    def _know(self, known: KnownModel, meant: Mapping[str, Mapping[str, Any]]) -> None:
        self.known_ = known
        self.model_ = known.model
        self.dimensions_ = [part.dimension for part in known.model.dimensions]
        every = [
            np.asarray([meant.get(part.dimension, {}).get(code, code) for code in part.classes])
            for part in known.model.dimensions
        ]
        self.classes_ = every[0] if len(every) == 1 else every

    def _labels(self, machine_codes: MachineCodes) -> NDArray[Any]:
        if machine_codes.labels == "multi":
            cells = np.empty(len(machine_codes), dtype=object)
            cells[:] = machine_codes.codes
            return cells
        index = self.dimensions_.index(machine_codes.dimension)
        classes = self.classes_[index] if len(self.dimensions_) > 1 else self.classes_
        return np.asarray(classes[machine_codes.given.argmax(axis=1)])

    def _of_training(self) -> Trained:
        check_is_fitted(self)
        if self._trained is None:
            raise InputError(
                "A loaded model has no results of its training.",
                hint="Its scores are in scores.csv of its folder.",
            )
        return self._trained

    def __sklearn_tags__(self) -> Tags:
        return text_tags(super().__sklearn_tags__())


def _unknown() -> None:
    """Stand for groups of a training that is not at hand."""


def _held_out(folder: Path, model: CodingModel) -> list[HeldOutCodes]:
    return [read_held_out(folder, part.dimension, part.labels) for part in model.dimensions]
