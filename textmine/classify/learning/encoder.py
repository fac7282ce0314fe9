"""Fine-tune a sentence encoder on coded messages, each read between its neighbours.

The encoder reads the messages in their order in the thread; the codes are told from the mean of the
word pieces of the message itself, which have seen the neighbours through attention. Of a large
encoder the upper layers are trained: what the lower ones make of the texts is computed once, for
all folds, and without any code (`Ground`).
"""

import copy
import dataclasses
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from textmine.arrays import Bools, Floats, Ints
from textmine.choices import Labels
from textmine.classify.learning import encoder_steps
from textmine.classify.learning.encoder_file import (
    EncoderOptions,
    FineTuned,
    load_encoder,
    make_network,
    save_encoder,
)
from textmine.classify.learning.encoder_ground import (
    Ground,
    encoder_rows,
    logits_of,
    make_ground,
    neighbour_segment,
    scores_of,
)
from textmine.classify.learning.encoder_layers import upper_body, whole_body
from textmine.config import Progress, silent
from textmine.config.threads import processors
from textmine.nlp.encoders.precision import in_bfloat16, products
from textmine.nlp.encoders.transformer import Transformer, use_all_processors
from textmine.store import replacing_file, sha256_of_json
from textmine.store.versions import versions

_EPOCHS = "epochs"


def _fit_or_take(folder: Path | None, key: str, network: Any, fit: Callable[[], int]) -> int:
    """Train a network by `fit`, which returns how many epochs it learned, or take what is kept.

    `key` names all that the trained weights depend on. Only what is trained is kept.
    """
    if folder is None:
        return fit()
    path = folder / f"{key[:40]}.safetensors"
    if path.is_file():
        return _take(path, network)
    epochs = fit()
    _keep(path, network, epochs)
    return epochs


