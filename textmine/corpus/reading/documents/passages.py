"""Cut a long text into passages that keep their place in the whole."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textmine.choices import Split
from textmine.corpus.reading.documents.document_text import Heading, Section, sections
from textmine.corpus.reading.documents.markdown import atx_headings

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


def cut(text: str, split: Split, headings: Sequence[Heading] | None = None) -> list[Passage]:
    """Cut a text as `split` says; without `headings`, those of Markdown are looked for."""
    if split == "sections":
        return split_sections(text, headings)
    if split == "paragraphs":
        return split_paragraphs(text, headings)
    return [whole(text)]


def whole(text: str) -> Passage:
    """Return a text as one passage, without the white space around it."""
    return _whole(text)[0]


def split_sections(text: str, headings: Sequence[Heading] | None = None) -> list[Passage]:
    """Cut a text at its headings; each passage is the body under one heading.

    Its section is the path of headings that lead to it. Without `headings`, those of Markdown are
    looked for.
    """
    headings = atx_headings(text) if headings is None else headings
    return _trimmed(text, sections(text, headings)) or _whole(text)


def split_paragraphs(text: str, headings: Sequence[Heading] | None = None) -> list[Passage]:
    """Cut every section at blank lines; a paragraph under 40 characters joins the next one.

    A paragraph over 1,500 characters is cut again, at line ends or else at ends of sentences.
    """
    spans: list[Section] = []
    for section in split_sections(text, headings):
        begin: int | None = None
        matches = list(_PARAGRAPH.finditer(section.text))
        for match in matches:
            begin = match.start() if begin is None else begin
            if match.end() - begin >= _SHORTEST or match is matches[-1]:
                at, stop = section.start + begin, section.start + match.end()
                spans += [Section(*ends, section.section) for ends in _cut(text, at, stop)]
                begin = None
    return _trimmed(text, spans)


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


def _whole(text: str) -> list[Passage]:
    return _trimmed(text, [Section(0, len(text), "")]) or [Passage("", "", 1, 0, 0)]


def _trimmed(text: str, spans: Iterable[Section]) -> list[Passage]:
    """Return the spans, which are in the order of the text, without white space around them.

    Those that hold nothing else are left out.
    """
    passages: list[Passage] = []
    line, counted = 1, 0
    for start, end, section in spans:
        body = text[start:end].strip()
        if not body:
            continue
        begin = start + len(text[start:end]) - len(text[start:end].lstrip())
        line, counted = line + text.count("\n", counted, begin), begin
        passages.append(Passage(body, section, line, begin, begin + len(body)))
    return passages
