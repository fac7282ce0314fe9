"""Messages among their neighbours as word pieces: what an encoder that is fine-tuned reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.classify.learning.encoder_file import EncoderOptions

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
