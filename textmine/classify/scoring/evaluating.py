"""Score a trained model on coded documents that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.classify.scoring.gold import GoldCodes
from textmine.classify.scoring.scoring import score_marks
from textmine.classify.trained.machine_codes import Labels, MachineCodes
from textmine.classify.trained.model import (
    CodingModel,
    document_fingerprints,
    text_fingerprints,
)
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.errors import InputError
from textmine.stats import ClassificationScores


@dataclass(frozen=True)
class Evaluation:
    """Scores of one dimension; `left_out` documents were in the training set and do not count.

    `repeated` of those that count have a text that stands word for word in the training set.
    """

    dimension: str
    classes: tuple[str, ...]
    coder: str
    n: int
    n_groups: int
    groups: str
    left_out: int
    repeated: int
    labels: Labels
    scores: ClassificationScores
    majority: float


def unseen_documents(model: CodingModel, corpus: Corpus) -> list[bool]:
    """Return for each document whether the model was trained without it.

    In the corpus that the model was trained on a document is known by its id and text, so that two
    people may say the same; in any other corpus by its text alone, for ids are given anew there.
    """
    same_corpus = model.manifest.details["corpus"] == corpus.name
    marks = document_fingerprints(corpus) if same_corpus else text_fingerprints(corpus)
    return [mark not in model.trained_on for mark in marks]


def evaluate_model(
    model: CodingModel,
    corpus: Corpus,
    predictions: dict[str, MachineCodes],
    gold: Sequence[GoldCodes],
    *,
    n_resamples: int = 1000,
    seed: int = 42,
) -> list[Evaluation]:
    """Score predictions against gold codes, with intervals by bootstrap over whole groups.

    Documents that the model was trained on are left out and counted. Raises InputError when
    none is left, or when the gold has a code that the model's codebook does not have.
    """
    fresh = dict(zip(corpus.ids, unseen_documents(model, corpus), strict=True))
    known = [mark in model.trained_on for mark in text_fingerprints(corpus)]
    said_before = dict(zip(corpus.ids, known, strict=True))
    results = []
    for codes in gold:
        if codes.dimension not in predictions:
            continue
        part = predictions[codes.dimension]
        said = dict(zip(part.documents, part.codes, strict=True))
        coded = sorted(identity for identity in codes.codes_of if identity in said)
        ids = [identity for identity in coded if fresh[identity]]
        if not ids:
            raise InputError(
                f"Of the {len(coded)} documents coded on '{codes.dimension}', '{model.name}' was "
                "trained on every one: a score on them would only flatter.",
                hint="Evaluate on other documents; the cross-validated scores are in the card.",
            )
        classes = list(codes.codes)
        _refuse_unknown(part, codes, model)
        truth = np.array([[code in codes.codes_of[i] for code in classes] for i in ids])
        guess = np.array([[code in said[i] for code in classes] for i in ids])
        groups = group_numbers(corpus, ids)
        counts = truth.sum(axis=0)
        results.append(
            Evaluation(
                dimension=codes.dimension,
                classes=tuple(classes),
                coder=codes.coder,
                n=len(ids),
                n_groups=len(np.unique(groups)),
                groups=group_kind(corpus),
                left_out=len(coded) - len(ids),
                repeated=sum(said_before[identity] for identity in ids),
                labels=codes.labels,
                scores=score_marks(
                    truth,
                    [guess],
                    codes.labels,
                    groups,
                    ordinal=codes.ordinal,
                    n_resamples=n_resamples,
                    seed=seed,
                ),
                majority=float(counts.max() / len(ids)),
            )
        )
    if not results:
        raise InputError(
            f"'{model.name}' knows {', '.join(predictions)}, the codings other dimensions.",
            hint="Evaluate on codings made with the model's codebook.",
        )
    return results


def _refuse_unknown(part: MachineCodes, codes: GoldCodes, model: CodingModel) -> None:
    for code in part.classes:
        if code not in codes.codes:
            raise InputError(
                f"'{model.name}' knows the code '{code}' on '{codes.dimension}', which the "
                "codebook of these codings does not have.",
                hint="Evaluate on codings made with the model's codebook.",
            )
