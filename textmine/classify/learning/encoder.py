"""Fine-tune a sentence encoder on coded messages, each read between its neighbours.

The encoder reads the messages in their order in the thread; the codes are told from the mean of the
word pieces of the message itself, which have seen the neighbours through attention.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.choices import Labels
from textmine.classify.learning.encoder_file import (
    EncoderOptions,
    FineTuned,
    load_encoder,
    make_network,
    read_tokenizer,
    save_encoder,
)
from textmine.config import Progress, silent
from textmine.errors import InputError
from textmine.nlp.encoders.transformer import (
    Transformer,
    batches_by_length,
    require_transformers,
    stay_offline,
    use_all_processors,
)

__all__ = [
    "EncoderOptions",
    "FineTuned",
    "fit_encoder",
    "load_encoder",
    "neighbour_segment",
    "save_encoder",
    "score_texts",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]

HERE = "\x1e"
"""Stands in the second segment where the message itself stands among its neighbours."""

_PIECES = 1_024
_POOL = 16
_FEWEST_HELD_OUT, _FEWEST_GROUPS = 40, 10
_DECIMALS = 4
_HEAVIEST = 20.0


@dataclass(frozen=True)
class _Row:
    """One message among its neighbours as word pieces; its own go from `begin` up to `end`."""

    pieces: list[int]
    begin: int
    end: int


def neighbour_segment(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the second segment: the messages before and after, each in the order of reading."""
    return HERE.join(" ".join(side).replace(HERE, " ") for side in (before, after))


def fit_encoder(
    first: Sequence[str],
    second: Sequence[str],
    gold: Marks,
    *,
    labels: Labels,
    groups: Ints,
    start: Transformer,
    options: EncoderOptions | None = None,
    seed: int = 42,
    progress: Progress = silent,
) -> FineTuned:
    """Fine-tune the encoder `start` on messages, their neighbours and their codes.

    `first` holds the messages, `second` their neighbours (see `neighbour_segment`), `gold` marks of
    shape (n, n_codes), one a row where `labels` is "single"; `groups` (n,) says which messages may
    not be parted. The same input, seed and number of processors give the same weights.

    Raises ExtraMissingError without the extra `transformers`, and InputError when the encoder
    cannot read `max_length` word pieces.
    """
    _check(first, second, gold, groups, labels)
    require_transformers()
    stay_offline()
    use_all_processors()
    import torch

    options = options or EncoderOptions()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = make_network(_body(start, options), gold.shape[1], options.dropout)
        tokenizer = read_tokenizer(start.transformer / "tokenizer.json")
        model = FineTuned(labels, gold.shape[1], start.title, 0, options, tokenizer, network)
        held = _held_out(groups, options.holdout, seed)
        epochs = _train(model, _rows(model, first, second), gold, held, seed, progress)
    network.eval()
    return replace(model, epochs=epochs)


def score_texts(model: FineTuned, first: Sequence[str], second: Sequence[str]) -> Floats:
    """Return a score (logit) a message and code, shape (n, n_codes); the same in any company."""
    use_all_processors()
    return _scores(model, _rows(model, first, second))


def _check(
    first: Sequence[str], second: Sequence[str], gold: Marks, groups: Ints, labels: Labels
) -> None:
    if not len(first) == len(second) == len(gold) == len(groups) or not len(first):
        raise ValueError(
            "'first', 'second', 'gold' and 'groups' must be of one length, and not empty. Got "
            f"{len(first)}, {len(second)}, {len(gold)} and {len(groups)}."
        )
    if labels == "single" and not bool(np.all(gold.sum(axis=1) == 1)):
        raise ValueError("'gold' must mark one code a row where 'labels' is 'single'.")


def _body(start: Transformer, options: EncoderOptions) -> Any:
    from transformers import AutoModel

    body = AutoModel.from_pretrained(
        str(start.transformer), local_files_only=True, use_safetensors=True, dtype="float32"
    )
    longest = int(getattr(body.config, "max_position_embeddings", options.max_length))
    if options.max_length > longest:
        raise InputError(
            f"{start.title} reads at most {longest} word pieces. Got max_length "
            f"{options.max_length}.",
            hint="Lower it.",
        )
    return body


