"""Texts longer than a model reads at once, cut into windows that it reads whole."""

from collections.abc import Callable
from itertools import pairwise

_NEAR = 60
"""Characters around a cut in which a sentence end, or a blank, is looked for."""


def cut_into_windows(text: str, n_pieces: Callable[[str], int], longest: int) -> list[str]:
    """Cut a text into windows of like length, each of at most `longest` word pieces.

    `n_pieces` counts the word pieces of a text, with the marks that the model sets around it. There
    are as few windows as it takes. They end after a sentence, or else after a word, where there is
    one near.
    """
    windows, n_windows = [text], -(-n_pieces(text) // longest)
    while 1 < n_windows < len(text):
        bounds = [_near_end(text, len(text) * i // n_windows) for i in range(1, n_windows)]
        ends = [0, *bounds, len(text)]
        windows = [text[begin:end] for begin, end in pairwise(ends)]
        if all(n_pieces(window) <= longest for window in windows):
            break
        n_windows += 1
    return [window for window in windows if window.strip()] or [text]


def _near_end(text: str, place: int) -> int:
    """Return the place nearest to a given one at which a sentence ends, or else a word."""
    begin = max(place - _NEAR, 0)
    near = text[begin : place + _NEAR]
    after_blanks = [i + 1 for i, sign in enumerate(near) if sign.isspace()]
    ends = [i for i in after_blanks if near[: i - 1].endswith((".", "!", "?", "…"))]
    return min(
        (begin + i for i in ends or after_blanks), key=lambda i: abs(i - place), default=place
    )
