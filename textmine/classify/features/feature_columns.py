"""All columns of documents: those of the texts, and where blocks ask for them those that need more
than the texts (the codebook, a sentence encoder).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from textmine.classify.features.columns import own_columns, unit_columns
from textmine.classify.features.meaning import block_encoders, vector_columns
from textmine.codebook import Codebook
from textmine.config import NlpSettings
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.nlp import Prepared, prepare_texts
from textmine.nlp.encoders import MEANING, Vectors, choose_encoder, embed_texts

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep


@dataclass(frozen=True)
class ColumnSources:
    """What columns are made of beside the texts; `embeddings` names the encoder.

    `weights` is the SHA-256 of the weights that the encoder must have, "" for any.
    """

    workspace: Keep
    codebook: Codebook | None
    blocks: tuple[str, ...]
    settings: NlpSettings
    embeddings: str = ""
    weights: str = ""


def feature_columns(
    sources: ColumnSources, corpus: Corpus, prepared: Prepared, threads: Sequence[Sequence[str]]
) -> pd.DataFrame:
    """Return the columns of the documents of whole threads, indexed by id, in their order."""
    table = unit_columns(corpus, prepared, threads, sources.blocks)
    return _with_sources(table, sources, corpus, prepared, threads)


def own_feature_columns(
    sources: ColumnSources, corpus: Corpus, prepared: Prepared, threads: Sequence[Sequence[str]]
) -> pd.DataFrame:
    """Return the same columns without the texts of other documents: see `own_columns`."""
    table = own_columns(corpus, prepared, threads, sources.blocks)
    return _with_sources(table, sources, corpus, prepared, threads)


def _with_sources(
    table: pd.DataFrame,
    sources: ColumnSources,
    corpus: Corpus,
    prepared: Prepared,
    threads: Sequence[Sequence[str]],
) -> pd.DataFrame:
    if "codebook" in sources.blocks:
        table = table.join(_codebook_columns(sources, corpus, prepared, list(table.index)))
    encoders = block_encoders(sources.blocks, sources.embeddings, sources.weights)
    for block, encoder in encoders.items():
        added = vector_columns(block, list(table["text"]), encoder, sources.workspace)
        table = table.join(added.set_index(table.index))
    return table


def _codebook_columns(
    sources: ColumnSources, corpus: Corpus, prepared: Prepared, ids: list[str]
) -> pd.DataFrame:
    """Return the likeness of each document to each code: shared content lemmas, as a cosine."""
    if sources.codebook is None:
        raise InputError(
            "The block of features 'codebook' needs a codebook.", hint="Leave the block out."
        )
    codes = {
        f"codebook:{dimension.id}:{code.id}": " ".join(
            [code.name, code.definition, code.include, *code.examples]
        )
        for dimension in sources.codebook.dimensions
        for code in dimension.codes
    }
    read = prepare_texts(list(codes.values()), sources.settings, (), sources.workspace)
    row_of = {identity: row for row, identity in enumerate(corpus.ids)}
    mine = _lemma_sets(prepared.take([row_of[identity] for identity in ids]))
    theirs = _lemma_sets(read)
    likeness = [
        [len(own & other) / np.sqrt(max(len(own) * len(other), 1)) for other in theirs]
        for own in mine
    ]
    return pd.DataFrame(likeness, index=pd.Index(ids, name="id"), columns=list(codes))


def _lemma_sets(prepared: Prepared) -> list[set[str]]:
    from textmine.nlp.layers import ALPHA, STOP

    return [
        {
            lemma.lower()
            for lemma, flag in zip(lemmas, flags, strict=True)
            if flag & ALPHA and not flag & STOP
        }
        for lemmas, flags in zip(prepared.layer("lemmas"), prepared.flags(), strict=True)
    ]


def text_vectors(sources: ColumnSources, texts: Sequence[str]) -> Vectors | None:
    """Return what cleaned texts mean, (n_texts, n_numbers), where the blocks read vectors at all.

    Those of the core encoder come first: they are no dearer, and say best what texts are about.
    """
    if "meaning" in sources.blocks:
        return embed_texts(texts, choose_encoder(MEANING), sources.workspace)
    if "embeddings" in sources.blocks:
        return embed_texts(texts, choose_encoder(sources.embeddings), sources.workspace)
    return None
