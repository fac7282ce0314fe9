"""Find the columns of a page and put its lines into reading order."""

import itertools
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from textmine.corpus.reading.documents.pdf_pages import Line

_FEWEST = 4
"""Lines that a column has at least."""


class Placed(NamedTuple):
    """A line and the column it stands in ("" where the page has only one)."""

    line: Line
    column: str


def in_reading_order(lines: Sequence[Line]) -> tuple[list[Placed], bool]:
    """Return the lines with their columns, and whether the order of the file had to be changed.

    Most programs write a page in reading order, which knows more about tables and boxes than the
    places of lines do. It is kept unless it runs across columns or up and down the page.
    """
    columns = _columns(lines, "", 3)
    if columns and _runs_across([columns[line] for line in lines if line in columns]):
        return _by_bands(lines, columns), True
    if not columns and _jumps(lines):
        ordered = sorted(lines, key=lambda line: (-round(line.base / 3), line.left))
        return [Placed(line, "") for line in ordered], True
    return [Placed(line, columns.get(line, "")) for line in lines], False


def _columns(lines: Sequence[Line], name: str, depth: int) -> dict[Line, str]:
    """Return the column of each line that lies within one; {} when there are no columns.

    Columns left and right of a gutter are called L and R, columns within those LL, LR and so on.
    """
    gutter = _gutter(lines) if depth else None
    if gutter is None:
        return {}
    sides = {
        "L": [line for line in lines if line.right <= gutter],
        "R": [line for line in lines if line.left >= gutter],
    }
    columns_of: dict[Line, str] = {}
    for side, members in sides.items():
        columns_of |= dict.fromkeys(members, name + side)
        columns_of |= _columns(members, name + side, depth - 1)
    return columns_of


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where a page is divided: few lines cross it, and both sides are columns of text."""
    if len(lines) < 2 * _FEWEST:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[float, float] | None = None
    for position in range(int(left + 0.15 * (right - left)), int(right - 0.15 * (right - left)), 3):
        before = [line for line in lines if line.right <= position]
        after = [line for line in lines if line.left >= position]
        crossing = len(lines) - len(before) - len(after)
        if crossing > 0.25 * len(lines) or (best is not None and crossing >= best[1]):
            continue
        if _is_text(before) and _is_text(after) and _side_by_side(before, after):
            best = (float(position), crossing)
    return best[0] if best else None


def _is_text(lines: Sequence[Line]) -> bool:
    """Return whether lines fill a column as running text does, and a table's cells do not."""
    if len(lines) < _FEWEST or median(len(line.text) for line in lines) < 15:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return sum(line.right > right - 0.2 * (right - left) for line in lines) >= 0.4 * len(lines)


def _side_by_side(before: Sequence[Line], after: Sequence[Line]) -> bool:
    tops = [max(line.base for line in side) for side in (before, after)]
    feet = [min(line.base for line in side) for side in (before, after)]
    shared = min(tops) - max(feet)
    return shared > 0.5 * min(top - foot for top, foot in zip(tops, feet, strict=True))


def _runs_across(sides: Sequence[str]) -> bool:
    """Return whether the file goes from side to side rather than down each column."""
    switches = sum(a != b for a, b in itertools.pairwise(sides))
    fewest = min(sides.count(side) for side in set(sides))
    return switches > max(0.6 * fewest, 2 * len(set(sides)))


def _by_bands(lines: Sequence[Line], columns: dict[Line, str]) -> list[Placed]:
    """Return the lines from the top, each stretch between lines across the page by columns."""
    ordered: list[Placed] = []
    band: list[Placed] = []

    def flush() -> None:
        ordered.extend(
            sorted(band, key=lambda placed: (placed.column, -placed.line.base, placed.line.left))
        )
        band.clear()

    for line in sorted(lines, key=lambda line: (-line.base, line.left)):
        if line in columns:
            band.append(Placed(line, columns[line]))
        else:
            flush()
            ordered.append(Placed(line, ""))
    flush()
    return ordered


def _jumps(lines: Sequence[Line]) -> bool:
    """Return whether the file goes up the page again and again."""
    if len(lines) < _FEWEST:
        return False
    up = sum(
        b.base > a.base + 1.5 * max(a.size, b.size) and b.left < a.right and a.left < b.right
        for a, b in itertools.pairwise(lines)
    )
    return up > 0.25 * len(lines)
