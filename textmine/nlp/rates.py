"""Linguistic rates of a text: how often it says I, asks, obliges, hedges, thanks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

_LISTS: dict[str, frozenset[str]] = {
    "first_person": frozenset("i me my mine myself".split()),
    "we": frozenset("we us our ours ourselves".split()),
    "second_person": frozenset("you your yours yourself yourselves".split()),
    "third_person": frozenset("he she they him her them his their theirs".split()),
    "obligation": frozenset("must should shall ought need needs required require".split()),
    "possibility": frozenset("could would may might can".split()),
    "hedges": frozenset(
        "perhaps maybe possibly probably seem seems appear likely sometimes usually often guess "
        "think believe suppose reckon".split()
    ),
    "negation": frozenset("no not n't never none nothing cannot nobody neither nor".split()),
    "politeness": frozenset(
        "thanks thank please welcome sorry cheers regards hello hi dear".split()
    ),
    "feeling": frozenset(
        "love hate afraid worried worry happy sad angry tired hope wish enjoy enjoyed feel felt "
        "frustrating frustrated proud ashamed glad excited disappointed miss".split()
    ),
    "evaluation": frozenset(
        "good better best bad worse worst great excellent poor terrible unfair fair important "
        "useful useless wrong right brilliant awful".split()
    ),
}

RATES: tuple[str, ...] = (
    *_LISTS,
    "past_tense",
    "names",
    "adjectives",
    "questions",
    "exclamations",
    "quotations",
    "numbers",
    "links",
    "capitals",
    "length",
    "word_length",
)
"""The rates, in the order of `linguistic_rates`."""

LANGUAGE_FREE = RATES[RATES.index("questions") :]
"""The rates that need neither English word lists nor a tagger."""


def linguistic_rates(
    text: str, words: Sequence[str], pos: Sequence[str], tags: Sequence[str]
) -> list[float]:
    """Return the rates of one text in the order of RATES, each about 0 to 1.

    Most are shares of the words; length is the logarithm of the number of words over 5. Tags may be
    empty; the rates that need them are 0 then.
    """
    n = max(len(words), 1)
    lower = [word.lower() for word in words]

    def share(test: Callable[[str], bool], items: Sequence[str]) -> float:
        return sum(map(test, items)) / n

    letters = max(sum(map(str.isalpha, text)), 1)
    return [
        *(share(listed.__contains__, lower) for listed in _LISTS.values()),
        share(lambda tag: tag in ("VBD", "VBN"), tags),
        share(lambda tag: tag == "PROPN", pos),
        share(lambda tag: tag == "ADJ", pos),
        min(text.count("?"), 3) / 3,
        min(text.count("!"), 3) / 3,
        min(sum(map(text.count, '"“”')), 4) / 4,
        share(lambda word: any(map(str.isdigit, word)), words),
        float("URL" in words),
        sum(map(str.isupper, text)) / letters,
        math.log1p(len(words)) / 5,
        sum(map(len, lower)) / n / 8,
    ]
