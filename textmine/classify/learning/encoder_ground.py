"""Texts as an encoder reads them before it learns from any code: what every fold has in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.classify.learning.encoder_file import (
    EncoderOptions,
    options_for,
    read_body,
    read_tokenizer,
)
from textmine.classify.learning.encoder_layers import lower_body, without_top
from textmine.classify.learning.encoder_rows import EncoderRow, encoder_rows
from textmine.classify.learning.encoder_states import PIECES, KeptStates, keep_states
from textmine.config import Progress, silent
from textmine.nlp.encoders.length_batches import batches_by_length
from textmine.nlp.encoders.precision import in_bfloat16, products
from textmine.nlp.encoders.transformer import (
    Transformer,
    require_transformers,
    stay_offline,
    use_all_processors,
)
from textmine.store import sha256_of_json

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DECIMALS = 4


@dataclass(frozen=True)
class Ground:
    """Texts as an encoder reads them before it learns from any code: the same for every fold.

    `states` are what the lower layers make of the `rows`, None where the whole `body` is trained.
    `options` say how many layers that is. `key` names all that went before the first code.
    """

    title: str
    options: EncoderOptions
    tokenizer: Any
    body: Any
    rows: tuple[EncoderRow, ...]
    states: KeptStates | None = None
    key: str = ""


def make_ground(
    first: Sequence[str],
    second: Sequence[str],
    start: Transformer,
    options: EncoderOptions | None = None,
    folder: Path | None = None,
    progress: Progress = silent,
) -> Ground:
    """Read messages, and their neighbours (see `neighbour_segment`), as the encoder `start` does.

    In `folder` the states of the lower layers are kept, for a run that was stopped.

    Raises ExtraMissingError without the extra `transformers`, and InputError when the encoder
    cannot read `max_length` word pieces.
    """
    require_transformers()
    stay_offline()
    use_all_processors()
    body = without_top(read_body(start))
    options = options_for(body, start.title, options)
    tokenizer = read_tokenizer(start.transformer / "tokenizer.json")
    rows = tuple(encoder_rows(tokenizer, options, first, second))
    fast = in_bfloat16(options.precision)
    pieces = [row.pieces for row in rows]
    layers = int(body.config.num_hidden_layers), options.trained_layers
    key = sha256_of_json([start.digest, *layers, fast, pieces])
    ground = Ground(start.title, options, tokenizer, body, rows, key=key)
    if not options.trained_layers:
        return ground
    lower = replace(ground, body=lower_body(body, options.trained_layers))
    states = keep_states(
        rows,
        lambda batch: _states(lower, batch.rows, batch.length, fast).float().numpy(),
        int(body.config.hidden_size),
        options.max_length,
        folder / key[:20] if folder else None,
        progress,
    )
    return replace(ground, states=states)


def _states(ground: Ground, rows: Sequence[int], length: int, fast: bool = False) -> Any:
    """Return what the body of the ground makes of rows padded to `length`, to learn nothing."""
    import torch

    with torch.inference_mode(), products(fast):
        inputs, _ = _inputs(ground, rows, length)
        return ground.body.eval()(**inputs).last_hidden_state


def _inputs(ground: Ground, rows: Sequence[int], length: int) -> tuple[dict[str, Any], Any]:
    """Return what a body takes of rows padded to `length`, and marks of the messages themselves."""
    import torch

    config = ground.body.config
    pieces = torch.full((len(rows), length), int(getattr(config, "pad_token_id", 0) or 0))
    there, own = torch.zeros_like(pieces), torch.zeros_like(pieces)
    for index, row in enumerate(ground.rows[row] for row in rows):
        pieces[index, : len(row.pieces)] = torch.tensor(row.pieces)
        there[index, : len(row.pieces)] = 1
        own[index, row.begin : row.end] = 1
    if ground.states is not None:
        states = torch.from_numpy(ground.states.take(rows, length))
        return {"inputs_embeds": states, "attention_mask": there}, own
    inputs = {"input_ids": pieces, "attention_mask": there}
    if getattr(config, "type_vocab_size", 0) > 1:
        inputs["token_type_ids"] = own
    return inputs, own


def logits_of(ground: Ground, network: Any, rows: Sequence[int], length: int) -> Any:
    """Return the logits of rows padded to `length`: from the mean of the message's own pieces."""
    inputs, own = _inputs(ground, rows, length)
    states = network["body"](**inputs).last_hidden_state
    weights = own.unsqueeze(-1).to(states.dtype)
    mean = (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)
    return network["head"](network["dropout"](mean)).float()


def scores_of(ground: Ground, network: Any, n_codes: int, units: Ints) -> Floats:
    """Return the scores of some rows by a network of `body`, `dropout` and `head`, (n, n_codes)."""
    import torch

    scores = np.zeros((len(units), n_codes))
    for part in network.values():
        part.eval()
    lengths = [len(ground.rows[unit].pieces) for unit in units]
    for batch in batches_by_length(lengths, PIECES, ground.options.max_length):
        filled = [int(units[row]) for row in batch.filled]
        with torch.inference_mode():
            logits = logits_of(ground, network, filled, batch.length)
        scores[batch.rows] = logits.numpy()[: len(batch.rows)]
    return scores.round(_DECIMALS) + 0.0
