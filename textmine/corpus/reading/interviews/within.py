"""Labels that stand within a line, where a file lost the line ends between its turns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from textmine.corpus.reading.interviews.lines import Line

_WITHIN = re.compile(r"[.?!…\"”’)\]–—-][ \t]{1,3}([^\W\d_][^\n:.?!…]{0,59}):(?=[ \t])")


def cut_at_labels(lines: Sequence[Line], speakers: Collection[str]) -> tuple[list[Line], list[int]]:
    """Return the lines cut before every speaker with a colon that follows the end of a sentence.

    `speakers` are as they are spelt. Also returns the numbers of the lines that were cut.
    """
    cut: list[Line] = []
    numbers: list[int] = []
    for line in lines:
        begin = 0
        for found in _WITHIN.finditer(line.text):
            if found[1] in speakers:
                at = found.start(1)
                cut.append(_part(line, begin, at))
                numbers.append(line.number)
                begin = at
        cut.append(_part(line, begin, len(line.text)) if begin else line)
    return cut, numbers


def _part(line: Line, begin: int, end: int) -> Line:
    return line._replace(text=line.text[begin:end], start=line.start + begin, end=line.start + end)
