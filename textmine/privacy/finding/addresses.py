"""E-mail and web addresses, user names, addresses of computers: told by their form alone."""

import re
from collections.abc import Iterator

from textmine.privacy.finding.found import SURE, Found
from textmine.privacy.kinds import EMAIL, IP, URL, USER

_TOP = r"(?:com|org|net|edu|gov|info|biz|eu|uk|us|de|es|fr|it|nl|ie|at|ch|io|me|co|tv)"
_LOCAL = r"(?<![\w.+%-])[\w.+%-]{1,64}"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_SECTION = r"(?:[1-3]?\d\.){3}[1-3]?\d(?!\d)"
"""Four small numbers are the number of a section, as in 5.2.1.1."""

_PATTERNS: tuple[tuple[str, str, str, int, str], ...] = (
    (EMAIL, "e-mail address", rf"{_LOCAL}@[\w-]+(?:\.[\w-]+)+", 0, "@"),
    (
        EMAIL, "e-mail address with spaces",
        rf"{_LOCAL}@[\w-]+\.\s(?:com|org|net|es|de)\b",
        re.I,
        "@",
    ),
    (
        EMAIL,
        "e-mail address in words",
        rf"{_LOCAL}\s?[\[(]\s?(?:at|arroba)\s?[\])]\s?[\w-]+\s?(?:\.|[\[(]\s?(?:dot|punto)\s?"
        rf"[\])])\s?{_TOP}\b",
        re.I,
        r"[\[(]",
    ),
    (URL, "web address", r"(?:https?://|\bwww\.)[^\s<>\"'\])]+", re.I, r"://|[Ww]{3}\."),
    (
        URL,
        "web address with spaces",
        rf"(?:\bhttps?\s?:|:)?\s?//\s?[\w-]+(?:\.\s?[\w-]+){{0,4}}?\.\s?{_TOP}\b(?:/\S*)?",
        re.I,
        "//",
    ),
    (
        URL, "web address",
        rf"(?<![\w@.-])(?:[a-z0-9-]+\.)+{_TOP}\b(?:/[^\s<>\"'\])]*)?",
        0,
        rf"\.{_TOP}\b",
    ),
    (
        URL, "web address",
        r"(?<![\w@.-])(?:[\w-]+\.)*[\w-]+\.\s(?:Com|Org|Net|Gov)\b(?:/\S*)?",
        0,
        r"\.\s(?:Com|Org|Net|Gov)\b",
    ),
    (USER, "user name", r"(?<![\w@/.])@[A-Za-z_À-ÿ][\w.À-ÿ]{1,38}", 0, "@"),
    (USER, "user name", r"(?<![\w/])/?u/[A-Za-z0-9_-]{3,30}\b", 0, "u/"),
    (IP, "IP address", rf"(?<![\d.])(?!{_SECTION})(?:{_BYTE}\.){{3}}{_BYTE}(?!\.?\d)", 0, r"\.\d"),
    (
        IP, "IP address",
        r"(?<![\w:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![\w:])",
        re.I,
        r":[0-9a-fA-F]",
    ),
)  # fmt: skip
"""Kind, rule, pattern, its flags, and what a text must hold to be searched: found at once."""

_COMPILED = tuple(
    (kind, rule, re.compile(form, flags), re.compile(needed))
    for kind, rule, form, flags, needed in _PATTERNS
)
_TAIL = ".,;:!?…»”’"


def find_addresses(text: str) -> Iterator[Found]:
    """Yield every address and user name of a text; what ends a sentence is not part of one."""
    if not any(mark in text for mark in ".@/:(["):
        return
    for kind, rule, form, needed in _COMPILED:
        if not needed.search(text):
            continue
        for match in form.finditer(text):
            start, end = match.span()
            while text[start].isspace() or text[start] == ":":
                start += 1
            while end > start and text[end - 1] in _TAIL:
                end -= 1
            yield Found(start, end, kind, rule, SURE)
