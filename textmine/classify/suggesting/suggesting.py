"""Suggest codes before anything is coded: by how like a document is to what the codebook says.

Each code is a profile of its name, definition, include note and examples, and a document is
compared with it by the words that they share, rare words counting more (TF-IDF of lemmas, cosine),
or by sentence embeddings as well. Nothing is learned: a suggestion is a first guess to be looked
at, not a coding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats
from textmine.choices import Labels
from textmine.classify.features.meaning import without_meaning
from textmine.codebook import Code, Codebook, Dimension
from textmine.config import NlpSettings, Progress, silent
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.nlp import prepare_texts
from textmine.nlp.encoders import MEANING, MINILM, choose_encoder, embed_texts
from textmine.nlp.layers import PUNCT
from textmine.spread import HERE, Where
from textmine.store import Workspace

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

WORDS = "none"
"""The name by which no encoder is asked for."""


def choose_embed(
    name: str | None,
    lang: str,
    workspace: Workspace | None = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> tuple[Embed | None, str]:
    """Return what turns texts into vectors, None for words alone, and a remark or "".

    Without a `name` texts are compared by meaning, where the core encoder reads the language. The
    vectors are made where `spread` says.
    """
    lacking = without_meaning([MEANING], lang) if name is None else ""
    if lacking or name == WORDS:
        return None, f"Note: {lacking}; words alone are compared." if lacking else ""
    encoder = choose_encoder({None: MEANING, "default": MINILM}.get(name, name or ""))
    embed = partial(
        embed_texts, encoder=encoder, workspace=workspace, progress=progress, spread=spread
    )
    return embed, ""


Embed = Callable[[Sequence[str]], ArrayLike]
"""Texts -> vectors of length 1, shape (n, dim)."""

EXAMPLE_WEIGHT = 2.0
"""An example is written as people write, and so its words count twice as much as those about it.

Vectors of meaning have no need of that: there each text of a code counts once.
"""


@dataclass(frozen=True)
class CodeSuggestions:
    """How like each document is to each code of a dimension: `likeness` (n, K), 0 to 1.

    It is no probability: what counts is the order within a document. `by_name_alone` are codes of
    which the codebook says nothing but the name.
    """

    dimension: str
    labels: Labels
    classes: tuple[str, ...]
    documents: tuple[str, ...]
    likeness: Floats
    by_name_alone: tuple[str, ...]

    def ranked(self, n: int) -> list[list[tuple[str, float]]]:
        """Return for each document the n codes it is most like, with the likeness, best first.

        A document that shares nothing with any code has none.
        """
        order = np.argsort(-self.likeness, axis=1, kind="stable")[:, :n]
        return [
            [(self.classes[code], float(row[code])) for code in codes if row[code] > 0]
            for codes, row in zip(order.tolist(), self.likeness, strict=True)
        ]


@dataclass(frozen=True)
class _Piece:
    """One text of a codebook: the code it speaks of (dimension, place among its codes), weight."""

    dimension: str
    code: int
    text: str
    weight: float


def suggest_codes(
    corpus: Corpus,
    codebook: Codebook,
    settings: NlpSettings,
    workspace: Keep = None,
    *,
    embed: Embed | None = None,
    progress: Progress = silent,
    spread: Where = HERE,
) -> list[CodeSuggestions]:
    """Compare every document with every code of each coded dimension.

    Words are weighed by the documents and the codebook together. With `embed`, likeness is the mean
    of the two cosines. Raises InputError when the codebook has neither a definition nor an include
    note nor an example. Source: Salton and Buckley (1988), Term-weighting approaches in automatic
    text retrieval.
    """
    dimensions = codebook.coded_dimensions
    pieces = [piece for dimension in dimensions for piece in _pieces(dimension)]
    if not any(_described(code) for dimension in dimensions for code in _codes(dimension)):
        raise InputError(
            f"Codebook '{codebook.name}' has names and nothing else: no definition, no include "
            "note, no example to compare documents with.",
            hint="Write some first: 'textmine codebook change redefine --help'.",
        )
    texts = corpus.texts
    piece_texts = [piece.text for piece in pieces]
    lemmas = _lemmas(texts, settings, workspace, progress, spread)
    words, profiles = _weighed(lemmas, _lemmas(piece_texts, settings, workspace, progress))
    vectors = None if embed is None else np.asarray(embed([*texts, *piece_texts]), dtype=np.float64)
    result = []
    for dimension in dimensions:
        mine = [index for index, piece in enumerate(pieces) if piece.dimension == dimension.id]
        mixing = _mixing([pieces[index] for index in mine], len(_codes(dimension)))
        likeness = _cosines(words, mixing @ profiles[mine].toarray())
        if vectors is not None:
            code_vectors = np.sign(mixing) @ vectors[len(texts) :][mine]
            likeness = (likeness + np.clip(_cosines(vectors[: len(texts)], code_vectors), 0, 1)) / 2
        result.append(
            CodeSuggestions(
                dimension=dimension.id,
                labels=dimension.labels,
                classes=tuple(code.id for code in _codes(dimension)),
                documents=tuple(corpus.ids),
                likeness=likeness,
                by_name_alone=tuple(c.id for c in _codes(dimension) if not _described(c)),
            )
        )
    return result


def _codes(dimension: Dimension) -> list[Code]:
    return [code for code in dimension.codes if code.given]


def _described(code: Code) -> bool:
    return bool(code.definition or code.include or code.examples)


def _pieces(dimension: Dimension) -> list[_Piece]:
    return [
        _Piece(dimension.id, index, text, weight)
        for index, code in enumerate(_codes(dimension))
        for text, weight in (
            (code.name or code.id, 1.0),
            (code.definition, 1.0),
            (code.include, 1.0),
            *((example, EXAMPLE_WEIGHT) for example in code.examples),
        )
        if text.strip()
    ]


def _lemmas(
    texts: Sequence[str],
    settings: NlpSettings,
    workspace: Keep,
    progress: Progress,
    spread: Where = HERE,
) -> list[list[str]]:
    """Return the lemmas of each text, stop words included: I, should and you tell codes apart."""
    prepared = prepare_texts(texts, settings, (), workspace, progress, spread)
    return [
        [lemma.casefold() for lemma, bits in zip(lemmas, flags, strict=True) if not bits & PUNCT]
        for lemmas, flags in zip(prepared.layer("lemmas"), prepared.flags(), strict=True)
    ]


def _weighed(documents: Sequence[list[str]], pieces: Sequence[list[str]]) -> tuple[Any, Any]:
    """Return TF-IDF rows of length 1 (or 0) of the documents and of the pieces, sparse."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    every = [*documents, *pieces]
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    rows = vectorizer.fit_transform(every)
    return rows[: len(documents)], rows[len(documents) :]


def _mixing(pieces: Sequence[_Piece], n_codes: int) -> Floats:
    """Return the weight of each piece in each code's profile, (n_codes, n_pieces)."""
    mixing = np.zeros((n_codes, len(pieces)))
    for index, piece in enumerate(pieces):
        mixing[piece.code, index] = piece.weight
    return mixing


def _cosines(rows: Any, profiles: Floats) -> Floats:
    """Return the cosine of each row (of length 1 or 0) with each profile, (n, K)."""
    lengths = np.linalg.norm(profiles, axis=1, keepdims=True)
    scaled = np.divide(profiles, lengths, out=np.zeros_like(profiles), where=lengths > 0)
    return np.asarray(rows @ scaled.T, dtype=np.float64)
