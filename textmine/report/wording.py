"""Headings of codes, the first of many names, and the sentence on what a table leaves out."""

import re
from collections.abc import Collection, Iterable, Sequence

from textmine.codebook import code_with_name

_SHORT = 3
_SHOWN_BREAKS = 20
_WORDS = re.compile(r"\W+|_")


def code_heading(label: str, name: str = "") -> str:
    """Return CODE (or CODE:ROLE) with the name of the code, each word of it once.

    >>> code_heading("A", "achieving ends"), code_heading("dead-souls:sender", "dead souls")
    ('A achieving ends', 'dead souls, sender')
    >>> code_heading("tax", "Tax")
    'Tax'
    """
    if not name:
        return label
    code, _, role = label.partition(":")
    says_code = len(code) > _SHORT and _words(code) <= _words(name)
    heading = name if says_code else code_with_name(code, name)
    return f"{heading}, {role}" if role else heading


def headings(codes: Iterable[tuple[str, str]], taken: Collection[str] = ()) -> list[str]:
    """Return a heading for each code (label, name), no two alike, and none that is `taken`.

    >>> headings([("a", "new"), ("b", "new"), ("new", "")], ["case"])
    ['a new', 'b new', 'new']
    """
    headings_made: list[str] = []
    for label, name in codes:
        heading = code_heading(label, name)
        while heading in headings_made or heading in taken:
            heading = f"{heading} [{label}]"
        headings_made.append(heading)
    return headings_made


def _words(text: str) -> set[str]:
    return set(_WORDS.split(text.casefold()))


def first_of(names: Sequence[str], most: int) -> str:
    """Return the first names, and how many more there are.

    >>> first_of(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def breaks_told(breaks: Sequence[object]) -> list[str]:
    """Return how many documents break a rule of the codebook, and the first ones with the rule."""
    if not breaks:
        return []
    head = f"{len(breaks):,} documents got codes that break a rule of the codebook:"
    return [head, *(f"  {rule_break}" for rule_break in breaks[:_SHOWN_BREAKS])]


def left_out(counts: Iterable[tuple[int, str]], units: str = "documents") -> list[str]:
    """Return the sentence on (how many units, why), none where nothing is left out.

    >>> left_out([(1, "without a group"), (0, "in no topic")])
    ['Left out: 1 document without a group.']
    """
    parts = [f"{n:,} {units[:-1] if n == 1 else units} {why}" for n, why in counts if n]
    return [f"Left out: {', '.join(parts)}."] if parts else []
