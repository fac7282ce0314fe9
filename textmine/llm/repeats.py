"""How far a language model agrees with itself when it is asked again."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.codebook import Codebook
from textmine.coding.agreement.reliability import (
    DimensionAgreement,
    Resampling,
    measure_agreement,
    n_shared,
)
from textmine.coding.agreement.thread_clusters import thread_clusters
from textmine.coding.code_matrix import matrices_of
from textmine.corpus import Corpus, group_kind
from textmine.llm.votes import Said
from textmine.schema import Coding


def repeat_agreement(
    repeats: Sequence[Sequence[Said]], book: Codebook, corpus: Corpus
) -> tuple[DimensionAgreement, ...]:
    """Return the agreement of repeats with each other, a dimension each; () for one repeat.

    Documents on which fewer than two repeats gave an answer take no part.
    """
    if len(repeats) < 2:
        return ()
    names = [f"repeat {number}" for number in range(1, len(repeats) + 1)]
    codings = [
        Coding(corpus.name, answer.document, answer.dimension, code, name, "machine")
        for name, answers in zip(names, repeats, strict=True)
        for answer in answers
        if answer.codes is not None
        for code in answer.codes or (None,)
    ]
    if not codings:
        return ()
    matrices = [
        code_matrix for code_matrix in matrices_of(codings, book, names) if not code_matrix.crossed
    ]
    clusters = thread_clusters(corpus, matrices)
    how = Resampling(clusters, kind=group_kind(corpus))
    return tuple(measure_agreement(matrix, how) for matrix in matrices if n_shared(matrix))
