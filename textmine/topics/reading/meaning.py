"""What units mean, as vectors: for quotations that repeat nothing, and that stand apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.nlp import Prepared
from textmine.nlp.encoders import text_meaning

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

Meaning = Callable[[Sequence[int]], NDArray[np.float64]]
"""Gives the vectors of some units, (n, 512): rows of length 1, or 0 for a unit without a letter."""


def meaning_of(prepared: Prepared, workspace: Keep) -> Meaning | None:
    """Return what gives units their vectors, which the workspace keeps.

    None where the core encoder does not read their language, or is not installed.
    """
    of_texts, texts = text_meaning(prepared.model.lang, workspace), prepared.clean
    if of_texts is None:
        return None
    return lambda units: of_texts([texts[unit] for unit in units])
