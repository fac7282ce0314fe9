"""Columns of sentence vectors: what a document means, and by an encoder of one's choice its place.

Vectors of the neighbours, of the thread around and of the codebook's definitions were tried beside
those of the document by the core encoder, and added nothing that could be told from chance: the
neighbours' words say it already (benchmarks/RESULTS.md).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine.classify.features.blocks import choose_blocks
from textmine.classify.features.neighbourhood import Neighbourhood
from textmine.config import TrainSettings
from textmine.nlp.encoders import Encoder, embed_texts, universal_encoder
from textmine.nlp.encoders.universal import LANGUAGES, missing_package

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

Floats = NDArray[np.float64]

BLOCK = "meaning"
_SIDES = {"before": -1, "after": 1}


def without_meaning(blocks: Sequence[str], lang: str, named: Collection[str] = ()) -> str:
    """Return why the block "meaning" is to be left out of the default blocks, or "".

    It is where its package is missing and where its encoder does not read the language. A block
    that was `named` stays, and says itself what it lacks.
    """
    if BLOCK not in blocks or BLOCK in named:
        return ""
    if lang not in LANGUAGES:
        return f"the vectors of meaning were left out: their encoder does not read '{lang}'"
    package = missing_package()
    return f"the vectors of meaning were left out: {package} is not installed" if package else ""


def blocks_to_read(options: TrainSettings, lang: str) -> tuple[tuple[str, ...], str]:
    """Return the blocks that settings ask for, and why one of the default ones is left out, or "".

    Raises InputError for a block that is not known, or when none is left.
    """
    extra = ("embeddings",) if options.embeddings else ()
    named = (*(options.blocks or ("default",)), *extra)
    blocks = choose_blocks(named, options.without)
    lacking = without_meaning(blocks, lang, named)
    if lacking:
        blocks = choose_blocks(named, (*options.without, BLOCK))
    return blocks, lacking


def meaning_columns(texts: Sequence[str], workspace: Keep) -> pd.DataFrame:
    """Return the vector of each cleaned text by the core encoder: 512 columns, a row a text."""
    return _table(BLOCK, {"own": embed_texts(texts, universal_encoder(), workspace)})


def embedding_columns(
    texts: Sequence[str], around: Neighbourhood, encoder: Encoder, workspace: Keep
) -> pd.DataFrame:
    """Return the vector of each text by an encoder, and those of its neighbours on each side."""
    vectors = embed_texts(texts, encoder, workspace).astype(np.float64)
    sides = {name: _stepped(vectors, around, step) for name, step in _SIDES.items()}
    return _table("embedding", {"own": vectors, **sides})


def _table(block: str, parts: Mapping[str, NDArray[np.floating]]) -> pd.DataFrame:
    names = [
        f"{block}:{kind}:{place}" for kind, part in parts.items() for place in range(part.shape[1])
    ]
    return pd.DataFrame(np.hstack(list(parts.values())).astype(np.float32), columns=names)


def _stepped(vectors: Floats, around: Neighbourhood, step: int) -> Floats:
    """Return the vectors of the next document and the one after it, half as much; 0 at an edge."""
    result = np.zeros_like(vectors)
    here = np.arange(len(vectors))
    for reach, share in ((step, 1.0), (2 * step, 0.5)):
        there = here + reach
        inside = (there >= around.begins) & (there < around.ends)
        result[inside] += share * vectors[there[inside]]
    return result
