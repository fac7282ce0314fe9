"""Columns of sentence vectors: what a document means, by the core encoder or one of one's choice.

Vectors of the neighbours, of the thread around and of the codebook's definitions were tried beside
those of the document, and added nothing that could be told from chance: the neighbours' words say
it already (benchmarks/RESULTS.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from textmine.classify.features.blocks import BLOCKS, choose_blocks
from textmine.config import Progress, Settings, TrainSettings
from textmine.corpus import Corpus
from textmine.nlp import prepare_texts
from textmine.nlp.encoders import MEANING, Encoder, Transformer, choose_encoder, embed_texts
from textmine.nlp.encoders.universal import LANGUAGES, missing_package
from textmine.spread import Where
from textmine.store import Workspace

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

BLOCK = "meaning"
_NOTHING = "."


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


def block_encoders(blocks: Collection[str], chosen: str, weights: str = "") -> dict[str, Encoder]:
    """Return what the blocks of vectors read with; `chosen` names the encoder of one's choice.

    `weights` is the SHA-256 of the weights that it must have, "" for any.
    """
    found: dict[str, Encoder] = {}
    if BLOCK in blocks:
        found[BLOCK] = choose_encoder(MEANING)
    if "embeddings" in blocks:
        encoder = choose_encoder(chosen, weights)
        found["embeddings"] = encoder.inner if isinstance(encoder, Transformer) else encoder
    return found


def vector_columns(
    block: str, texts: Sequence[str], encoder: Encoder, workspace: Keep
) -> pd.DataFrame:
    """Return the vector of each cleaned text as the columns of a block, a row a text.

    Where a block scales its numbers an empty text is read as a full stop: zeros would lie far away
    from the vectors of all other texts.
    """
    if BLOCKS[block].scaled:
        texts = [text if text.strip() else _NOTHING for text in texts]
    vectors = embed_texts(texts, encoder, workspace)
    names = [f"{BLOCKS[block].column}own:{place}" for place in range(vectors.shape[1])]
    return pd.DataFrame(vectors, columns=names)


def read_ahead(
    workspace: Workspace, whole: Corpus, settings: Settings, spread: Where, progress: Progress
) -> None:
    """Keep in the workspace what training reads of texts; without a cluster there is no need."""
    if not spread.scheduler:
        return
    read = prepare_texts(whole.texts, settings.nlp, (), workspace, progress, spread)
    blocks, _ = blocks_to_read(settings.train, settings.nlp.lang)
    for encoder in block_encoders(blocks, settings.train.encoder).values():
        embed_texts(read.clean, encoder, workspace, progress, spread)
