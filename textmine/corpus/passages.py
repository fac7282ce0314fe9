"""Cut a long text into passages that keep their place in the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_SHORTEST = 40


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
    """Cut every section at blank lines; a paragraph under 40 characters joins the next one."""
    passages: list[Passage] = []
    for section in split_sections(text):
        begin: int | None = None
        matches = list(_PARAGRAPH.finditer(section.text))
        for match in matches:
            begin = match.start() if begin is None else begin
            if match.end() - begin >= _SHORTEST or match is matches[-1]:
                at, stop = section.start + begin, section.start + match.end()
                passages.append(_trimmed(text, at, stop, section.section))
                begin = None
    return passages


def _trimmed(text: str, start: int, end: int, section: str) -> Passage:
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    body = body.strip()
    return Passage(body, section, text.count("\n", 0, start) + 1, start, start + len(body))
