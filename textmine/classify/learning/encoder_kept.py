"""Keep a fit that is done, so that a run that was stopped goes on with the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textmine.store import replacing_file

_EPOCHS = "epochs"


def fit_or_take(folder: Path | None, key: str, network: Any, fit: Callable[[], int]) -> int:
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