def _keep(path: Path, network: Any, epochs: int) -> None:
    from safetensors.torch import save

    trained = {
        name: part.detach().contiguous()
        for name, part in network.named_parameters()
        if part.requires_grad
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing_file(path) as draft:
        draft.write_bytes(save(trained, {_EPOCHS: str(epochs)}))


def _take(path: Path, network: Any) -> int:
    from safetensors import safe_open

    with safe_open(path, framework="pt") as archive:
        tensors = {name: archive.get_tensor(name) for name in archive.keys()}  # noqa: SIM118 (no iterator)
        epochs = int(archive.metadata()[_EPOCHS])
    network.load_state_dict(tensors, strict=False)
    return epochs


__all__ = [
    "EncoderOptions",
    "FineTuned",
    "Ground",
    "fit_encoder",
    "fit_on_ground",
    "load_encoder",
    "make_ground",
    "neighbour_segment",
    "save_encoder",
    "score_on_ground",
    "score_texts",
]


def fit_on_ground(
    ground: Ground,
    units: Ints,
    gold: Bools,
    *,
    labels: Labels,
    groups: Ints,
    seed: int = 42,
    folder: Path | None = None,
    progress: Progress = silent,
) -> FineTuned:
    """Fine-tune an encoder on some rows of its ground and their codes.

    `units` (n,) are the rows, `gold` (n, n_codes) marks, one a row where `labels` is "single";
    `groups` (n,) says which messages may not be parted. The same input, seed and number of
    processors give the same weights. In `folder` they are kept, for a run that was stopped.
    """
    _check(units, gold, groups, labels)
    import torch

    options, n_trained = ground.options, ground.options.trained_layers
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        if n_trained:
            body = upper_body(ground.body, n_trained, anew=True)
        else:
            body = copy.deepcopy(ground.body)
        network = make_network(body, gold.shape[1], options.dropout)
        held = encoder_steps.held_out_groups(groups, options.holdout, seed)
        key = sha256_of_json(
            [ground.key, dataclasses.asdict(options), versions()["torch"], processors(), labels]
            + [part.astype(int).tolist() for part in (units, gold, groups)]
            + [seed]
        )
        epochs = _fit_or_take(
            folder,
            key,
            network,
            lambda: _train(ground, network, units, gold, labels, held, seed, progress),
        )
    if n_trained:
        network["body"] = whole_body(ground.body, network["body"])
    network.eval()
    return FineTuned(
        labels, gold.shape[1], ground.title, epochs, options, ground.tokenizer, network
    )


def score_on_ground(ground: Ground, model: FineTuned, units: Ints) -> Floats:
    """Return the scores of some rows of the ground that a model learned on, (n, n_codes)."""
    n_trained = ground.options.trained_layers
    if not n_trained:
        return scores_of(ground, model.network, model.n_codes, units)
    upper = {**model.network, "body": upper_body(model.network["body"], n_trained)}
    return scores_of(ground, upper, model.n_codes, units)


def fit_encoder(
    first: Sequence[str],
    second: Sequence[str],
    gold: Bools,
    *,
    labels: Labels,
    groups: Ints,
    start: Transformer,
    options: EncoderOptions | None = None,
    seed: int = 42,
    progress: Progress = silent,
) -> FineTuned:
    """Fine-tune the encoder `start` on messages, their neighbours and their codes.

    Arguments and errors as in `make_ground` and `fit_on_ground`, of which it is both.
    """
    if len(first) != len(second) or not len(first):
        raise ValueError(
            "'first' and 'second' must be of one length, and not empty. Got "
            f"{len(first)} and {len(second)}."
        )
    ground = make_ground(first, second, start, options, None, progress)
    units = np.arange(len(first))
    return fit_on_ground(
        ground, units, gold, labels=labels, groups=groups, seed=seed, progress=progress
    )


def score_texts(model: FineTuned, first: Sequence[str], second: Sequence[str]) -> Floats:
    """Return a score (logit) a message and code, shape (n, n_codes); the same in any company."""
    use_all_processors()
    rows = tuple(encoder_rows(model.tokenizer, model.options, first, second))
    ground = Ground(model.title, model.options, model.tokenizer, model.network["body"], rows)
    return scores_of(ground, model.network, model.n_codes, np.arange(len(rows)))


def _check(units: Ints, gold: Bools, groups: Ints, labels: Labels) -> None:
    if not len(units) == len(gold) == len(groups) or not len(units):
        raise ValueError(
            "'units', 'gold' and 'groups' must be of one length, and not empty. Got "
            f"{len(units)}, {len(gold)} and {len(groups)}."
        )
    if labels == "single" and not bool(np.all(gold.sum(axis=1) == 1)):
        raise ValueError("'gold' must mark one code a row where 'labels' is 'single'.")


def _train(
    ground: Ground,
    network: Any,
    units: Ints,
    gold: Bools,
    labels: Labels,
    held: Bools,
    seed: int,
    progress: Progress,
) -> int:
    """Train a network in place; return how many epochs it learned.

    Where units are held out, the epoch that does best on them is kept.
    """
    options, train = ground.options, np.flatnonzero(~held)
    per_epoch = math.ceil(len(train) / options.batch_size)
    total = per_epoch * options.epochs
    step = _stepper(ground, network, units, gold, labels, train, total)
    lengths = np.array([len(ground.rows[unit].pieces) for unit in units])
    generator = np.random.default_rng(seed)
    best, best_score, best_state = 0, -math.inf, {}
    for epoch in range(1, options.epochs + 1):
        network.train()
        batches = encoder_steps.shuffled_batches(train, lengths, options.batch_size, generator)
        for done, chosen in enumerate(batches, (epoch - 1) * per_epoch):
            progress("fine-tuning", done, total)
            step(chosen)
        if not held.any():
            best = epoch
            continue
        scores = scores_of(ground, network, gold.shape[1], units[held])
        score = encoder_steps.agreement_of(scores, gold[held], labels)
        if score > best_score:
            best, best_score = epoch, score
            best_state = {name: part.clone() for name, part in network.state_dict().items()}
        elif epoch - best >= options.patience:
            break
    if best_state:
        network.load_state_dict(best_state)
    progress("fine-tuning", total, total)
    return best


def _stepper(
    ground: Ground, network: Any, units: Ints, gold: Bools, labels: Labels, train: Ints, total: int
) -> Callable[[Ints], None]:
    """Return a function that learns from one batch; it is to be called `total` times."""
    import torch

    options = ground.options
    loss = encoder_steps.loss_of(gold[train], labels, options.class_weight)
    target = torch.from_numpy(gold.astype(np.float32))
    learned = encoder_steps.parameter_groups(network, options, int(ground.body.config.hidden_size))
    optimizer = torch.optim.AdamW(learned, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda done: encoder_steps.rate_at(done, total, options.warmup)
    )
    fast = in_bfloat16(options.precision)

    def step(chosen: Ints) -> None:
        rows = [int(units[index]) for index in chosen]
        longest = max(len(ground.rows[row].pieces) for row in rows)
        with products(fast):
            logits = logits_of(ground, network, rows, longest)
        optimizer.zero_grad()
        loss(logits, target[torch.from_numpy(chosen)]).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()

    return step
