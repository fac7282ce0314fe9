"""Numbers of lines that a transcript has in its margin: found, and taken out of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from textmine.corpus.reading.documents.document_text import WholeDocument

_NUMBER = re.compile(r"(?<!\S)[ \t]{0,40}(\d{1,5})(?!\S)[ \t]{0,40}")
_STEPS = (1, 5, 10)
"""Numbered is each line, or each fifth or tenth."""

_FEWEST, _LONGEST_LINE, _COVERED = 8, 180, 0.9

Span = tuple[int, int]


def without_margin(whole: WholeDocument) -> WholeDocument:
    """Return a document without the numbers of its lines; all places in it are moved along.

    Such numbers count up from the first to the last line, at the beginning of lines or, where the
    lines of a PDF were joined, within the text; they may begin again on each page. A document
    without them is returned as it is.
    """
    numbers = margin_numbers(whole.text)
    if not numbers:
        return whole
    text = whole.text
    cuts = [_with_blanks(text, number) for number in numbers]
    starts = [start for start, _ in cuts]
    lost = [0, *accumulate(end - start for start, end in cuts)]

    def moved(at: int) -> int:
        index = bisect_right(starts, at)
        inside = max(cuts[index - 1][1] - at, 0) if index else 0
        return at - lost[index] + inside

    ends = [0, *(end for _, end in cuts)]
    kept = "".join(text[a:b] for a, b in zip(ends, [*starts, len(text)], strict=True))
    first, last = (text[slice(*numbers[at])].strip() for at in (0, -1))
    remark = f"numbers of lines in the margin ({first} to {last}) are left out"
    return replace(
        whole,
        text=kept,
        headings=tuple(
            heading._replace(start=moved(heading.start), end=moved(heading.end))
            for heading in whole.headings
        ),
        pages=tuple(map(moved, whole.pages)),
        comments=tuple(comment._replace(at=moved(comment.at)) for comment in whole.comments),
        remark=f"{whole.remark}; {remark}" if whole.remark else remark,
    )


def margin_numbers(text: str) -> list[Span]:
    """Return where the numbers of lines stand with the blanks around them, nothing if none do.

    >>> lines = [f"{n} I was there" for n in range(1, 10)]
    >>> len(margin_numbers("\\n".join(lines))), margin_numbers("It was 1 of 2 or 3.")
    (9, [])
    """
    found = [(match.span(), int(match[1])) for match in _NUMBER.finditer(text)]
    for step in _STEPS:
        chain = list(_chain(found, step, text))
        reach = _LONGEST_LINE * step
        if len(chain) < _FEWEST or len(text) - chain[-1][1] > reach:
            continue
        if chain[-1][1] - chain[0][0] >= _COVERED * (len(text) - reach):
            return chain
    return []


def _chain(found: Sequence[tuple[Span, int]], step: int, text: str) -> Iterator[Span]:
    """Yield the numbers that count up in steps, none further from the one before than a line.

    Of several that may be the next the first at the beginning of a line is taken.
    """
    reach, at, last, index = _LONGEST_LINE * step, 0, 0, 0
    while index < len(found):
        near = []
        for place in range(index, len(found)):
            if found[place][0][0] - at > reach:
                break
            near.append(place)
        wanted = [place for place in near if found[place][1] == last + step]
        if not wanted and last >= _FEWEST * step:
            wanted = [place for place in near if found[place][1] == step]
        if not wanted:
            return
        chosen = next((place for place in wanted if _begins_line(text, found[place][0])), wanted[0])
        span, last = found[chosen]
        yield span
        at, index = span[1], chosen + 1


def _begins_line(text: str, span: Span) -> bool:
    return span[0] == 0 or text[span[0] - 1] == "\n"


def _with_blanks(text: str, span: Span) -> Span:
    """Return what is cut for a number: all blanks around it but one within a line."""
    start, end = span
    within = not _begins_line(text, span) and text[end : end + 1] not in ("", "\n")
    return (start + 1, end) if within and text[start].isspace() else span
