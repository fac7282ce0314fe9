"""Columns of sentence vectors: of each document, of those beside and around it, of the codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.classify.features.neighbourhood import Neighbourhood
from textmine.codebook import Codebook
from textmine.nlp.encoders import Encoder, embed_texts, universal_encoder
from textmine.store import Workspace

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_AROUND = 15


def meaning_columns(
    texts: Sequence[str],
    around: Neighbourhood,
    codebook: Codebook,
    workspace: Workspace | None,
) -> pd.DataFrame:
    """Return what texts mean: their vectors, those around them, and how like the codes they are.

    The texts are cleaned, and stand in reading order; the result has a row each.
    """
    encoder = universal_encoder()
    vectors = _vectors(texts, encoder, workspace)
    codes = {
        f"{dimension.id}:{code.id}": _told(code.name, code.definition, code.include, code.examples)
        for dimension in codebook.dimensions
        for code in dimension.codes
    }
    said = _vectors(list(codes.values()), encoder, workspace)
    parts = {**_beside(vectors, around), "around": _around(vectors, around)}
    table = _table("meaning", parts)
    like = vectors @ said.T
    for place, name in enumerate(codes):
        table[f"meaning:like:{name}"] = like[:, place]
    return table


def embedding_columns(
    texts: Sequence[str], around: Neighbourhood, encoder: Encoder, workspace: Workspace | None
) -> pd.DataFrame:
    """Return the vector of each text by an encoder, and those of its neighbours."""
    return _table("embedding", _beside(_vectors(texts, encoder, workspace), around))


def _told(name: str, definition: str, include: str, examples: Sequence[str]) -> str:
    return "\n".join(part for part in (name, definition, include, *examples) if part)


def _vectors(texts: Sequence[str], encoder: Encoder, workspace: Workspace | None) -> Floats:
    return embed_texts(list(texts), encoder, workspace).astype(np.float64)


def _table(block: str, parts: Mapping[str, Floats]) -> pd.DataFrame:
    names = [
        f"{block}:{kind}:{place}" for kind, part in parts.items() for place in range(part.shape[1])
    ]
    return pd.DataFrame(np.hstack(list(parts.values())).astype(np.float32), columns=names)


def _beside(vectors: Floats, around: Neighbourhood) -> dict[str, Floats]:
    """Return the vectors, and of each side the next one and half the one after it; 0 at an edge."""
    return {
        "own": vectors,
        "before": _stepped(vectors, around, -1),
        "after": _stepped(vectors, around, 1),
    }


def _stepped(vectors: Floats, around: Neighbourhood, step: int) -> Floats:
    result = np.zeros_like(vectors)
    here = np.arange(len(vectors))
    for reach, share in ((step, 1.0), (2 * step, 0.5)):
        there = here + reach
        inside = (there >= around.begins) & (there < around.ends)
        result[inside] += share * vectors[there[inside]]
    return result


def _around(vectors: Floats, around: Neighbourhood) -> Floats:
    """Return the mean vector of up to 15 documents on each side, without the document itself."""
    here = np.arange(len(vectors))
    low = np.maximum(here - _AROUND, around.begins)
    high = np.minimum(here + _AROUND + 1, around.ends)
    total = np.vstack([np.zeros((1, vectors.shape[1])), np.cumsum(vectors, axis=0)])
    others = (high - low - 1)[:, None]
    return np.where(others > 0, (total[high] - total[low] - vectors) / np.maximum(others, 1), 0.0)
