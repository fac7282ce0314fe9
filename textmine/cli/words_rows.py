"""How words, key words and collocates are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textmine.cli.shared import Format, print_rows, say

if TYPE_CHECKING:
    from textmine.topics.words.collocates import Collocate
    from textmine.topics.words.comparing import KeyUse, WordUse
    from textmine.topics.words.parts import Part

PART = ("part", "against")

SPREAD = (
    "per 1000: of running words. DP: 0 where a word is spread evenly over the {} threads, authors "
    "or texts, 1 where it stands in one. 'one {}' marks a word that one alone uses."
)
KEYNESS = (
    "per 1000: of running words. z: log-odds with Dirichlet prior, above 1.96 worth a look; G2 and "
    "p (adjusted over all words, Benjamini-Hochberg); log ratio 1: twice as often. All take every "
    "occurrence as independent: 'one {}' marks a word that one alone uses."
)
COLLOCATES = (
    "logDice: at most 14, one more is twice as strong; t favours common pairs, MI rare ones. "
    "Expected: by chance. 'one {}' marks a pair that one alone uses."
)


def use_row(use: WordUse, voice: str) -> dict[str, Any]:
    """Return the row of a word and its spread."""
    return {
        "word": use.word,
        "n": use.n,
        "per 1000": round(use.per_thousand, 4),
        "units": use.n_units,
        f"{voice}s": use.n_voices,
        "DP": None if use.dp_norm != use.dp_norm else round(use.dp_norm, 4),
        "remark": _alone(use.n, use.n_voices, voice),
    }


def key_row(part: Part, use: KeyUse, voice: str) -> dict[str, Any]:
    """Return the row of a key word."""
    return {
        "part": part.name,
        "against": part.against,
        "word": use.word,
        "n": _count(use.n),
        "n rest": _count(use.n_reference),
        "per 1000": round(use.per_thousand, 3),
        "rest": round(use.per_thousand_reference, 3),
        "z": round(use.z, 3),
        "G2": round(use.g2, 3),
        "p": round(use.p, 6),
        "log ratio": round(use.log_ratio, 3),
        "units": use.n_units,
        f"{voice}s": use.n_voices,
        "remark": _alone(use.n, use.n_voices, voice),
    }


def collocate_row(one: Collocate, voice: str) -> dict[str, Any]:
    """Return the row of a collocate."""
    return {
        "word": one.word,
        "n": one.n,
        "left": one.left,
        "right": one.right,
        "expected": round(one.expected, 3),
        "logDice": round(one.log_dice, 3),
        "t": round(one.t, 3),
        "MI": round(one.mi, 3),
        "units": one.n_units,
        f"{voice}s": one.n_voices,
        "remark": _alone(one.n, one.n_voices, voice),
    }


def print_some(rows: Sequence[dict[str, Any]], limit: int, format: Format, title: str) -> None:
    """Print the first rows, and say how many there are beside them."""
    if not rows and format is Format.table:
        say(f"{title}: none.")
        return
    print_rows(rows[:limit], format, title=title)
    if len(rows) > limit:
        say(f"{limit} of {len(rows):,} words are shown; --limit shows more.")


def _count(n: float) -> float | int:
    return int(n) if n == int(n) else round(n, 2)


def _alone(n: float, n_voices: int, voice: str) -> str:
    return f"one {voice}" if n_voices == 1 and n > 1 else ""
