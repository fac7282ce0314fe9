"""What a table calls its columns: one row of names, none, or several rows that belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.errors import InputError

HEADER_OPTIONS = frozenset({"no-header", "header-rows"})
"""The options that speak of the header."""

_JOINT = " / "

HEADER_SAMPLE = 8
"""Rows of which the header is told; none has more."""

_LONGEST_UNDER = 120
"""Characters that a name in a second row has at most; more is an answer."""


@dataclass(frozen=True)
class Header:
    """The names of the columns, how many rows they took, and a remark on that (or "")."""

    names: list[str]
    rows: int
    remark: str = ""


def read_header(
    rows: Sequence[Sequence[str]],
    source: str,
    *,
    has_header: bool = True,
    header_rows: int | None = None,
    merged: bool = False,
) -> Header:
    """Name the columns of a table by its first rows.

    With `merged` the format itself says that cells of the first row are merged. Raises InputError
    for a table without a header, for two columns of one name, and for a number of rows that cannot
    be.
    """
    _refuse_odd(rows, source, has_header, header_rows)
    if not has_header:
        return Header(place_names(len(rows[0]) if rows else 0), 0)
    is_guessed = header_rows is None and len(rows) > 1 and (merged or _is_double(rows))
    n = 2 if is_guessed else header_rows or 1
    if n == 1:
        return Header(header_names(rows[0] if rows else [], source), 1)
    joined = _joined(rows[:n])
    remark = ""
    if is_guessed:
        example = next((name for name in joined if _JOINT in name), joined[0])
        remark = (
            f"the first two rows name the columns together, such as '{example[:60]}'; if the "
            "second is data, say --header-rows 1"
        )
    return Header(header_names(joined, source), n, remark)


def header_names(cells: Sequence[str], source: str) -> list[str]:
    """Return stripped, unique column names; raise InputError when a name is used twice."""
    names = [cell.strip() or f"column {place}" for place, cell in enumerate(cells, start=1)]
    twice = [name for name, times in Counter(names).items() if times > 1]
    if not names:
        raise InputError(
            f"{source} has no header row.", hint="The first row must name the columns."
        )
    if twice:
        raise InputError(
            f"{source} has two columns called '{twice[0]}'.", hint="Give each column its own name."
        )
    return names


def place_names(width: int) -> list[str]:
    """Return names for the columns of a table that has no header."""
    return [f"column {place}" for place in range(1, width + 1)]


def fitted(row: Sequence[str], width: int) -> list[str]:
    """Return the row with exactly `width` cells."""
    return [*row[:width], *[""] * (width - len(row))]


def _refuse_odd(
    rows: Sequence[Sequence[str]], source: str, has_header: bool, header_rows: int | None
) -> None:
    if header_rows is None:
        return
    if not has_header:
        raise InputError("--no-header and --header-rows contradict each other.", hint="Say one.")
    if not 1 <= header_rows < HEADER_SAMPLE:
        raise InputError(
            f"--header-rows must be from 1 to {HEADER_SAMPLE - 1}. Got {header_rows} instead.",
            hint="A table without a header is read with --no-header.",
        )
    if len(rows) < header_rows:
        raise InputError(
            f"{source} has {len(rows)} rows, and --header-rows says {header_rows}.",
            hint="Give a smaller number.",
        )


def _is_double(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the second row names parts of what the first row names, as surveys export it.

    The first row leaves gaps (its cells were merged), under each of which the second has a short
    name; under the first column, that of the ids, the second row has none.
    """
    top, under = _evened([[cell.strip() for cell in row] for row in rows[:2]])
    gaps = [place for place, cell in enumerate(top) if not cell]
    if not gaps or not top[0] or under[0] or not all(under[place] for place in gaps):
        return False
    names = [cell for cell in under if cell]
    return not any(
        len(name) > _LONGEST_UNDER or re.fullmatch(r"[\d.,:/ -]+", name) for name in names
    )


def _evened(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, rows))
    return [fitted(row, width) for row in rows]


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Join the rows of a header; a gap in an upper row belongs to the cell on its left."""
    evened = _evened(rows)
    parts: list[list[str]] = [[] for _ in evened[0]]
    for depth, row in enumerate(evened, start=1):
        over = ""
        for place, cell in enumerate(row):
            over = cell.strip() or ("" if depth == len(evened) else over)
            if over and over not in parts[place]:
                parts[place].append(over)
    return [_JOINT.join(names) for names in parts]
