"""Machine codes and held-out codes made up for tests of what is done with them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.classify.machine_codes import MachineCodes
from textmine.classify.out_of_fold import HeldOutCodes


def machine_codes(
    probabilities: Sequence[Sequence[float]],
    dimension: str = "subject",
    *,
    classes: str = "abc",
    labels: str = "single",
    prefix: str = "d",
) -> MachineCodes:
    """Codes of documents d0, d1, ...: the most probable one, or all from .5 on."""
    p = np.array(probabilities, dtype=np.float64).reshape(len(probabilities), len(classes))
    given = p >= 0.5 if labels == "multi" else np.eye(len(classes), dtype=bool)[p.argmax(axis=1)]
    ids = tuple(f"{prefix}{place}" for place in range(len(p)))
    return MachineCodes(dimension, labels, tuple(classes), ids, p, given)


def drawn_codes(
    n: int, dimension: str = "subject", *, labels: str = "single", sharpness: float = 2.0, seed=0
) -> HeldOutCodes:
    """Held-out codes of n documents in five folds, with probabilities that are calibrated."""
    draw = np.random.default_rng(seed)
    if labels == "multi":
        p = draw.beta(0.6, 0.9, (n, 3))
        gold = draw.random((n, 3)) < p
    else:
        logits = draw.normal(0, sharpness, (n, 3))
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        code = (draw.random((n, 1)) > p.cumsum(axis=1)).sum(axis=1)
        gold = np.eye(3, dtype=bool)[np.minimum(code, 2)]
    said = machine_codes(p.tolist(), dimension, labels=labels)
    return HeldOutCodes(
        said, gold, np.arange(n, dtype=np.int64) % 5, machine_codes([], dimension, labels=labels)
    )
