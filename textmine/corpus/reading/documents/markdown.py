"""Read Markdown and plain text: the text stays as it is, and its headings are found."""

import re
from pathlib import Path

from textmine.corpus.reading.documents.document_text import Heading, Properties, WholeDocument
from textmine.corpus.reading.documents.metadata import iso_time
from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.reader import ReadOptions

_ATX = re.compile(r"^(#{1,6})[ \t]*+([^#\s].*)$", re.MULTILINE)
_LONGEST = 149
"""Characters of a heading at most."""
_UNDERLINED = re.compile(
    r"(?:(?<=\n\n)|\A)([^\s#>|*+\-`~=].{0,148})\n(={3,}|-{3,})[ \t]*$", re.MULTILINE
)
_FENCE = re.compile(r"^(`{3,}|~{3,}).*$", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){1,60}?)---[ \t]*\n")
_FRONT_LINE = re.compile(r"^([A-Za-z_-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def atx_headings(text: str) -> list[Heading]:
    """Return the headings that are marked with # at the start of their line."""
    headings = []
    for match in _ATX.finditer(text):
        words = match.group(2).rstrip(" \t").rstrip("#").rstrip(" \t")
        if len(words) <= _LONGEST:
            headings.append(Heading(len(match.group(1)), match.start(), match.end(), words))
    return headings


def markdown_headings(text: str) -> list[Heading]:
    """Return the headings marked with # or underlined with = or -, outside of code."""
    underlined = [
        Heading(1 if "=" in match.group(2) else 2, match.start(), match.end(), match.group(1))
        for match in _UNDERLINED.finditer(text)
    ]
    code = _code(text)
    headings = sorted([*atx_headings(text), *underlined], key=lambda heading: heading.start)
    return [
        heading
        for heading in headings
        if not any(start <= heading.start < end for start, end in code)
    ]


def _code(text: str) -> list[tuple[int, int]]:
    """Return the places of fenced code; a fence that is never closed reaches to the end."""
    places: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for fence in _FENCE.finditer(text):
        mark = fence.group(1)
        if opened is None:
            opened = (fence.start(), mark)
        elif mark.startswith(opened[1]):
            places.append((opened[0], fence.end()))
            opened = None
    return [*places, (opened[0], len(text))] if opened else places


def read_plain(path: Path, options: ReadOptions) -> WholeDocument:
    """Read a text file; a line that begins with # is a heading in it too."""
    decoded = read_text(path, options.encoding)
    headings = tuple(atx_headings(decoded.text))
    title = _first_line_title(decoded.text)
    return WholeDocument(
        decoded.text,
        headings,
        properties=Properties(title),
        encoding=decoded.encoding,
        remark=decoded.remark,
    )


def read_markdown(path: Path, options: ReadOptions) -> WholeDocument:
    """Read a Markdown file with its headings and what its front matter says about it.

    The front matter stays in the text, as the marks do: offsets are those of the file.
    """
    decoded = read_text(path, options.encoding)
    front = _FRONT.match(decoded.text)
    front_matter = {
        key.lower(): value.strip("\"'")
        for key, value in _FRONT_LINE.findall(front.group(1) if front else "")
    }
    skipped = front.end() if front else 0
    headings = [
        markdown_heading
        for markdown_heading in markdown_headings(decoded.text)
        if markdown_heading.start >= skipped
    ]
    properties = Properties(
        front_matter.get("title", "") or _first_line_title(decoded.text[skipped:]),
        front_matter.get("author", ""),
        iso_time(front_matter.get("date", "")),
        language=front_matter.get("lang", ""),
    )
    return WholeDocument(
        decoded.text,
        tuple(headings),
        properties=properties,
        encoding=decoded.encoding,
        remark=decoded.remark,
    )


def _first_line_title(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0].strip()
    return first.lstrip("#").strip() if first.startswith("#") else ""
