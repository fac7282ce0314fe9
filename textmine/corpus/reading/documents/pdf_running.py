"""Find running headers, footers and page numbers: lines that recur at the edge of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from textmine.corpus.reading.documents.pdf_pages import Line, Page

_EDGE_LINES = 3
"""Baselines at the top and at the bottom of a page that may be running ones."""

_EDGE_SHARE = 0.2
"""Share of the height, at either end, in which they must stand."""

_STEP = 4.0
"""Points by which a running line may move from page to page."""

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,8}", re.IGNORECASE)

_Place = tuple[str, int]


def without_running_lines(pages: Sequence[Page]) -> tuple[list[Page], int]:
    """Return the pages without running lines, and how many lines were taken out.

    A baseline runs when it stands among the outer three within a fifth of the height, and the same
    words (whatever the numbers in them) stand at the same height on at least three pages, or on two
    of a document of two to four.
    """
    needed = 2 if len(pages) <= 4 else 3
    edges = [_edges(page) for page in pages]
    seen: Counter[_Place] = Counter()
    for edge in edges:
        seen.update({near for words, step in edge for near in _near(words, step)})
    kept: list[Page] = []
    taken = 0
    for page, edge in zip(pages, edges, strict=True):
        running = {base for place, bases in edge.items() if seen[place] >= needed for base in bases}
        lines = tuple(line for line in page.lines if line.base not in running)
        taken += len(running)
        kept.append(replace(page, lines=lines))
    return kept, taken


def _near(words: str, step: int) -> tuple[_Place, ...]:
    return (words, step - 1), (words, step), (words, step + 1)


def _edges(page: Page) -> dict[_Place, set[float]]:
    """Return what stands on the outer baselines of a page, and on which baselines that is."""
    rows = _baselines(page.lines)
    found: dict[_Place, set[float]] = {}
    outer = [*rows[:_EDGE_LINES], *rows[_EDGE_LINES:][-_EDGE_LINES:]]
    low, high = _EDGE_SHARE * page.height, (1 - _EDGE_SHARE) * page.height
    for row in outer:
        if low < row[0].base < high:
            continue
        words = _DIGITS.sub(
            "#", " ".join(line.text for line in sorted(row, key=lambda one: one.left))
        )
        words = "#" if _ROMAN.fullmatch(words) else " ".join(words.split()).lower()
        place = (words, round(row[0].base / _STEP))
        found.setdefault(place, set()).update(line.base for line in row)
    return found


def _baselines(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines by baselines, from the top of the page to its bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: -one.base):
        if rows and rows[-1][0].base - line.base < 2.0:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows
