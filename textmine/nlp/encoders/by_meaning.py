"""What texts mean, as vectors, where the core encoder reads their language and is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from textmine.arrays import Floats
from textmine.nlp.encoders.embedding import embed_texts
from textmine.nlp.encoders.universal import LANGUAGES, missing_package, universal_encoder

if TYPE_CHECKING:
    from textmine.nlp.cache import Keep

TextMeaning = Callable[[Sequence[str]], Floats]
"""Gives texts their vectors, (n, 512): rows of length 1, or 0 for a text without a letter."""


def text_meaning(lang: str, workspace: Keep) -> TextMeaning | None:
    """Return what gives texts of a language their vectors, which the workspace keeps.

    None where the core encoder does not read the language, or is not installed.
    """
    if lang not in LANGUAGES or missing_package():
        return None

    def vectors(texts: Sequence[str]) -> Floats:
        return embed_texts(texts, universal_encoder(), workspace).astype(np.float64)

    return vectors
