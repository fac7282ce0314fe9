"""The fine-tuned encoder as one more classifier: cross-fitted for the blend, and once on all.

A fit takes minutes, so that an encoder is fitted three times for all folds and not once a pair of
folds: in the inner folds its scores come from models that saw the outer one. What it alone adds to
a blend is therefore chosen a little too kindly; what is reported is still said of unseen groups,
for no row is scored by a model that saw its group. Each fit that is done is kept, and a run that
was stopped goes on with the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.classify.features.columns import Neighbourhood
from textmine.classify.learning.problem import Problem, assign_folds
from textmine.config import Progress, silent
from textmine.store import Workspace

if TYPE_CHECKING:
    from textmine.classify.learning.encoder import FineTuned, Ground
    from textmine.nlp.cache import Keep


ENCODER = "encoder"
_REACH = 2
_FITS = 3
_ROOM = "fine-tuning"


@dataclass(frozen=True)
class EncoderFolds:
    """Encoders by fold, and the scores (n_rows, n_classes) of all rows with their fold held out.

    The folds are the encoder's own, three at most. `ground` is what every fit has in common.
    """

    held_out: Floats
    models: tuple[FineTuned, ...]
    ground: Ground


def cross_fit_encoder(
    problem: Problem,
    n_folds: int,
    encoder: str,
    seed: int,
    workspace: Keep = None,
    progress: Progress = silent,
) -> EncoderFolds:
    """Fine-tune an encoder without each of up to three folds, and score the rows of that fold."""
    from textmine.classify.learning.encoder import make_ground, score_on_ground
    from textmine.nlp.encoders import choose_transformer

    fold = assign_folds(problem.gold, problem.fold_groups, min(n_folds, _FITS), seed)
    row_fold = problem.row_folds(fold)
    ground = make_ground(
        *encoder_input(problem.texts, problem.around),
        choose_transformer(encoder),
        folder=_folder(workspace),
        progress=progress,
    )
    held_out = np.zeros((len(row_fold), problem.n_classes))
    models = []
    n_fits = int(fold.max()) + 1
    for out in range(n_fits):
        step = f"fine-tuning for {problem.dimension}, {out + 1} of {n_fits + 1}"
        units = problem.apart(fold != out, fold == out)
        model = _fit(problem, ground, units, seed, workspace, _named(progress, step))
        mine = np.flatnonzero(row_fold == out)
        held_out[mine] = score_on_ground(ground, model, mine)
        models.append(model)
    return EncoderFolds(held_out, tuple(models), ground)


def fit_whole_encoder(
    problem: Problem,
    folds: EncoderFolds,
    seed: int,
    workspace: Keep = None,
    progress: Progress = silent,
) -> FineTuned:
    """Fine-tune an encoder on all coded documents, on the ground of the folds."""
    everything = np.ones(len(problem.rows), dtype=np.bool_)
    step = f"fine-tuning for {problem.dimension}, on all documents"
    return _fit(problem, folds.ground, everything, seed, workspace, _named(progress, step))


def forget_fits(workspace: Keep) -> None:
    """Remove what is kept for runs that were stopped."""
    folder = _folder(workspace)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def encoder_scores(model: FineTuned, texts: Sequence[str], around: Neighbourhood) -> Floats:
    """Return the encoder's scores of the documents of whole threads, (n_rows, n_classes)."""
    from textmine.classify.learning.encoder import score_texts

    return score_texts(model, *encoder_input(texts, around))


def encoder_input(texts: Sequence[str], around: Neighbourhood) -> tuple[list[str], list[str]]:
    """Return each text, and its neighbours as the encoder reads them: two on each side."""
    from textmine.classify.learning.encoder import neighbour_segment

    segments = []
    for index, (begin, end) in enumerate(
        zip(around.begins.tolist(), around.ends.tolist(), strict=True)
    ):
        before = texts[max(begin, index - _REACH) : index]
        after = texts[index + 1 : min(end, index + 1 + _REACH)]
        segments.append(neighbour_segment(before, after))
    return list(texts), segments


def _fit(
    problem: Problem, ground: Ground, units: Bools, seed: int, workspace: Keep, progress: Progress
) -> FineTuned:
    from textmine.classify.learning.encoder import fit_on_ground

    return fit_on_ground(
        ground,
        problem.rows[units],
        problem.gold[units],
        labels=problem.labels,
        groups=problem.groups[units],
        seed=seed,
        folder=_folder(workspace),
        progress=progress,
    )


def _folder(workspace: Keep) -> Path | None:
    return workspace.scratch / _ROOM if isinstance(workspace, Workspace) else None


def _named(progress: Progress, step: str) -> Progress:
    return lambda _, done, total: progress(step, done, total)
