"""Cut a long text into passages that keep their place in the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^#{1,6}[ \t]*([^#\s].{0,148}?)[ \t]*#*[ \t]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_LINE_END, _SENTENCE_END, _SPACE = re.compile(r"\n"), re.compile(r"[.!?]\s+"), re.compile(r"\s+")
_SHORTEST, _LONGEST = 40, 1_500


@dataclass(frozen=True)
class Passage:
    """A part of a text: `text == whole[start:end]` in code points, first line counted from 1."""

    text: str
    section: str
    line: int
    start: int
    end: int


def whole(text: str) -> Passage:
    """Return a text as one passage, without the white space around it."""
    return _trimmed(text, 0, len(text), "")


def split_sections(text: str) -> list[Passage]:
    """Cut a Markdown text at its headings; each passage is the body under one heading."""
    headings = list(_HEADING.finditer(text))
    bounds = [(0, "")] + [(match.end(), match.group(1)) for match in headings]
    stops = [match.start() for match in headings] + [len(text)]
    parts = [_trimmed(text, at, stop, name) for (at, name), stop in zip(bounds, stops, strict=True)]
    return [part for part in parts if part.text] or [whole(text)]


def split_paragraphs(text: str) -> list[Passage]:
    """Cut every section at blank lines; a paragraph under 40 characters joins the next one.

    A paragraph over 1,500 characters is cut again, at line ends or else at ends of sentences.
    """
    passages: list[Passage] = []
    for section in split_sections(text):
        begin: int | None = None
        matches = list(_PARAGRAPH.finditer(section.text))
        for match in matches:
            begin = match.start() if begin is None else begin
            if match.end() - begin >= _SHORTEST or match is matches[-1]:
                at, stop = section.start + begin, section.start + match.end()
                parts = [_trimmed(text, *ends, section.section) for ends in _cut(text, at, stop)]
                passages += [part for part in parts if part.text]
                begin = None
    return passages


def _cut(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    while stop - start > _LONGEST:
        window = text[start : start + _LONGEST]
        for ends in (_LINE_END, _SENTENCE_END, _SPACE):
            places = [match.end() for match in ends.finditer(window)]
            if places and places[-1] > _SHORTEST:
                break
        else:
            places = [_LONGEST]
        yield start, start + places[-1]
        start += places[-1]
    yield start, stop


def _trimmed(text: str, start: int, end: int, section: str) -> Passage:
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    body = body.strip()
    return Passage(body, section, text.count("\n", 0, start) + 1, start, start + len(body))
