"""A table in a card, as lines of Markdown."""

import re
from typing import Any

from textmine.cells.markdown import in_markdown
from textmine.present.table import Table, written

_FIGURES = re.compile(r"\\\[([-+\d., %]+)\\\](?![(:]|\\?\[)")
"""Limits of an interval as they are escaped: no link follows them, and so they need not be."""


def markdown_lines(table: Table) -> list[str]:
    """Return a table as people read it and an empty line; nothing in a cell is a mark.

    >>> rows = [{"code": "[a](b)", "F1 [95 %]": "0.500 [0.250, 0.750]"}]
    >>> print(*markdown_lines(Table("f1", "", rows)), sep="\\n")
    | code | F1 [95 %] |
    |---|---|
    | \\[a\\](b) | 0.500 [0.250, 0.750] |
    <BLANKLINE>
    """
    heads = [*(table.for_people[0] if table.for_people else ())]
    rows = [heads, *(row.values() for row in table.for_people)]
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return [lines[0], "|" + "---|" * len(heads), *lines[1:], ""] if heads else []


def _cell(cell: Any) -> str:
    return _FIGURES.sub(r"[\1]", in_markdown(written(cell)))
