"""The fine-tuned encoder as one more classifier: cross-fitted for the blend, and once on all.

A fit takes minutes, so that an encoder is fitted once a fold and not once a pair of folds: in the
inner folds its scores come from models that saw the outer one. What it alone adds to a blend is
therefore chosen a little too kindly; what is reported is still said of unseen groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.classify.features.neighbourhood import Neighbourhood
from textmine.classify.learning.problem import Problem
from textmine.config import Progress, silent

if TYPE_CHECKING:
    from textmine.classify.learning.encoder import FineTuned

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ENCODER = "encoder"
_REACH = 2


@dataclass(frozen=True)
class EncoderFolds:
    """Encoders by fold, and the scores (n_rows, n_classes) of all rows with their fold held out."""

    held_out: Floats
    models: tuple[FineTuned, ...]


def cross_fit_encoder(
    problem: Problem,
    fold: Ints,
    encoder: str,
    seed: int,
    progress: Progress = silent,
) -> EncoderFolds:
    """Fine-tune an encoder without each fold in turn, and score the rows of that fold."""
    texts, beside = encoder_input(problem.texts, problem.around)
    row_fold = problem.row_folds(fold)
    held_out = np.zeros((len(row_fold), problem.n_classes))
    models = []
    n_folds = int(fold.max()) + 1
    from textmine.classify.learning.encoder import score_texts

    for out in range(n_folds):
        step = f"fine-tuning for {problem.dimension}, {out + 1} of {n_folds + 1}"
        model = _fit(problem, fold != out, texts, beside, encoder, seed, _named(progress, step))
        mine = np.flatnonzero(row_fold == out)
        held_out[mine] = score_texts(model, [texts[i] for i in mine], [beside[i] for i in mine])
        models.append(model)
    return EncoderFolds(held_out, tuple(models))


def fit_whole_encoder(
    problem: Problem, encoder: str, seed: int, progress: Progress = silent
) -> FineTuned:
    """Fine-tune an encoder on all coded documents."""
    texts, beside = encoder_input(problem.texts, problem.around)
    everything = np.ones(len(problem.rows), dtype=np.bool_)
    step = f"fine-tuning for {problem.dimension}, on all documents"
    return _fit(problem, everything, texts, beside, encoder, seed, _named(progress, step))


def encoder_scores(model: FineTuned, texts: Sequence[str], around: Neighbourhood) -> Floats:
    """Return the encoder's scores of the documents of whole threads, (n_rows, n_classes)."""
    from textmine.classify.learning.encoder import score_texts

    return score_texts(model, *encoder_input(texts, around))


def encoder_input(texts: Sequence[str], around: Neighbourhood) -> tuple[list[str], list[str]]:
    """Return each text, and its neighbours as the encoder reads them: two on each side."""
    from textmine.classify.learning.encoder import neighbour_segment

    segments = []
    for place, (begin, end) in enumerate(
        zip(around.begins.tolist(), around.ends.tolist(), strict=True)
    ):
        before = texts[max(begin, place - _REACH) : place]
        after = texts[place + 1 : min(end, place + 1 + _REACH)]
        segments.append(neighbour_segment(before, after))
    return list(texts), segments


def _fit(
    problem: Problem,
    units: NDArray[np.bool_],
    texts: Sequence[str],
    beside: Sequence[str],
    encoder: str,
    seed: int,
    progress: Progress,
) -> FineTuned:
    from textmine.classify.learning.encoder import fit_encoder
    from textmine.nlp.encoders import choose_transformer

    rows = problem.rows[units]
    return fit_encoder(
        [texts[i] for i in rows],
        [beside[i] for i in rows],
        problem.gold[units],
        labels=problem.labels,
        groups=problem.groups[units],
        start=choose_transformer(encoder),
        seed=seed,
        progress=progress,
    )


def _named(progress: Progress, step: str) -> Progress:
    return lambda _, done, total: progress(step, done, total)
