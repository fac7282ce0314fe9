"""Find the column of threads: the replies lie within it, and it is no column of categories."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.cells import is_program_word
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reply_columns import chains_within

_WITHIN, _HALF = 0.95, 0.5
_SURE_NAME = re.compile(r"(thread|conversation)(key|name|title)?$|(id|nr|no|number)$")
_LABEL_LENGTH, _FEW_VALUES, _OFTEN = 20, 20, 10


def find_thread(
    table: RawTable, names: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> tuple[str, str, dict[str, str]]:
    """Return the column of threads among `names` ("" if none), how it was found, what was not.

    `pairs` are the places of replies and of what they answer. Of the columns within which they lie
    the finest is taken; without replies the first by name, or one that lies within it. Columns that
    were passed over map to the reason.
    """
    passed_over: dict[str, str] = {}
    cells: dict[str, list[str]] = {}
    share: dict[str, float] = {}
    for name in names:
        cells_of_name = [cell.strip() for cell in table.cells(name)]
        values = set(cells_of_name)
        words = {cell for cell in values if is_program_word(cell)}
        if words:
            cells_of_name = ["" if cell in words else cell for cell in cells_of_name]
        values -= {"", *words}
        n = sum(map(bool, cells_of_name))
        if not values or len(values) == n:
            continue
        if is_category(name, values, n):
            passed_over[name] = f"{len(values):,} values for {n:,} rows look like categories"
            continue
        within = chains_within(cells_of_name, pairs)
        if within < (_HALF if _SURE_NAME.search(_key(name)) else _WITHIN):
            passed_over[name] = f"{100 * (1 - within):.0f} % of the replies leave it"
            continue
        cells[name], share[name] = cells_of_name, within
    if not cells:
        return "", "", passed_over
    first = next(iter(cells))
    if not pairs:
        return _finest_within(cells, first), "guessed from its name", passed_over
    within_share = {n: c for n, c in cells.items() if share[n] >= _WITHIN}
    if not within_share:
        return first, "guessed from its name", passed_over
    best = max(within_share, key=lambda name: len(set(within_share[name])))
    return best, "guessed: the replies lie within it", passed_over


def is_category(name: str, values: set[str], n: int) -> bool:
    """Return whether a column holds a few labels that come back rather than names of threads.

    >>> is_category("topic", {"rent", "bus"}, 40), is_category("thread_id", {"1", "2"}, 40)
    (True, False)
    """
    if _SURE_NAME.search(_key(name)):
        return False
    if len(values) <= 2:
        return n > 4
    short = sum(map(len, values)) / len(values) <= _LABEL_LENGTH
    return short and len(values) <= _FEW_VALUES and n >= _OFTEN * len(values)


def _finest_within(cells: dict[str, list[str]], first: str) -> str:
    """Return the column of most values each of which stands with one value of the first alone."""
    best = first
    for name, column_cells in cells.items():
        pairs = {
            (cell, other) for cell, other in zip(column_cells, cells[first], strict=True) if cell
        }
        values = len({cell for cell, _ in pairs})
        is_document = _key(name).startswith("doc")
        if values == len(pairs) and values > len(set(cells[best])) and not is_document:
            best = name
    return best


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
