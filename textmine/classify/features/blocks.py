"""The registry of feature blocks: groups of columns that a classifier reads, each with a weight.

Weights, and which blocks are read unless others are named, were settled by cross-validation on the
training documents of the CDCP corpus of consultation comments (see benchmarks/cdcp.py); its test
documents had no say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textmine.classify.features.columns import NUMERIC
from textmine.errors import InputError, did_you_mean

_MARKS = ("<edge>", "<s>", "</s>")


@dataclass(frozen=True)
class Block:
    """A group of features: the column it reads (or, with `prefix`, the numbers), and its weight.

    `by_default` blocks are read unless others are named. Numbers are `scaled` to a mean of 0 and a
    standard deviation of 1, but those of one vector, whose length says enough.
    """

    title: str
    column: str
    weight: float
    ngrams: tuple[int, int] = (1, 1)
    min_df: int = 2
    characters: bool = False
    by_default: bool = True
    prefix: bool = False
    scaled: bool = True

    @property
    def analysis(self) -> dict[str, Any]:
        """How scikit-learn's vectorizers cut the column into features."""
        how: dict[str, Any] = (
            {"analyzer": "char_wb"}
            if self.characters
            else {"token_pattern": r"\S+", "lowercase": False}
        )
        return {"ngram_range": self.ngrams, **how}

    def numbers(self, columns: Any) -> list[str]:
        """Return the columns of numbers that the block reads, [] for a block of words."""
        if not self.prefix:
            return list(NUMERIC.get(self.column, ()))
        return [name for name in columns.columns if name.startswith(self.column)]

    @property
    def numeric(self) -> bool:
        """Whether the block reads numbers, not words."""
        return self.prefix or self.column in NUMERIC


BLOCKS: dict[str, Block] = {
    "words": Block("words, one to three in a row", "words", 1.0, (1, 3)),
    "lemmas": Block("lemmas and noun phrases", "lemmas", 0.5, by_default=False),
    "clauses": Block("main clauses: subject, tense, verb", "clauses", 0.7),
    "subclauses": Block("subordinate clauses", "subclauses", 0.5),
    "characters": Block("parts of words, 2 to 5 letters", "text", 0.7, (2, 5), 3, characters=True),
    "grammar": Block("parts of speech in a row", "grammar", 0.3, (1, 3), by_default=False),
    "relations": Block("grammatical relations", "relations", 0.3, (1, 2), by_default=False),
    "rates": Block("linguistic rates", "rates", 0.1),
    "around": Block("the thread or text around", "around", 0.4, min_df=5),
    "before": Block("the message before", "before", 0.3, (1, 2)),
    "after": Block("the message after", "after", 0.3, (1, 2)),
    "before_2": Block("the second message before", "before_2", 0.15, (1, 2)),
    "after_2": Block("the second message after", "after_2", 0.15, (1, 2)),
    "before_clauses": Block("clauses of the message before", "before_clauses", 0.25),
    "after_clauses": Block("clauses of the message after", "after_clauses", 0.25),
    "parent": Block("the message that is answered", "parent", 0.3, (1, 2)),
    "replies": Block("who answers whom", "replies", 0.12),
    "position": Block("place in the thread", "position", 0.12),
    "codebook": Block(
        "likeness to the codes' definitions", "codebook:", 0.2, by_default=False, prefix=True
    ),
    "meaning": Block(
        "what is meant (sentence vectors)", "meaning:", 1.0, prefix=True, scaled=False
    ),
    "embeddings": Block(
        "what is meant, by an encoder of one's choice",
        "embedding:",
        0.05,  # of twice 768 scaled numbers: about length 2
        by_default=False,
        prefix=True,
    ),
}
"""Blocks by name."""

NEIGHBOURS: tuple[str, ...] = (
    *("around", "before", "after", "before_2", "after_2", "before_clauses", "after_clauses"),
    *("parent", "replies", "position"),
)
"""The blocks that a message has from its thread."""


def choose_blocks(named: Sequence[str], without: Sequence[str]) -> tuple[str, ...]:
    """Return the blocks to read, in the registry's order: those named, else the default ones.

    "default" in `named` stands for the default ones, so that others can be added to them. Raises
    InputError for a name that is not known, or when none is left.
    """
    wanted = set(named) or {"default"}
    if "default" in wanted:
        wanted = wanted - {"default"} | {name for name, block in BLOCKS.items() if block.by_default}
    for name in (*named, *without):
        if name not in BLOCKS and name != "default":
            raise InputError(
                f"There is no block of features '{name}'.",
                hint=did_you_mean(name, ["default", *BLOCKS]),
            )
    left = tuple(name for name in BLOCKS if name in wanted - set(without))
    if not left:
        raise InputError("You left out every block of features.", hint="Leave out fewer.")
    return left


def make_features(names: Sequence[str], columns: Any) -> Any:
    """Return an unfitted ColumnTransformer over those blocks that the columns can fill.

    A block whose column is empty in every document (no parser, no threads) is left out, as is one
    that shares no feature between two documents.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.preprocessing import StandardScaler

    steps: list[tuple[str, Any, Any]] = []
    for name in names:
        block = BLOCKS[name]
        if block.numeric:
            if block.numbers(columns):
                scaler = StandardScaler(with_mean=block.scaled, with_std=block.scaled)
                steps.append((name, scaler, block.numbers(columns)))
        elif fills(block, columns[block.column]):
            steps.append((name, _vectorizer(block), block.column))
    weights = {name: BLOCKS[name].weight for name, _, _ in steps}
    return ColumnTransformer(steps, transformer_weights=weights, sparse_threshold=1.0)


def block_slices(features: Any, names: Sequence[str]) -> list[slice]:
    """Return where the blocks named stand among the columns of a fitted ColumnTransformer."""
    return [features.output_indices_[name] for name in names if name in features.output_indices_]


def take_blocks(features: Any, table: Any, names: Sequence[str]) -> Any:
    """Return the columns of the blocks named, from what a fitted ColumnTransformer made."""
    from scipy import sparse

    rows = sparse.csr_matrix(table)  # numbers alone come dense
    parts = [rows[:, where] for where in block_slices(features, names)]
    if not parts:
        return sparse.csr_matrix((table.shape[0], 0))
    return sparse.hstack(parts, format="csr") if len(parts) > 1 else parts[0]


def _vectorizer(block: Block) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(min_df=block.min_df, sublinear_tf=True, **block.analysis)


def fills(block: Block, cells: Any) -> bool:
    """Return whether some feature of the block occurs in enough rows to be counted."""
    seen: dict[str, int] = {}
    for cell in cells:
        for token in set(str(cell).split()):
            seen[token] = seen.get(token, 0) + 1
            if seen[token] > block.min_df and token not in _MARKS:
                return True
    return False
