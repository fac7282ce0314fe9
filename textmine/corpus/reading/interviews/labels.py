"""What may be the label of a speaker in a line: "Anna:", "[Anna]", "Anna  0:03", "ANNA"."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from textmine.corpus.reading.interviews.lines import Stamp, last_stamp, only_stamp, stamp_at
from textmine.corpus.reading.interviews.words import folded

Shape = Literal["colon", "timed", "bracket", "alone"]
"""How a label is set off: by a colon, by a time behind it, by brackets, by a line of its own."""

LONGEST = 60
"""Characters that a label may have."""

_MOST_WORDS, _WINDOW = 6, 140
_BEFORE = re.compile(r"(?:[\s>*_•–-]|#{1,6}[ \t]){0,20}")
_NUMBERED = re.compile(r"\d{1,5}(?:[.)][ \t]{1,8}|[ \t]{2,8})(?=[^\d\s])")
_COLON = re.compile(r"[:：]")
_BRACKET = re.compile(r"[\[<]([^\[\]<>\n]{1,60})[\]>]")
_BEHIND = re.compile(r"[*_]{0,3}\s{0,20}")
_NO_LABEL = re.compile(r"[?!;\"“”„«»=|{}\\@\[\]<>\t]|//")
_DOT = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]{1,4}|\d{1,4})\.")
_ENDS = ".?!,;:…"


@dataclass(frozen=True)
class Candidate:
    """A label that a line may begin with, the times beside it, and where the speech begins.

    `key` is the label for comparing; `bold` says that Markdown sets it off.
    """

    shape: Shape
    label: str
    key: str
    rest: int
    since: str = ""
    until: str = ""
    bold: bool = False


def candidate(text: str) -> Candidate | None:
    """Return the label that a line may begin with, None where it cannot.

    >>> candidate("**Anna** (00:01:02): Yes.").label
    'Anna'
    >>> candidate("10:30 we met").since, candidate("http://a.example")
    ('00:10:30', None)
    """
    window = text[:_WINDOW]
    at = _skipped(window)
    before = stamp_at(window, at)
    if before is not None:
        at = _skipped(window, before.end)
    numbered = _NUMBERED.match(window, at)
    at = _skipped(window, numbered.end()) if numbered else at
    bold = "*" in window[: at + 1] or "__" in window[: at + 1]
    parts = _by_colon(window, at) or _by_bracket(window, at)
    if parts is None and len(text) <= _WINDOW:
        parts = _by_line(text, at)
    if parts is None:
        return None
    shape, label, rest, beside = parts
    stamp = before or beside
    since, until = (stamp.since, stamp.until) if stamp else ("", "")
    return Candidate(shape, label, folded(label), rest, since, until, bold)


_Found = tuple[Shape, str, int, Stamp | None]


def _by_colon(window: str, at: int) -> _Found | None:
    for colon in _COLON.finditer(window, at):
        end, following = colon.start(), window[colon.end() : colon.end() + 1]
        head = window[at:end]
        if head[-1:].isdigit() and following.isdigit():
            continue
        if following == "/":
            return None
        stamp = last_stamp(head)
        if stamp is not None:
            head = head[: stamp.start]
        label = _bare(head)
        if not is_label(label):
            return None
        rest = _behind(window, colon.end())
        after = stamp_at(window, rest)
        if after is not None and (after.marked or after.exact):
            stamp, rest = stamp or after, _behind(window, after.end)
        return "colon", label, rest, stamp
    return None


def _by_bracket(window: str, at: int) -> _Found | None:
    match = _BRACKET.match(window, at)
    if match is None:
        return None
    inner = match[1]
    stamp = last_stamp(inner)
    label = _bare(inner[: stamp.start] if stamp else inner)
    if not is_label(label):
        return None
    return "bracket", label, _behind(window, match.end()), stamp


def _by_line(text: str, at: int) -> _Found | None:
    bare = text.rstrip().rstrip("*_").rstrip()
    stamp = last_stamp(bare)
    if stamp is not None and stamp.start > at:
        label = _bare(bare[at : stamp.start].rstrip(" \t-–—|,("))
        return ("timed", label, len(text), stamp) if is_label(label) else None
    label = _bare(bare[at:])
    short = len(label) <= 40 and len(label.split()) <= 4
    if not short or not is_label(label) or label[-1:] in _ENDS or only_stamp(text):
        return None
    return "alone", label, len(text), None


def is_label(label: str) -> bool:
    """Return whether a string can be the name, code or role of a speaker."""
    if not 0 < len(label) <= LONGEST or not any(map(str.isalpha, label)):
        return False
    if len(label.split()) > _MOST_WORDS or _NO_LABEL.search(label):
        return False
    return "." not in _DOT.sub("", label) and (label[0].isalnum() or label[0] == "(")


def like_a_name(label: str) -> bool:
    """Return whether a label is one word, or its long words begin with capitals.

    >>> like_a_name("Anna van der Berg"), like_a_name("Our priorities are to")
    (True, False)
    """
    words = label.split()
    return len(words) == 1 or all(
        len(word) < 4 or not word[0].isalpha() or word[0] == word[0].upper() for word in words
    )


def _bare(head: str) -> str:
    """Return a label without marks, brackets around it and invisible signs."""
    seen = "".join(sign for sign in head if unicodedata.category(sign) != "Cf")
    bare = " ".join(seen.replace("\u00a0", " ").strip().strip("*_").split())
    while bare[:1] + bare[-1:] in ("[]", "()", "<>"):
        bare = bare[1:-1].strip()
    return bare


def _skipped(window: str, at: int = 0) -> int:
    """Return where a line begins behind blanks, marks of lists, bold and headings."""
    while True:
        match = _BEFORE.match(window, at)
        end = match.end() if match else at
        while end < len(window) and unicodedata.category(window[end]) == "Cf":
            end += 1
        if end == at:
            return at
        at = end


def _behind(window: str, at: int) -> int:
    match = _BEHIND.match(window, at)
    return match.end() if match else at
