"""In which order the rows of a display stand: as declared, by size, or by a mean level."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from textmine.codebook import Codebook
from textmine.errors import InputError, did_you_mean
from textmine.reading.displays.matrix import Line
from textmine.reading.displays.sides import DisplaySide, crossed

CODEBOOK, SIZE = "codebook", "size"


def check_order(book: Codebook, order: str, rows: str) -> None:
    """Raise InputError for an order that is none, or a dimension whose codes have no order."""
    if order in (CODEBOOK, SIZE):
        return
    ordinal = [dimension.id for dimension in book.dimensions if dimension.scale == "ordinal"]
    if order not in [dimension.id for dimension in book.dimensions]:
        raise InputError(
            f"Rows cannot be ordered by '{order}'.",
            hint=did_you_mean(order, [CODEBOOK, SIZE, *ordinal]),
        )
    if order not in ordinal or order == rows:
        why = "has no order of its codes" if order not in ordinal else "is the rows themselves"
        raise InputError(
            f"Rows cannot be ordered by '{order}', which {why}.",
            hint=f"Known: {', '.join([CODEBOOK, SIZE, *(one for one in ordinal if one != rows)])}.",
        )


def by_size(lines: Sequence[Line], passages: Mapping[str, int]) -> list[Line]:
    """Return rows, those with the most passages first; ties stay as they are."""
    return sorted(lines, key=lambda line: -passages.get(line.label, 0))


def by_mean_level(rows: DisplaySide, levels: DisplaySide, units: Sequence[str]) -> list[Line]:
    """Return rows by the mean level of their units, the lowest first, unknown ones last.

    `units` (n_documents,) is the unit of each document. The level of a unit is the mean place of
    its passages' codes (1 is the first code); that of a row is the mean over its units, so that
    who says much does not count more.
    """
    levels_of_units: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for (row, level), places in crossed(rows, levels).items():
        for text_row, _ in places:
            levels_of_units[row][units[text_row]].append(level + 1)
    lines = []
    for row, line in enumerate(rows.lines):
        means = [
            sum(unit_levels) / len(unit_levels) for unit_levels in levels_of_units[row].values()
        ]
        lines.append(replace(line, mean=sum(means) / len(means) if means else None))
    return sorted(lines, key=lambda line: (line.mean is None, line.mean or 0.0))
