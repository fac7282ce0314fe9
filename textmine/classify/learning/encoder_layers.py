"""The upper layers of a transformer, which are trained, and the lower ones, which stay as they are.

What the lower layers make of a text hangs on no code: it is computed once, and every fold learns
from it.
"""

import copy
from collections.abc import Sequence
from typing import Any

_PLACES = ("encoder.layer", "transformer.layer")
"""Where a body keeps its layers: BERT, RoBERTa, XLM-R, MPNet and ELECTRA; DistilBERT."""

AFFORDABLE = 15_000_000
"""Parameters of all trained layers together: two layers of 768 numbers, all of a small encoder."""


def layers_to_train(body: Any, wanted: int) -> int:
    """Return how many of the upper layers are trained, 0 for the whole body.

    `wanted` 0 leaves the choice to what two processors can pay. A body whose layers cannot be told
    apart is trained as a whole.
    """
    layers = _layers(body)
    if not layers:
        return 0
    size = sum(part.numel() for part in layers[-1].parameters())
    n = wanted or max(1, AFFORDABLE // max(size, 1))
    return 0 if n >= len(layers) else n


def without_top(body: Any) -> Any:
    """Return a body without the upper third of its layers, if it is too wide to be trained whole.

    They are made to say what a text is about (see `Transformer.inner`). Others stay as they are.
    """
    layers, n_trained = _layers(body), layers_to_train(body, 0)
    if not n_trained:
        return body
    n_layers = max(n_trained + 1, 2 * len(layers) // 3)
    cut = _with_layers(body, layers[:n_layers])
    cut.config = copy.deepcopy(body.config)
    cut.config.num_hidden_layers = n_layers
    return cut


def lower_body(body: Any, n_trained: int) -> Any:
    """Return the body without its upper layers; the others are shared with it."""
    return _with_layers(body, _layers(body)[:-n_trained])


def upper_body(body: Any, n_trained: int, anew: bool = False) -> Any:
    """Return the body from its upper layers on: it takes states as `inputs_embeds`.

    The layers are shared with the body, or with `anew` copied and alone to be trained.
    """
    layers = _layers(body)[-n_trained:]
    upper = _with_layers(body, copy.deepcopy(layers) if anew else layers)
    upper.embeddings = _as_given()
    if anew:
        upper.requires_grad_(False)
        for layer in _layers(upper):
            layer.requires_grad_(True)
    return upper


def whole_body(body: Any, upper: Any) -> Any:
    """Return the body with the layers of `upper` in the place of its own; the lower are shared."""
    layers = _layers(upper)
    return _with_layers(body, [*_layers(body)[: -len(layers)], *layers])


def _layers(body: Any) -> list[Any]:
    path = _place(body)
    return list(getattr(getattr(body, path[0]), path[1])) if path else []


def _place(body: Any) -> tuple[str, ...]:
    for path in _PLACES:
        owner, name = path.split(".")
        if hasattr(getattr(body, owner, None), name) and hasattr(body, "embeddings"):
            return owner, name
    return ()


def _with_layers(body: Any, layers: Sequence[Any]) -> Any:
    import torch

    owner, name = _place(body)
    twin, inner = _twin(body), _twin(getattr(body, owner))
    setattr(inner, name, torch.nn.ModuleList(layers))
    setattr(twin, owner, inner)
    return twin


def _twin(module: Any) -> Any:
    """Return a module of the same parts, whose parts can be changed without changing this one's."""
    twin = copy.copy(module)
    twin._modules = dict(module._modules)
    return twin


def _as_given() -> Any:
    """Return what stands in the place of the embeddings: it hands on the states that it gets."""
    import torch

    module: Any = torch.nn.Module
    return type("AsGiven", (module,), {"forward": _handed_on})()


def _handed_on(_: Any, *parts_given: Any, **named: Any) -> Any:
    import torch

    parts = (*parts_given, *named.values())
    return next(part for part in parts if torch.is_tensor(part) and part.is_floating_point())
