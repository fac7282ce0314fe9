"""The encoders by name: what `--embeddings` and the block `meaning` stand for."""

from collections.abc import Callable
from functools import partial

from textmine.errors import InputError
from textmine.nlp.encoders.encoder import Encoder
from textmine.nlp.encoders.transformer import Transformer, choose_transformer
from textmine.nlp.encoders.universal import universal_encoder

MEANING, MINILM = "meaning", "minilm"


ENCODERS: dict[str, Callable[[], Encoder]] = {
    MEANING: universal_encoder,
    MINILM: choose_transformer,
}
"""Encoders by name; any other name is a folder, a package or a model in the local cache."""


def choose_encoder(name: str = MINILM, weights: str = "") -> Encoder:
    """Return the encoder of that name, else the sentence-transformers model it leads to.

    Raises ExtraMissingError, NotFoundError and InputError as `universal_encoder` and
    `choose_transformer` do; InputError too where a model must have `weights` (their SHA-256) and
    has others.
    """
    encoder = ENCODERS.get(name, partial(choose_transformer, name))()
    if weights and isinstance(encoder, Transformer) and encoder.sha256 != weights:
        raise InputError(
            f"The encoder '{name}' has other weights than when the model learned: "
            f"{encoder.sha256[:12]}… and not {weights[:12]}….",
            hint="Put the folder of the encoder back, or train the model again.",
        )
    return encoder
