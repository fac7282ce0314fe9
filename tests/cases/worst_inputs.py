"""Worst inputs of a regular expression, made from the expression itself.

Every repeat of a pattern is pumped: what stands before it, thousands of what it takes, and an end
that does not fit, so that an engine that goes back tries every way to part the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

SIGNS = "aA0 -._'\"\n@,/:>[]()=*#é<;&%+\t\r\\|~^!?$xqzß\u00ad\u2019中"
"""Signs that stand for the classes of signs."""

PUMPS = (
    *(" ", "\n", " \n", "\t", "-", "a", "A", "0", ".", "_", "'", '"', ",", "é", "中", "\u00ad"),
    *("Aa-", "Aa ", "aA", "a.", "a.a.", "a@", "@", "a@a.", "http://", "http:// ", "www.", "//a."),
    *("[", "]", "[]", "[quote", "[quote]", "<", "<a", "<a ", "<!--", "(", "()", "{", "&", "&a"),
    *("'a' ", '"a', '""', '\\"', "0 ", "0-", "0.", "+0 ", "00:", "1,", "a,", "> ", ">\n", "--"),
    *("-- \n", "---\n", "- ", "* ", "# ", "#", "=", "a=", "a:", ": ", "a: a\n", "_a", "a_", "a\n"),
    *("Aa. ", "A.", "A. ", "Re: ", "re:", "on a wrote: ", "\r\n", "\r", "`", "~", "|", ";", "x "),
    *("From ", ">From ", "de la ", "Calle ", "Dr. ", "Dear ", "in ", "c/ ", "! ", "!", "%", "a-a "),
    *("the ", "de ", "\\", "/", "a/", "u/", "\n\n", "\n \n", "0a", "a0", "Aa", "AA0", "DE00 "),
)
"""What hostile texts are made of, whatever the pattern."""

ENDS = ("", "\0", "\n!", "a0")


def tiled(pump: str, size: int, before: str = "", end: str = "") -> str:
    """Return a text of about `size` characters: a run of pumps between a beginning and an end."""
    return before + pump * max(1, (size - len(before) - len(end)) // len(pump)) + end


def shapes(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """Yield (beginning, pump) for every repeat of a pattern."""
    seen = set()
    for before, item in _repeats(sre_parser.parse(pattern, flags), ""):
        pumps = [_sample([item], n) for n in range(3)]
        pumps += [sign for sign in SIGNS if _takes(item, sign)][:8]
        for pump in pumps:
            for start in (before, ""):
                if pump and (start, pump) not in seen:
                    seen.add((start, pump))
                    yield start, pump
    whole = _sample(list(sre_parser.parse(pattern, flags)), 0)
    for cut in (whole, whole[:-1], whole[: len(whole) // 2]):
        if cut and ("", cut) not in seen:
            seen.add(("", cut))
            yield "", cut


def texts(pattern: str, flags: int, size: int, most: int) -> Iterator[str]:
    """Yield worst inputs of a pattern, `most` shapes at most, each with several ends."""
    for before, pump in islice(shapes(pattern, flags), most):
        for end in ENDS:
            yield tiled(pump, size, before, end)


def _repeats(nodes: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Yield what stands before each repeat, and what it repeats (as a node)."""
    for node in nodes:
        kind, value = node
        if kind in _REPEATS:
            _, high, inner = value
            if high > 8:
                yield before, (sre.SUBPATTERN, (None, 0, 0, inner))
            yield from _repeats(inner, before)
        elif kind is sre.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif kind is sre.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], before)
        before += _sample([node], 0)


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def _sample(nodes: Any, choice: int) -> str:
    """Return a text that the nodes match, more or less; `choice` picks among what is possible."""
    return "".join(_one(kind, value, choice) for kind, value in nodes)


def _one(kind: Any, value: Any, choice: int) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind in (sre.IN, sre.ANY, sre.NOT_LITERAL):
        fit = [sign for sign in SIGNS if _takes((kind, value), sign)]
        if not fit and kind is sre.IN and value[0][0] in (sre.LITERAL, sre.RANGE):
            first = value[0][1]
            return chr(first if isinstance(first, int) else first[0])
        return fit[choice % len(fit)] if fit else ""
    if kind in _REPEATS:
        low, high, inner = value
        return _sample(inner, choice) * max(low, 1 if high and choice else low)
    if kind is sre.SUBPATTERN:
        return _sample(value[3], choice)
    if kind is sre.ATOMIC_GROUP:
        return _sample(value, choice)
    if kind is sre.BRANCH:
        branches = value[1]
        return _sample(branches[choice % len(branches)], choice)
    return ""


def _takes(node: Any, sign: str) -> bool:  # noqa: PLR0911
    """Tell whether a node can begin with a sign."""
    kind, value = node
    if kind is sre.LITERAL:
        return chr(value) == sign
    if kind is sre.NOT_LITERAL:
        return chr(value) != sign
    if kind is sre.ANY:
        return sign != "\n"
    if kind is sre.IN:
        return _in_set(value, sign)
    if kind in _REPEATS:
        return bool(value[2]) and _takes(value[2][0], sign)
    if kind is sre.SUBPATTERN:
        return bool(value[3]) and _takes(value[3][0], sign)
    if kind is sre.ATOMIC_GROUP:
        return bool(value) and _takes(value[0], sign)
    if kind is sre.BRANCH:
        return any(bool(branch) and _takes(branch[0], sign) for branch in value[1])
    return False


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def _in_set(members: Any, sign: str) -> bool:
    negated = members[0][0] is sre.NEGATE
    found = any(
        (kind is sre.LITERAL and chr(value) == sign)
        or (kind is sre.RANGE and value[0] <= ord(sign) <= value[1])
        or (kind is sre.CATEGORY and bool(re.match(_CATEGORIES[value], sign)))
        for kind, value in members
    )
    return found != negated
