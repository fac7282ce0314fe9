"""Texts as an encoder reads them before it learns from any code: what every fold has in common."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from textmine.arrays import Floats, Ints
from textmine.classify.learning.encoder_file import (
    EncoderOptions,
    options_for,
    read_body,
    read_tokenizer,
)
from textmine.classify.learning.encoder_layers import lower_body, without_top
from textmine.config import Progress, silent
from textmine.nlp.encoders import transformer
from textmine.nlp.encoders.length_batches import LengthBatch, batches_by_length
from textmine.nlp.encoders.precision import in_bfloat16, products
from textmine.store import replacing_file, sha256_of_json

PIECES = 1_024
"""Word pieces that are read together where nothing is trained."""

_STATES, _DONE = "states.f16", "done.json"
_LARGEST = float(np.finfo(np.float16).max)
_STEP = 20
"""Batches after which it is noted how far the work is."""

Read = Callable[[LengthBatch], NDArray[np.float32]]
"""Returns the states of the rows of a batch, (n_rows, length, width)."""


@dataclass(frozen=True)
class KeptStates:
    """States of rows, (n_pieces, width), half precision; those of a row begin at its `starts`."""

    states: Any
    starts: Ints

    def take(self, rows: Sequence[int], length: int) -> NDArray[np.float32]:
        """Return the states of rows, (n_rows, length, width), zeros behind the shorter ones."""
        result = np.zeros((len(rows), length, self.states.shape[1]), dtype=np.float32)
        for index, row in enumerate(rows):
            begin, end = self.starts[row], self.starts[row + 1]
            result[index, : end - begin] = self.states[begin:end]
        return result


def keep_states(
    rows: Sequence[EncoderRow],
    read: Read,
    width: int,
    longest: int,
    folder: Path | None = None,
    progress: Progress = silent,
) -> KeptStates:
    """Return the states of all rows, by `read` where they are not kept in the folder.

    `longest` is the most word pieces of a row. The folder belongs to these rows and this encoder.
    """
    lengths = [len(row.pieces) for row in rows]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    total = int(starts[-1])
    done = 0 if folder is None else _done(folder, total * width)
    states = _array(folder, (total, width), begin=not done)
    batches = list(batches_by_length(lengths, PIECES, longest))
    n_read = sum(lengths[row] for batch in batches[:done] for row in batch.rows)
    for number, batch in enumerate(batches[done:], done + 1):
        progress("reading with the frozen layers", n_read, total)
        for row, row_states in zip(batch.rows, read(batch), strict=True):
            clipped = np.clip(row_states[: lengths[row]], -_LARGEST, _LARGEST)
            states[starts[row] : starts[row + 1]] = clipped
            n_read += lengths[row]
        if folder is not None and (number % _STEP == 0 or number == len(batches)):
            states.flush()
            with replacing_file(folder / _DONE) as draft:
                draft.write_text(json.dumps({"batches": number}), encoding="utf-8")
    progress("reading with the frozen layers", total, total)
    return KeptStates(states, starts)


def _array(folder: Path | None, shape: tuple[int, int], begin: bool) -> Any:
    shape = (max(shape[0], 1), shape[1])
    if folder is None:
        with tempfile.TemporaryFile() as file:  # goes when nothing reads it any more
            return np.memmap(file, dtype=np.float16, mode="w+", shape=shape)
    folder.mkdir(parents=True, exist_ok=True)
    mode: Literal["w+", "r+"] = "w+" if begin else "r+"
    return np.memmap(folder / _STATES, dtype=np.float16, mode=mode, shape=shape)


def _done(folder: Path, n_numbers: int) -> int:
    """Return how many batches are kept, 0 where the file is not what it should be."""
    try:
        done = int(json.loads((folder / _DONE).read_bytes())["batches"])
        whole = (folder / _STATES).stat().st_size == 2 * n_numbers
    except (OSError, ValueError, LookupError, TypeError):
        return 0
    return done if whole else 0


HERE = "\x1e"
"""Stands in the second segment where the message itself stands among its neighbours."""


@dataclass(frozen=True)
class EncoderRow:
    """One message among its neighbours; its own word pieces go from `begin` up to `end`."""

    pieces: list[int]
    begin: int
    end: int


def neighbour_segment(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the second segment: the messages before and after, each in the order of reading."""
    return HERE.join(" ".join(side).replace(HERE, " ") for side in (before, after))


def encoder_rows(
    tokenizer: Any, options: EncoderOptions, first: Sequence[str], second: Sequence[str]
) -> list[EncoderRow]:
    """Return the messages among their neighbours, the far ends of the neighbours cut to fit."""
    opening, closing = _special_pieces(tokenizer)
    sides = [segment.partition(HERE) for segment in second]
    own = _pieces(tokenizer, first)
    before = _pieces(tokenizer, [side[0] for side in sides])
    after = _pieces(tokenizer, [side[2] for side in sides])
    room = options.max_length - len(opening) - 3 * len(closing)
    rows = []
    for mine, left, right in zip(own, before, after, strict=True):
        own_pieces = mine[:room]
        free = min(options.context, room - len(own_pieces))
        n_left = min(len(left), max(free // 2, free - len(right)))
        head = opening + left[len(left) - n_left :] + closing if options.context else opening
        tail = closing + right[: free - n_left] + closing if options.context else closing
        rows.append(EncoderRow(head + own_pieces + tail, len(head), len(head) + len(own_pieces)))
    return rows


def _pieces(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [list(encoding.ids) for encoding in encodings]


def _special_pieces(tokenizer: Any) -> tuple[list[int], list[int]]:
    """Return what the encoder expects before and after a text."""
    encoding = tokenizer.encode("a")
    plain = np.flatnonzero(np.array(encoding.special_tokens_mask) == 0)
    return list(encoding.ids[: plain[0]]), list(encoding.ids[plain[-1] + 1 :])


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
    start: transformer.Transformer,
    options: EncoderOptions | None = None,
    folder: Path | None = None,
    progress: Progress = silent,
) -> Ground:
    """Read messages, and their neighbours (see `neighbour_segment`), as the encoder `start` does.

    In `folder` the states of the lower layers are kept, for a run that was stopped.

    Raises ExtraMissingError without the extra `transformers`, and InputError when the encoder
    cannot read `max_length` word pieces.
    """
    transformer.require_transformers()
    transformer.stay_offline()
    transformer.use_all_processors()
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
