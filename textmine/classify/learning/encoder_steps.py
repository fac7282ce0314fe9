"""The steps of fine-tuning: loss, rates of learning, batches, and when an epoch was better."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.choices import Labels
from textmine.classify.learning.encoder_file import EncoderOptions

_POOL = 16
_FEWEST_HELD_OUT, _FEWEST_GROUPS = 40, 10
_HEAVIEST = 20.0
_WIDTH = 384
"""Numbers a word piece of the encoder that the rates were tried on."""


def held_out_groups(groups: Ints, share: float, seed: int) -> Bools:
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


def loss_of(gold: Bools, labels: Labels, power: float) -> Any:
    """Return cross-entropy (one code a row) or binary cross-entropy, rare codes weighing more."""
    import torch

    share = np.maximum(gold.sum(axis=0), 1) / len(gold)
    if labels == "single":
        weights = (1 / share) ** power
        weights /= (gold @ weights).mean()
        return torch.nn.CrossEntropyLoss(weight=torch.tensor(weights, dtype=torch.float32))
    odds = np.clip(((1 - share) / share) ** power, 1 / _HEAVIEST, _HEAVIEST)
    return torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(odds, dtype=torch.float32))


def parameter_groups(network: Any, options: EncoderOptions, width: int) -> list[dict[str, Any]]:
    """Return the parameters with their rates: layers below the top learn more slowly.

    So do wider encoders, in proportion; those that are not trained are left out.
    """
    named = [(name, part) for name, part in network.named_parameters() if part.requires_grad]
    depth = 1 + max((_layer(name) for name, _ in named), default=0)
    groups = []
    for name, parameter in named:
        below = depth - 1 - _layer(name)
        share = options.head_rate if name.startswith("head.") else options.layer_decay**below
        decay = options.weight_decay if parameter.ndim > 1 else 0.0
        rate = options.learning_rate * share * min(1.0, _WIDTH / width)
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups


def _layer(name: str) -> int:
    """Return the number of the layer that a parameter belongs to, -1 for the embeddings."""
    match = re.search(r"\.layers?\.(\d+)\.", name)
    return int(match[1]) if match else -1


def rate_at(done: int, total: int, warmup: float) -> float:
    """Return the share of the learning rate after `done` steps: up to 1 and down to 0."""
    rising = warmup * total
    return min((done + 1) / (rising + 1), max(0.0, (total - done) / max(total - rising, 1)))


def shuffled_batches(
    train: Ints, lengths: Ints, size: int, generator: np.random.Generator
) -> Iterator[Ints]:
    """Yield batches in random order, messages of like length together."""
    order = generator.permutation(train)
    batches: list[Ints] = []
    for start in range(0, len(order), size * _POOL):
        pool = order[start : start + size * _POOL]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        batches += [pool[start : start + size] for start in range(0, len(pool), size)]
    for index in generator.permutation(len(batches)):
        yield batches[index]


def agreement_of(scores: Floats, gold: Bools, labels: Labels) -> float:
    """Return the mean of micro- and macro-F1: the second alone hangs on the rarest code."""
    predicted = scores > 0
    if labels == "single":
        predicted = np.eye(gold.shape[1], dtype=np.bool_)[scores.argmax(axis=1)]
    right, both = (predicted & gold).sum(axis=0), predicted.sum(axis=0) + gold.sum(axis=0)
    macro = np.mean(2 * right[both > 0] / both[both > 0]) if both.any() else 0.0
    return float(macro + 2 * right.sum() / max(both.sum(), 1)) / 2
