"""Score the documents of a corpus that nobody coded, by the models of the folds."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from textmine.arrays import Floats, Ints
from textmine.classify.features.columns import Neighbourhood, neighbourhood
from textmine.classify.learning.encoder_member import ENCODER, encoder_scores
from textmine.classify.learning.problem import Problem
from textmine.classify.learning.validating import Validated
from textmine.classify.machine_codes import MachineCodes
from textmine.config import Progress, silent


def score_rest(
    problem: Problem,
    validated: Validated,
    threads: Sequence[list[str]],
    columns_of: Callable[[Sequence[list[str]]], Any],
    progress: Progress = silent,
) -> MachineCodes:
    """Return the codes of the documents without a gold code, none by a model that saw its thread.

    In a thread with coded documents that is the model of the thread's fold; a document of another
    thread (`threads`) gets the mean of all folds' models, each of which saw as many documents as
    those that score the coded ones.
    """
    nested = validated.nested[0]
    row_fold = problem.row_folds(nested.fold)
    uncoded = np.ones(len(problem.documents), dtype=np.bool_)
    uncoded[problem.rows] = False
    documents = [problem.documents[row] for row in np.flatnonzero(uncoded)]
    parts = [_of_own_fold(validated, row_fold)[uncoded]]
    total = sum(map(len, threads))
    for batch in thread_batches(threads, 5_000):
        progress(f"scoring the rest for {problem.dimension}", len(documents), total)
        columns = columns_of(batch)
        documents += list(columns.index)
        parts.append(_mean_of_folds(validated, columns, neighbourhood(batch), len(parts)))
    probabilities = np.vstack(parts)
    marks = validated.settled.decision.give(probabilities)
    return MachineCodes(
        problem.dimension, problem.labels, problem.classes, tuple(documents), probabilities, marks
    )


def _of_own_fold(validated: Validated, row_fold: Ints) -> Floats:
    problem, nested = validated.problem, validated.nested[0]
    result = np.zeros((len(problem.documents), problem.n_classes))
    for fold, settled in enumerate(nested.settled):
        mine = row_fold == fold
        result[mine] = settled.probabilities(nested.held_out, problem.around)[mine]
    return result


def _mean_of_folds(validated: Validated, columns: Any, around: Neighbourhood, batch: int) -> Floats:
    """Return the mean probabilities of all folds' models.

    A fine-tuned encoder reads slowly: then each batch goes to the models of one fold, in turn.
    """
    problem, nested = validated.problem, validated.nested[0]
    counts = problem.counter.count(columns, around)
    folds = range(len(nested.models))
    encoders = validated.encoder
    if encoders is not None:
        folds = range(batch % len(folds), batch % len(folds) + 1)
    by_fold = []
    for fold in folds:
        scores = nested.models[fold].scores(problem, counts)
        if encoders is not None:
            texts = [str(text) for text in columns["text"]]
            model = encoders.models[fold % len(encoders.models)]
            scores[ENCODER] = encoder_scores(model, texts, around)
        by_fold.append(nested.settled[fold].probabilities(scores, around))
    return np.asarray(np.mean(by_fold, axis=0), dtype=np.float64)


def thread_batches(threads: Sequence[list[str]], size: int) -> Iterator[list[list[str]]]:
    """Yield whole threads together, about `size` documents at a time."""
    batch: list[list[str]] = []
    n = 0
    for thread in threads:
        batch.append(thread)
        n += len(thread)
        if n >= size:
            yield batch
            batch, n = [], 0
    if batch:
        yield batch
