"""The encoders by name: what `--embeddings` and the block `meaning` stand for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textmine.nlp.encoders.encoder import Encoder
from textmine.nlp.encoders.transformer import choose_transformer
from textmine.nlp.encoders.universal import universal_encoder

MEANING, MINILM = "meaning", "minilm"


ENCODERS: dict[str, Callable[[], Encoder]] = {
    MEANING: universal_encoder,
    MINILM: choose_transformer,
}
"""Encoders by name; any other name is a folder, a package or a model in the local cache."""


def choose_encoder(name: str = MINILM) -> Encoder:
    """Return the encoder of that name, else the sentence-transformers model it leads to.

    Raises ExtraMissingError, NotFoundError and InputError as `universal_encoder` and
    `choose_transformer` do.
    """
    return ENCODERS.get(name, partial(choose_transformer, name))()
