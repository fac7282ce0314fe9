"""How words, key words and collocates are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textmine.cli.shared import Format, print_rows, say

if TYPE_CHECKING:
    from textmine.topics.words.collocates import Collocate
    from textmine.topics.words.comparing import KeyUse, KeyWords, WordUse
    from textmine.topics.words.parts import Part
    from textmine.topics.words.running import RunningWords

PART = ("part", "against")
LIMIT = 0.05

SPREAD = (
    "per 1000: of running words. DP: 0 where a word is spread evenly over the {} threads, authors "
    "or texts, 1 where it stands in one. 'one {}' marks a word that one alone uses."
)
KEYNESS = (
    "per 1000: of running words. z (log-odds with Dirichlet prior), G2 and log ratio (1: twice as "
    "often) describe and rank words; only p tests. 'one {}' marks a word that one alone uses."
)
NO_TEST = (
    "No p: a theme is made from these very words, so that a test would find what was put in. "
    "'topics show' says how far a theme comes back without a fifth of the threads."
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


def key_row(part: Part, use: KeyUse, running: RunningWords) -> dict[str, Any]:
    """Return the row of a key word."""
    voice, cluster = running.voice, running.part
    spread = {f"{voice}s": use.n_voices} | {f"{cluster}s": use.n_parts}
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
        "p": None if use.p != use.p else round(use.p, 6),
        "log ratio": round(use.log_ratio, 3),
        "units": use.n_units,
        **spread,
        "remark": f"one {cluster}" if use.alone else _alone(use.n, use.n_voices, voice),
    }


def key_test(found: Mapping[str, KeyWords], least: int) -> list[str]:
    """Return the sentences that say how the key words of each part were tested, by its name."""
    tested = {name: one for name, one in found.items() if one.test is not None}
    if not tested:
        return [NO_TEST] if found else []
    kinds = max((one.clusters for one in tested.values()), key=len)
    cluster = kinds[0]
    few_of = [f"{kind}s" for kind in kinds]
    ways = f"whole {cluster}s between the sides"
    if any(one.inside for one in tested.values()):
        ways = f"documents inside each {cluster}, which has both sides, between them"
    if len(kinds) > 1:
        ways += f", and of whole {kinds[1]}s, of which the larger p counts"
    draws = next(one.test.n_permutations for one in tested.values() if one.test)
    apart = {name: one for name, one in tested.items() if one.n_apart and one.test}
    counted = "; ".join(
        f"{name}: {one.n_apart:,} of {one.test.n_tested:,}"
        for name, one in apart.items()
        if one.test
    )
    rest = f"; none in the other {len(tested) - len(apart)}" if len(tested) > len(apart) > 0 else ""
    said = [
        f"p: {draws} permutations of {ways}; adjusted for all "
        f"words that stand {least} times or more, in two {' and two '.join(few_of)} or more "
        f"(Westfall-Young). A "
        f"word of one {cluster} has p 1: it tells of that {cluster} alone.",
        f"Words with p <= .05, on either side: {counted or 'none'}{rest}.",
    ]
    few = {name: one.test for name, one in tested.items() if one.test and one.test.least_p > LIMIT}
    if few:
        listed = "; ".join(f"{name}: {one.least_p:.2f}" for name, one in few.items())
        said.append(f"Too few {cluster}s to tell the sides apart; no p can be below: {listed}.")
    return said


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