def _rows(model: FineTuned, first: Sequence[str], second: Sequence[str]) -> list[_Row]:
    """Return the messages among their neighbours, the far ends of the neighbours cut to fit."""
    opening, closing = _special_pieces(model.tokenizer)
    sides = [segment.partition(HERE) for segment in second]
    own = _pieces(model.tokenizer, first)
    before = _pieces(model.tokenizer, [side[0] for side in sides])
    after = _pieces(model.tokenizer, [side[2] for side in sides])
    room = model.options.max_length - len(opening) - 3 * len(closing)
    rows = []
    for mine, left, right in zip(own, before, after, strict=True):
        kept = mine[:room]
        free = min(model.options.context, room - len(kept))
        n_left = min(len(left), max(free // 2, free - len(right)))
        head = opening + left[len(left) - n_left :] + closing
        tail = closing + right[: free - n_left] + closing
        rows.append(_Row(head + kept + tail, len(head), len(head) + len(kept)))
    return rows


def _pieces(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    found = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [list(each.ids) for each in found]


def _special_pieces(tokenizer: Any) -> tuple[list[int], list[int]]:
    """Return what the encoder expects before and after a text."""
    found = tokenizer.encode("a")
    plain = np.flatnonzero(np.array(found.special_tokens_mask) == 0)
    return list(found.ids[: plain[0]]), list(found.ids[plain[-1] + 1 :])


def _logits(network: Any, rows: Sequence[_Row], length: int) -> Any:
    """Return the logits of rows padded to `length`: from the mean of the message's own pieces."""
    import torch

    config = network["body"].config
    pieces = torch.full((len(rows), length), int(getattr(config, "pad_token_id", 0) or 0))
    there, own = torch.zeros_like(pieces), torch.zeros_like(pieces)
    for place, row in enumerate(rows):
        pieces[place, : len(row.pieces)] = torch.tensor(row.pieces)
        there[place, : len(row.pieces)] = 1
        own[place, row.begin : row.end] = 1
    inputs = {"input_ids": pieces, "attention_mask": there}
    if getattr(config, "type_vocab_size", 0) > 1:
        inputs["token_type_ids"] = own
    states = network["body"](**inputs).last_hidden_state
    weights = own.unsqueeze(-1).to(states.dtype)
    mean = (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)
    return network["head"](network["dropout"](mean)).float()


def _scores(model: FineTuned, rows: Sequence[_Row]) -> Floats:
    import torch

    scores = np.zeros((len(rows), model.n_codes))
    model.network.eval()
    lengths = [len(row.pieces) for row in rows]
    for batch in batches_by_length(lengths, _PIECES, model.options.max_length):
        with torch.inference_mode():
            found = _logits(model.network, [rows[row] for row in batch.filled], batch.length)
        scores[batch.rows] = found.numpy()[: len(batch.rows)]
    return scores.round(_DECIMALS) + 0.0


def _held_out(groups: Ints, share: float, seed: int) -> Marks:
    """Mark whole groups, about a share of the units; none where that would be too few to judge."""
    held = np.zeros(len(groups), dtype=np.bool_)
    names = np.unique(groups)
    if len(names) < _FEWEST_GROUPS or share * len(groups) < _FEWEST_HELD_OUT:
        return held
    for name in np.random.default_rng(seed).permutation(names):
        if held.sum() >= share * len(groups):
            break
        held |= groups == name
    return held


def _train(
    model: FineTuned,
    rows: Sequence[_Row],
    gold: Marks,
    held: Marks,
    seed: int,
    progress: Progress,
) -> int:
    """Train the network of `model` in place; return how many epochs it learned.

    Where units are held out, the epoch that does best on them is kept.
    """
    options, network = model.options, model.network
    train, judged = np.flatnonzero(~held), [rows[int(row)] for row in np.flatnonzero(held)]
    per_epoch = math.ceil(len(train) / options.batch_size)
    total = per_epoch * options.epochs
    step = _stepper(model, rows, gold, train, total)
    lengths = np.array([len(row.pieces) for row in rows])
    generator = np.random.default_rng(seed)
    best, best_score, kept = 0, -math.inf, {}
    for epoch in range(1, options.epochs + 1):
        network.train()
        batches = _shuffled(train, lengths, options.batch_size, generator)
        for done, chosen in enumerate(batches, (epoch - 1) * per_epoch):
            progress("fine-tuning", done, total)
            step(chosen)
        if not judged:
            best = epoch
            continue
        score = _agreement(_scores(model, judged), gold[held], model.labels)
        if score > best_score:
            best, best_score = epoch, score
            kept = {name: part.clone() for name, part in network.state_dict().items()}
        elif epoch - best >= options.patience:
            break
    if kept:
        network.load_state_dict(kept)
    progress("fine-tuning", total, total)
    return best


def _stepper(
    model: FineTuned, rows: Sequence[_Row], gold: Marks, train: Ints, total: int
) -> Callable[[Ints], None]:
    """Return a function that learns from one batch; it is to be called `total` times."""
    import torch

    options, network = model.options, model.network
    loss = _loss(gold[train], model.labels, options.class_weight)
    target = torch.from_numpy(gold.astype(np.float32))
    optimizer = torch.optim.AdamW(_parameter_groups(network, options), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda done: _rate(done, total, options.warmup)
    )
    fast = (
        _computes_in_bfloat16() if options.precision == "auto" else options.precision != "float32"
    )

    def step(chosen: Ints) -> None:
        batch = [rows[row] for row in chosen]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast):
            logits = _logits(network, batch, max(len(row.pieces) for row in batch))
        optimizer.zero_grad()
        loss(logits, target[torch.from_numpy(chosen)]).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()

    return step


def _loss(gold: Marks, labels: Labels, power: float) -> Any:
    """Return cross-entropy (one code a row) or binary cross-entropy, rare codes weighing more."""
    import torch

    share = np.maximum(gold.sum(axis=0), 1) / len(gold)
    if labels == "single":
        weights = (1 / share) ** power
        weights /= (gold @ weights).mean()
        return torch.nn.CrossEntropyLoss(weight=torch.tensor(weights, dtype=torch.float32))
    odds = np.clip(((1 - share) / share) ** power, 1 / _HEAVIEST, _HEAVIEST)
    return torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(odds, dtype=torch.float32))


def _parameter_groups(network: Any, options: EncoderOptions) -> list[dict[str, Any]]:
    """Return the parameters with their rates: layers below the top learn more slowly."""
    named = list(network.named_parameters())
    depth = 1 + max((_layer(name) for name, _ in named), default=0)
    groups = []
    for name, parameter in named:
        below = depth - 1 - _layer(name)
        share = options.head_rate if name.startswith("head.") else options.layer_decay**below
        decay = options.weight_decay if parameter.ndim > 1 else 0.0
        rate = options.learning_rate * share
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups


def _layer(name: str) -> int:
    """Return the number of the layer that a parameter belongs to, -1 for the embeddings."""
    found = re.search(r"\.layers?\.(\d+)\.", name)
    return int(found[1]) if found else -1


def _rate(done: int, total: int, warmup: float) -> float:
    """Return the share of the learning rate after `done` steps: up to 1 and down to 0."""
    rising = warmup * total
    return min((done + 1) / (rising + 1), max(0.0, (total - done) / max(total - rising, 1)))


def _shuffled(
    train: Ints, lengths: Ints, size: int, generator: np.random.Generator
) -> Iterator[Ints]:
    """Yield batches in random order, messages of like length together."""
    order = generator.permutation(train)
    batches: list[Ints] = []
    for start in range(0, len(order), size * _POOL):
        pool = order[start : start + size * _POOL]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        batches += [pool[place : place + size] for place in range(0, len(pool), size)]
    for place in generator.permutation(len(batches)):
        yield batches[place]


def _agreement(scores: Floats, gold: Marks, labels: Labels) -> float:
    """Return the mean of micro- and macro-F1: the second alone hangs on the rarest code."""
    given = scores > 0
    if labels == "single":
        given = np.eye(gold.shape[1], dtype=np.bool_)[scores.argmax(axis=1)]
    right, both = (given & gold).sum(axis=0), given.sum(axis=0) + gold.sum(axis=0)
    macro = np.mean(2 * right[both > 0] / both[both > 0]) if both.any() else 0.0
    return float(macro + 2 * right.sum() / max(both.sum(), 1)) / 2


def _computes_in_bfloat16() -> bool:
    """Return whether the processor multiplies in bfloat16 itself; elsewhere it would be slower."""
    import torch

    asked = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, name, lambda: False)()) for name in asked)
