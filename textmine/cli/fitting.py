"""Fit a table into a number of columns of text, and break no word for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

_WIDEST, _LONGEST_WORD, _SHORT = 60, 28, 22
"""What a column may take at most, how much of it one word may need, and what stays on a line."""
_BETWEEN, _AROUND = 3, 4
"""Characters between two columns, and on both sides of a table."""


def parts_of_table(cells: Sequence[Sequence[str]], width: int | None) -> list[dict[int, int]]:
    """Return the columns of a table in parts that fit into `width`, each column with its width.

    `cells` are the columns (n_columns of n_rows), heads first. The first column begins every part.
    Without a `width` all columns are one part, each as wide as its text, or 60 characters.

    >>> parts_of_table([["code", "rent"], ["share [95 %]", ".25 [.12, .38]"]], 40)
    [{0: 4, 1: 14}]
    >>> parts_of_table([["code", "rent"], ["said by how many of those interviewed", "3"]], 30)
    [{0: 4, 1: 19}]
    >>> parts_of_table([["code", "rent"], ["interview"], ["passage"], ["document"]], 22)
    [{0: 4, 1: 9}, {0: 4, 2: 7}, {0: 4, 3: 8}]
    """
    from rich.cells import cell_len

    wanted = [min(_WIDEST, max(map(cell_len, column), default=0)) for column in cells]
    if width is None:
        return [dict(enumerate(wanted))]
    least = [_least(column, _SHORT) for column in cells]
    broken = [_least(column, 0) for column in cells]
    if _taken(broken) <= width < _taken(least):
        least = broken
    parts: list[list[int]] = [[0]]
    for column in range(1, len(cells)):
        if len(parts[-1]) > 1 and _taken([least[one] for one in (*parts[-1], column)]) > width:
            parts.append([0])
        parts[-1].append(column)
    return [_widths(part, wanted, least, width) for part in parts]


def _least(column: Sequence[str], short: int) -> int:
    """Return what a column needs: its longest word, and its longest cell of `short` or less."""
    from rich.cells import cell_len

    head, *texts = column
    whole = [cell_len(text) for text in texts if cell_len(text) <= short]
    words = [cell_len(word) for text in (head, *texts) for word in text.split()]
    return min(_LONGEST_WORD, max((*whole, *words), default=0))


def _widths(
    part: Sequence[int], wanted: Sequence[int], least: Sequence[int], width: int
) -> dict[int, int]:
    """Return the width of each column: what it wants, the widest ones less until all fit."""
    found = {column: wanted[column] for column in part}
    while _taken(found.values()) > width:
        able = [column for column in part if found[column] > least[column]]
        if not able:
            break
        found[max(able, key=found.__getitem__)] -= 1
    return found


def _taken(widths: Collection[int]) -> int:
    return sum(widths) + _BETWEEN * (len(widths) - 1) + _AROUND
