"""A fine-tuned encoder: what it consists of, and its folder of safetensors and JSON (no pickle)."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from textmine.choices import Labels
from textmine.classify.learning.encoder_layers import layers_to_train
from textmine.errors import InputError
from textmine.nlp.encoders.precision import Precision
from textmine.nlp.encoders.transformer import Transformer, require_transformers, stay_offline
from textmine.store import replacing_file
from textmine.store.opened import DAMAGE, refuse_newer, said_of

SETTINGS, CONFIG = "encoder.json", "config.json"
TOKENIZER, WEIGHTS = "tokenizer.json", "encoder.safetensors"
FILES = (SETTINGS, CONFIG, TOKENIZER, WEIGHTS)
"""The files of a folder, all of them needed."""

FORMAT = 3
_FROZEN_BELOW: dict[str, Any] = {
    "epochs": 2,
    "batch_size": 16,
    "dropout": 0.2,
    "context": 0,
    "holdout": 0.0,
}
"""What was best on training documents (benchmarks/RESULTS.md)."""
_AGAIN = "Train the model again, or restore the file."


@dataclass(frozen=True)
class EncoderOptions:
    """How an encoder is fine-tuned.

    `max_length` counts the word pieces of message and neighbours together, `context` those that the
    neighbours may take at most. The learning rate rises over the first share `warmup` of the steps
    and falls to 0; each layer below the top learns `layer_decay` times as fast as the one above it,
    the head `head_rate` times as fast as the top. A code weighs (1 / its share) ** `class_weight`.
    The share `holdout` of the units, whole groups, is held out: training stops when it has not
    improved for `patience` epochs, and the best epoch is kept; 0 holds nothing out. `precision`
    "auto" trains with bfloat16 products where the processor has them; scores are always float32.
    Of the layers the upper `trained_layers` are trained, 0: as many as two processors can pay, all
    of a small encoder (`layers_to_train`).
    """

    epochs: int = 4
    learning_rate: float = 2e-4
    layer_decay: float = 0.9
    head_rate: float = 5.0
    batch_size: int = 32
    max_length: int = 256
    context: int = 96
    warmup: float = 0.1
    weight_decay: float = 0.01
    dropout: float = 0.1
    class_weight: float = 0.5
    holdout: float = 0.1
    patience: int = 2
    precision: Precision = "auto"
    trained_layers: int = 0


@dataclass(frozen=True)
class FineTuned:
    """A fine-tuned encoder: `network` holds `body` and `head`; `epochs` says how many it learned.

    `title` names the encoder it started from.
    """

    labels: Labels
    n_codes: int
    title: str
    epochs: int
    options: EncoderOptions
    tokenizer: Any
    network: Any


def make_network(body: Any, n_codes: int, dropout: float) -> Any:
    """Return the transformer with a linear layer over the codes; BERT's own pooler goes."""
    import torch

    _without_pooler(body)
    head = torch.nn.Linear(int(body.config.hidden_size), n_codes)
    return torch.nn.ModuleDict({"body": body, "dropout": torch.nn.Dropout(dropout), "head": head})


def _without_pooler(body: Any) -> Any:
    if getattr(body, "pooler", None) is not None:
        body.pooler = None
    return body


def read_body(start: Transformer) -> Any:
    """Read the transformer of a sentence encoder."""
    from transformers import AutoModel

    body = AutoModel.from_pretrained(
        str(start.transformer), local_files_only=True, use_safetensors=True, dtype="float32"
    )
    return _without_pooler(body)


def options_for(body: Any, title: str, options: EncoderOptions | None) -> EncoderOptions:
    """Return options that fit a body, how many layers are trained settled among them.

    Without options they are the usual ones. Where the lower layers are frozen, there are fewer
    epochs of smaller batches, no neighbours are read, and nothing is held out.
    Raises InputError where a body reads fewer word pieces than its options say.
    """
    longest = int(getattr(body.config, "max_position_embeddings", EncoderOptions.max_length))
    if options is None:
        options = EncoderOptions(max_length=min(longest, EncoderOptions.max_length))
        if layers_to_train(body, 0):
            options = dataclasses.replace(options, **_FROZEN_BELOW)
    if options.max_length > longest:
        raise InputError(
            f"{title} reads at most {longest} word pieces. Got max_length {options.max_length}.",
            hint="Lower it.",
        )
    n_trained = layers_to_train(body, options.trained_layers)
    return dataclasses.replace(options, trained_layers=n_trained)


def read_tokenizer(path: Path) -> Any:
    """Read a tokenizer.json, so that it neither pads nor cuts; raise InputError if damaged."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # tokenizers raises nothing narrower
        raise _damaged(path, error) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def save_encoder(folder: Path, model: FineTuned) -> None:
    """Write a fine-tuned encoder into a folder; the same model gives the same bytes.

    The weights go first and the settings last, so that a folder with settings is a whole one.
    """
    from safetensors.torch import save

    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "format": FORMAT,
        "labels": model.labels,
        "n_codes": model.n_codes,
        "title": model.title,
        "epochs": model.epochs,
        "options": dataclasses.asdict(model.options),
    }
    tensors = {name: part.contiguous() for name, part in model.network.state_dict().items()}
    _write(folder / WEIGHTS, save(tensors))
    _write(folder / TOKENIZER, model.tokenizer.to_str().encode("utf-8"))
    _write(folder / CONFIG, _json_bytes(model.network["body"].config.to_dict()))
    _write(folder / SETTINGS, _json_bytes(settings))


def load_encoder(folder: Path) -> FineTuned:
    """Load a fine-tuned encoder, ready to score.

    Raises ExtraMissingError without the extra `transformers`, and InputError when a file of the
    folder is missing, damaged, or of a newer textmine.
    """
    require_transformers()
    stay_offline()
    from safetensors import SafetensorError
    from safetensors.torch import load
    from transformers import AutoConfig, AutoModel

    for file in FILES:
        if not (folder / file).is_file():
            raise InputError(
                f"The encoder in {folder} is incomplete: {file} is missing.", hint=_AGAIN
            )
    settings, tokenizer = _settings(folder / SETTINGS), read_tokenizer(folder / TOKENIZER)
    try:
        config = json.loads((folder / CONFIG).read_bytes())
        models: Any = AutoModel
        body = models.from_config(AutoConfig.for_model(**config), trust_remote_code=False)
        options = EncoderOptions(**settings["options"])
        network = make_network(body, int(settings["n_codes"]), options.dropout)
        network.load_state_dict(load((folder / WEIGHTS).read_bytes()))
        return FineTuned(
            settings["labels"],
            int(settings["n_codes"]),
            str(settings["title"]),
            int(settings["epochs"]),
            options,
            tokenizer,
            network.eval(),
        )
    except DAMAGE as error:
        raise _damaged(folder, error) from error
    except SafetensorError as error:
        raise _damaged(folder / WEIGHTS, error) from error


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings: Any = json.loads(path.read_bytes())
    except DAMAGE as error:
        raise _damaged(path, error) from error
    if not isinstance(settings, dict) or settings.get("labels") not in get_args(Labels):
        raise _damaged(path, ValueError("it does not say what it is"))
    refuse_newer(path, settings.get("format"), FORMAT, _AGAIN)
    return settings


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(f"The encoder in {path} is damaged: {said_of(error)}.", hint=_AGAIN)


def _json_bytes(value: Any) -> bytes:
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    return text.encode("utf-8")


def _write(path: Path, content: bytes) -> None:
    with replacing_file(path) as draft:
        draft.write_bytes(content)
