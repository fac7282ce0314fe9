"""The lines above an interview that state its facts: "Date: 3 May", "Interviewer: M. Keller"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textmine.corpus.reading.interviews.labels import candidate, like_a_name
from textmine.corpus.reading.interviews.lines import Line
from textmine.corpus.reading.interviews.speakers import Mark
from textmine.corpus.reading.interviews.words import folded, greets, is_fact, names_people

_MOST_LINES, _SHORT, _NAME = 40, 100, 60


def without_header(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that are turns: those of a header with facts are left out.

    A header ends with its last fact, or with lines below that name who took part.
    """
    filled: list[int] = []
    for at, line in enumerate(lines):
        if line.text.strip():
            filled.append(at)
        if len(filled) == _MOST_LINES:
            break
    last = -1
    for place, at in enumerate(filled):
        if len(lines[at].text) > _SHORT or lines[at].text.rstrip().endswith("?"):
            break
        last = place if _states(lines[at].text) else last
    counts = Counter(folded(mark.speaker) for mark in marks)
    introduced: set[str] = set()
    for place in range(last + 1, len(filled)):
        key = _introduces(lines[filled[place]].text)
        if key is None or key in introduced or (last < 0 and counts[key] > 1):
            break
        introduced.add(key)
        last = place
    if last < 0:
        return list(marks)
    return [mark for mark in marks if mark.at > filled[last]]


def _states(text: str) -> bool:
    one = candidate(text)
    return one is not None and one.shape == "colon" and is_fact(one.key)


def _introduces(text: str) -> str | None:
    """Return the label of a line such as "Interviewee: Anna Berg", None for a line of speech."""
    one = candidate(text)
    if one is None or one.shape != "colon" or not names_people(one.key):
        return None
    value = text[one.rest :].strip()
    words = value.split()
    if not words or len(value) > _NAME or len(words) > 5 or value[-1] in "?!…" or greets(words[0]):
        return None
    named = like_a_name(value) and (words[-1][0].isdigit() or words[-1][0] == words[-1][0].upper())
    return one.key if named and not (value[-1] == "." and len(words[-1]) > 4) else None
