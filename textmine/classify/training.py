"""Train classifiers for every dimension of a codebook, chosen and scored by grouped folds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine import __version__
from textmine.classify.calibration import calibration_error, fit_temperature, softmax
from textmine.classify.candidates import CANDIDATES, make_features
from textmine.classify.card import model_card
from textmine.classify.columns import unit_columns
from textmine.classify.crossval import (
    assign_folds,
    choose_candidate,
    fit_classifier,
    honest_predictions,
    score_out_of_fold,
)
from textmine.classify.gold import GoldCodes
from textmine.classify.model import (
    CodingModel,
    DimensionModel,
    document_fingerprints,
    save_model,
    text_fingerprints,
)
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.score_table import UNGROUPED, score_rows
from textmine.codebook import Codebook
from textmine.config import Progress, Settings, silent
from textmine.corpus import Corpus, group_kind, group_numbers
from textmine.errors import InputError
from textmine.nlp import prepare_texts
from textmine.stats import ClassificationScores, classification_scores
from textmine.store import Manifest, Workspace

FEWEST = 10
RARE = 8


@dataclass(frozen=True)
class DimensionReport:
    """How well one dimension was learned, on documents that the scoring models had not seen.

    `grouped` is scored with whole groups held out and with each fold predicted by the candidate
    that won on the others; `ungrouped` lets a group stand on both sides, and is only there to show
    the leak (None where each document is a group of its own). `rare` codes have fewer than eight
    examples; `calibration` is the expected calibration error of the grouped probabilities.
    """

    dimension: str
    classes: tuple[str, ...]
    coder: str
    n: int
    n_groups: int
    n_folds: int
    candidate: str
    candidates: dict[str, float]
    grouped: ClassificationScores
    ungrouped: ClassificationScores | None
    calibration: float
    majority: float
    rare: dict[str, int]


@dataclass(frozen=True)
class TrainingReport:
    """What a training run made and measured."""

    model: str
    corpus: str
    synthetic: bool
    codebook: Codebook
    groups: str
    nlp: str
    remark: str
    dimensions: tuple[DimensionReport, ...]


def train_model(
    workspace: Workspace,
    whole: Corpus,
    chosen: Corpus,
    gold: Sequence[GoldCodes],
    codebook: Codebook,
    name: str,
    settings: Settings,
    progress: Progress = silent,
) -> TrainingReport:
    """Train on the coded documents among `chosen` and save the model as models/`name`.

    `whole` is the corpus that neighbours are taken from. Raises InputError when a dimension has
    fewer than ten coded documents, only one code or only one group.
    """
    prepared = prepare_texts(whole.texts, settings.nlp, (), workspace, progress)
    columns = unit_columns(whole, prepared)
    wanted = set(chosen.ids)
    parts: list[DimensionModel] = []
    held_out: list[HeldOutCodes] = []
    reports: list[DimensionReport] = []
    trained: set[str] = set()
    marks = zip(document_fingerprints(whole), text_fingerprints(whole), strict=True)
    fingerprints = dict(zip(whole.ids, marks, strict=True))
    for codes in gold:
        ids = sorted(identity for identity in codes.code_of if identity in wanted)
        _refuse_too_little(codes, ids, chosen)
        part, report, held = _train_dimension(
            columns.loc[ids], ids, codes, group_numbers(chosen, ids), settings, progress
        )
        parts.append(part)
        held_out.append(held)
        reports.append(report)
        trained.update(mark for identity in ids for mark in fingerprints[identity])
    result = TrainingReport(
        model=name,
        corpus=chosen.name,
        synthetic=chosen.info.synthetic,
        codebook=codebook,
        groups=group_kind(chosen),
        nlp=prepared.model.title,
        remark=prepared.remark,
        dimensions=tuple(reports),
    )
    model = CodingModel(
        name, codebook, tuple(parts), frozenset(trained), _manifest(result, parts, chosen, settings)
    )
    folder = workspace.folder("models", name)
    with workspace.replacing(folder) as draft:
        save_model(draft, model, model_card(result), training_rows(result), held_out)
    return result


def training_rows(report: TrainingReport) -> list[dict[str, Any]]:
    """Return every score of a training run as rows, grouped and ungrouped."""
    rows: list[dict[str, Any]] = []
    for part in report.dimensions:
        held = f"{report.groups}s held out"
        rows += score_rows(part.dimension, part.classes, part.grouped, held)
        if part.ungrouped is not None:
            rows += score_rows(part.dimension, part.classes, part.ungrouped, UNGROUPED)[:3]
    return rows


def _train_dimension(
    columns: Any,
    ids: Sequence[str],
    codes: GoldCodes,
    groups: NDArray[np.int64],
    settings: Settings,
    progress: Progress,
) -> tuple[DimensionModel, DimensionReport, HeldOutCodes]:
    from sklearn.pipeline import Pipeline

    used = {codes.code_of[identity] for identity in ids}
    classes = [code for code in codes.codes if code in used]
    gold = np.array([classes.index(codes.code_of[identity]) for identity in ids], dtype=np.int64)
    options, seed, n_classes = settings.train, settings.seed, len(classes)
    fold = assign_folds(gold, groups, options.folds, seed)
    step = f"cross-validating {codes.dimension}"
    oof = score_out_of_fold(columns, gold, fold, tuple(CANDIDATES), n_classes, seed, progress, step)
    best, values = choose_candidate(oof, gold, options.metric)
    honest = honest_predictions(oof, gold, options.metric)
    temperature = fit_temperature(oof.scores[best], gold)

    def scored(scores: NDArray[np.float64]) -> ClassificationScores:
        return classification_scores(
            gold,
            scores.argmax(axis=1),
            n_classes,
            clusters=groups,
            n_resamples=options.n_resamples,
            seed=seed,
        )

    ungrouped = None
    if len(np.unique(groups)) < len(ids):
        loose = assign_folds(gold, None, options.folds, seed)
        step = f"measuring the leak of {codes.dimension}"
        leaky = score_out_of_fold(columns, gold, loose, (best,), n_classes, seed, progress, step)
        ungrouped = scored(leaky.scores[best])
    features = make_features(CANDIDATES[best].blocks, columns)
    fitted = features.fit_transform(columns)
    classifier = fit_classifier(best, fitted, gold, seed)
    pipeline = Pipeline([("features", features), ("classifier", classifier)])
    counts = np.bincount(gold, minlength=n_classes)
    report = DimensionReport(
        dimension=codes.dimension,
        classes=tuple(classes),
        coder=codes.coder,
        n=len(ids),
        n_groups=len(np.unique(groups)),
        n_folds=len(np.unique(fold)),
        candidate=best,
        candidates=values,
        grouped=scored(honest),
        ungrouped=ungrouped,
        calibration=calibration_error(softmax(oof.scores[best], temperature), gold),
        majority=float(counts.max() / counts.sum()),
        rare={code: int(n) for code, n in zip(classes, counts, strict=True) if n < RARE}
        | {code: 0 for code in codes.codes if code not in classes},
    )
    held_out = HeldOutCodes(
        codes.dimension,
        tuple(classes),
        tuple(ids),
        fold,
        gold=tuple(codes.code_of[identity] for identity in ids),
        codes=tuple(classes[place] for place in honest.argmax(axis=1)),
        probabilities=softmax(honest, temperature),
    )
    part = DimensionModel(codes.dimension, tuple(classes), best, temperature, pipeline)
    return part, report, held_out


def _refuse_too_little(codes: GoldCodes, ids: Sequence[str], corpus: Corpus) -> None:
    if len(ids) < FEWEST:
        raise InputError(
            f"{len(ids)} of {len(corpus)} documents have a code on '{codes.dimension}' by "
            f"{codes.coder}; training needs {FEWEST} at the least.",
            hint="Code more documents (a hundred make a start), or name another --coder.",
        )
    used = sorted({codes.code_of[identity] for identity in ids})
    if len(used) < 2:
        raise InputError(
            f"All {len(ids)} documents have the same code on '{codes.dimension}': '{used[0]}'.",
            hint="A classifier needs two codes or more to tell apart.",
        )
    if len(used) == len(ids):
        raise InputError(
            f"No code on '{codes.dimension}' is given to two documents: there is nothing to learn.",
            hint="Code more documents, or with fewer codes.",
        )
    if len(np.unique(group_numbers(corpus, ids))) < 2:
        raise InputError(
            f"The {len(ids)} documents coded on '{codes.dimension}' are all of one "
            f"{group_kind(corpus)}: none can be held out to score a model.",
            hint="Code documents of another one too; or import the corpus without that column "
            "(such as --thread-id -).",
        )


def _manifest(
    report: TrainingReport, parts: Sequence[DimensionModel], corpus: Corpus, settings: Settings
) -> Manifest:
    return Manifest(
        kind="classifier",
        name=report.model,
        textmine=__version__,
        synthetic=report.synthetic,
        seed=settings.seed,
        settings={
            **settings.train.model_dump(),
            "where": list(corpus.where),
            "nlp": settings.nlp.model_dump(exclude={"n_process"}),
        },
        inputs={f"corpora/{corpus.name}": corpus.info.files.get("documents.parquet", "")},
        details={
            "corpus": corpus.name,
            "codebook": report.codebook.name,
            "groups": report.groups,
            "nlp": report.nlp,
            "dimensions": [
                {
                    "dimension": part.dimension,
                    "classes": list(part.classes),
                    "candidate": part.candidate,
                    "temperature": part.temperature,
                    "coder": scored.coder,
                    "n": scored.n,
                    "macro_f1": scored.grouped.macro_f1.value,
                    "kappa": scored.grouped.kappa.value,
                    "ungrouped_macro_f1": (
                        scored.ungrouped.macro_f1.value if scored.ungrouped else None
                    ),
                }
                for part, scored in zip(parts, report.dimensions, strict=True)
            ],
        },
    )
