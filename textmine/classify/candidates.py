"""The registry of classifiers that compete: each a stock scikit-learn pipeline over the columns.

Blocks and their weights were settled by cross-validation on the training documents of the CDCP
corpus of consultation comments (see benchmarks/cdcp.py); its test documents had no say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textmine.classify.columns import NUMERIC


@dataclass(frozen=True)
class Block:
    """A group of features: the column(s) it reads, how, and its weight beside the others."""

    column: str
    weight: float
    ngrams: tuple[int, int] = (1, 1)
    min_df: int = 2
    characters: bool = False


BLOCKS: dict[str, Block] = {
    "words": Block("words", 1.0, (1, 3)),
    "clauses": Block("clauses", 0.7),
    "subclauses": Block("subclauses", 0.5),
    "characters": Block("text", 0.7, (2, 5), 3, characters=True),
    "around": Block("around", 0.4, min_df=5),
    "before": Block("before", 0.3, (1, 2)),
    "after": Block("after", 0.3, (1, 2)),
    "before_clauses": Block("before_clauses", 0.25),
    "after_clauses": Block("after_clauses", 0.25),
    "rates": Block("rates", 0.1),
    "position": Block("position", 0.12),
}


@dataclass(frozen=True)
class Candidate:
    """A classifier and the blocks it reads."""

    title: str
    blocks: tuple[str, ...]
    make: Callable[[int], Any]


def _linear_svm(seed: int) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=0.3, class_weight="balanced", random_state=seed)


def _logistic(seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=2.0,
        class_weight="balanced",
        solver="saga",  # three times as fast as lbfgs here, with the same scores
        max_iter=200,
        tol=1e-2,
        random_state=seed,
    )


def _complement_nb(seed: int) -> Any:
    from sklearn.naive_bayes import ComplementNB

    return ComplementNB(alpha=0.5)


CANDIDATES: dict[str, Candidate] = {
    "linear-svm": Candidate(
        "linear support vector machine, all blocks", tuple(BLOCKS), _linear_svm
    ),
    "logistic": Candidate("logistic regression, all blocks", tuple(BLOCKS), _logistic),
    "complement-nb": Candidate(
        "complement naive Bayes, words and clauses", ("words", "clauses"), _complement_nb
    ),
}
"""Candidates by name, in the order in which ties are settled."""


def make_features(names: tuple[str, ...], columns: Any) -> Any:
    """Return an unfitted ColumnTransformer over those blocks that the columns can fill.

    A block whose column is empty in every document (no parser, no threads) is left out, as is one
    that shares no feature between two documents.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.preprocessing import StandardScaler

    steps: list[tuple[str, Any, Any]] = []
    for name in names:
        block = BLOCKS[name]
        if name in NUMERIC:
            steps.append((name, StandardScaler(), list(NUMERIC[name])))
        elif _fills(block, columns[block.column]):
            steps.append((name, _vectorizer(block), block.column))
    weights = {name: BLOCKS[name].weight for name, _, _ in steps}
    return ColumnTransformer(steps, transformer_weights=weights, sparse_threshold=1.0)


def _vectorizer(block: Block) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    how: dict[str, Any] = (
        {"analyzer": "char_wb"}
        if block.characters
        else {"token_pattern": r"\S+", "lowercase": False}
    )
    return TfidfVectorizer(ngram_range=block.ngrams, min_df=block.min_df, sublinear_tf=True, **how)


def _fills(block: Block, cells: Any) -> bool:
    """Return whether some feature of the block occurs in enough documents to be counted."""
    seen: dict[str, int] = {}
    for cell in cells:
        for token in set(str(cell).split()):
            seen[token] = seen.get(token, 0) + 1
            if seen[token] > block.min_df and token not in ("<edge>", "<s>", "</s>"):
                return True
    return False
