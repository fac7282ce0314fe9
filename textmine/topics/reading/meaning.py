"""What units mean, as vectors: for quotations that repeat nothing, and that stand apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.nlp import Prepared
from textmine.nlp.encoders import embed_texts, universal_encoder
from textmine.nlp.encoders.universal import LANGUAGES, missing_package

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

Meaning = Callable[[Sequence[int]], NDArray[np.float64]]
"""Gives the vectors of some units, (n, 512): rows of length 1, or 0 for a unit without a letter."""


def meaning_of(prepared: Prepared, workspace: Keep) -> Meaning | None:
    """Return what gives units their vectors, which the workspace keeps.

    None where the core encoder does not read their language, or is not installed.
    """
    if prepared.model.lang not in LANGUAGES or missing_package():
        return None
    texts, encoder = prepared.clean, universal_encoder()

    def vectors(units: Sequence[int]) -> NDArray[np.float64]:
        found = embed_texts([texts[unit] for unit in units], encoder, workspace)
        return found.astype(np.float64)

    return vectors
