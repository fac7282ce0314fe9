"""Headings that name coder and dimension at once: Ann / Topic, Topic (Ann)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.cells import clean, fold
from textmine.coding.tables.code_columns import CODER, WideColumn, is_remark
from textmine.corpus.reading.raw import RawTable

_FORMS = (
    ("(", ")", True),
    ("[", "]", True),
    (":", "", True),
    ("/", "", False),
    ("|", "", False),
    (" - ", "", False),
)
"""What parts the two sides of a heading, what closes it, and whether the dimension stands first
where the codes do not tell.
"""

_SAME = 0.5
"""Share of the codes of two columns that both have, from which on they are of one dimension."""


@dataclass(frozen=True)
class CrossedColumns:
    """The columns of a table that has one for each coder and dimension, both in its heading."""

    columns: tuple[WideColumn, ...] = ()

    @property
    def coders(self) -> list[str]:
        """The coders, in the order of their columns."""
        return list(dict.fromkeys(column.coder or "" for column in self.columns))

    @property
    def dimensions(self) -> list[str]:
        """The dimensions as their headings call them, in the order of their columns."""
        return list(dict.fromkeys(column.dimension or "" for column in self.columns))

    @property
    def remark(self) -> str:
        """Say how headings were read, with the first as an example."""
        first = self.columns[0]
        return (
            f"Headings name coder and dimension: '{first.column}' is {first.dimension} by "
            f"{first.coder}. Coders: {', '.join(self.coders)}; dimensions: "
            f"{', '.join(self.dimensions)}."
        )


def crossed_columns(table: RawTable, used: Sequence[str] = ()) -> CrossedColumns:
    """Return the columns whose headings name a coder and a dimension; none where others fit too.

    There are two coders or more, each with a column for each dimension, in headings of one form,
    and no column that is called as the coder is: it would hold the codes.
    Which side of a heading names the coder follows from the codes: those of one dimension are
    alike. Where they are alike throughout, the form decides.
    """
    free = [name for name in table.columns if name not in used]
    for opening, closing, dimension_first in _FORMS:
        parts_of = {name: _sides(name, opening, closing) for name in free}
        sides = {
            name: parts
            for name, parts in parts_of.items()
            if all(parts) and not any(map(is_remark, parts))
        }
        for place in (0, 1) if dimension_first else (1, 0):
            columns = tuple(
                WideColumn(name, parts[place], parts[1 - place]) for name, parts in sides.items()
            )
            alone = {column.coder for column in columns} & {name.strip() for name in free}
            if not alone and _is_grid(columns) and _is_alike(table, columns):
                return CrossedColumns(columns)
    return CrossedColumns()


def _sides(heading: str, opening: str, closing: str) -> tuple[str, str]:
    """Return the two sides of a heading of one form, "" each where it is of another."""
    plain = " ".join(heading.replace("–", "-").split())
    before, _, behind = plain.partition(opening)
    if not behind.endswith(closing):
        return "", ""
    inside = behind.removesuffix(closing)
    if opening in inside or (closing and closing in inside):
        return "", ""
    return before.strip(), inside.strip()


def _is_grid(columns: Sequence[WideColumn]) -> bool:
    pairs = {(column.coder, column.dimension) for column in columns}
    coders = {coder for coder, _ in pairs}
    dimensions = {dimension or "" for _, dimension in pairs}
    named = all(
        re.match(r"[^\W\d_]", dimension) and re.sub(r"\W|_", "", dimension.lower()) not in CODER
        for dimension in dimensions
    )
    full = len(pairs) == len(columns) == len(coders) * len(dimensions)
    return named and full and len(coders) > 1


def _is_alike(table: RawTable, columns: Sequence[WideColumn]) -> bool:
    """Return whether the columns of each dimension draw on the same codes as its first."""
    codes_of_first: dict[str | None, set[str]] = {}
    for column in columns:
        codes = {fold(cell) for cell in table.cells(column.column) if clean(cell)}
        first = codes_of_first.setdefault(column.dimension, codes)
        if len(codes & first) < _SAME * min(len(codes), len(first)) or not codes:
            return False
    return True
