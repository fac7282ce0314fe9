"""Count units by two sides of a table: texts say what stands together, units are counted once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.reading.counting.sides import Bools, Side

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Crossed:
    """Units by rows and columns: `cells` (n_rows, n_columns), and the margins.

    `n` units have a text that is known on both sides, `n_columns` (n_columns,) one in that column.
    `incomplete` units are known on one side only, `several` have more than one label of a side, and
    `in_several` more than one column.
    """

    cells: Ints
    row_totals: Ints
    column_totals: Ints
    n: int
    incomplete: int
    several: int
    in_several: int
    both: Bools


def cross(rows: Side, columns: Side, unit_of: Ints) -> Crossed:
    """Count the units that have a text with the label of a row and that of a column.

    `unit_of` (n_texts,) is the unit of each text, from 0, and -1 where it belongs to none. A unit
    is counted once in a cell, however many of its texts have both labels.
    """
    inside = unit_of >= 0
    both = rows.known & columns.known & inside
    one_side = (rows.known ^ columns.known) & inside
    counted = np.unique(unit_of[both])
    of = np.searchsorted(counted, unit_of[both])
    has_rows, has_columns = rows.has[both], columns.has[both]
    by_row, by_column = (_any_by(of, has, counted.size) for has in (has_rows, has_columns))
    cells = np.zeros((len(rows.labels), len(columns.labels)), dtype=np.int64)
    for column in range(len(columns.labels)):
        chosen = has_columns[:, column]
        cells[:, column] = _any_by(of[chosen], has_rows[chosen], counted.size).sum(axis=0)
    many_rows, many_columns = (marks.sum(axis=1) > 1 for marks in (by_row, by_column))
    return Crossed(
        cells,
        by_row.sum(axis=0),
        by_column.sum(axis=0),
        counted.size,
        np.setdiff1d(unit_of[one_side], counted).size,
        int((many_rows | (many_columns & (not columns.groups))).sum()),
        int(many_columns.sum()),
        both,
    )


def _any_by(of: Ints, has: Bools, n: int) -> Bools:
    """Return which labels any text of a unit has, (n, n_labels)."""
    marks = np.zeros((n, has.shape[1]), dtype=np.bool_)
    text, label = np.nonzero(has)
    marks[of[text], label] = True
    return marks
