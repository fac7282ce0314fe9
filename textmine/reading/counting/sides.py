"""The sides of a table, codes of a dimension or groups of a column, and units counted by two."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.cells.spelling import number_of
from textmine.codebook import Codebook
from textmine.corpus import Corpus, column_of, levels_of
from textmine.errors import InputError
from textmine.reading.coded_units import CodedUnits
from textmine.schema import THREAD_ID

_SPOKEN = {"thread": THREAD_ID, "interview": THREAD_ID}
"""What people call the column with threads."""


@dataclass(frozen=True)
class Side:
    """One side of a table: what each text has of it.

    `has` (n_texts, n_labels) says which of the `labels` a text has, `known` (n_texts,) whether it
    was coded on the dimension, or has a group at all. `meanings` are the names of codes.
    """

    name: str
    labels: tuple[str, ...]
    meanings: Mapping[str, str]
    has: Bools
    known: Bools
    groups: bool = False


def codes_side(units: CodedUnits, codebook: Codebook, dimension: str, *, roles: bool) -> Side:
    """Return the codes of a dimension, each of its `roles` apart or all together."""
    named = codebook.dimension(dimension)
    places = units.codes_on(named.id)
    labels = [str(units.codes[index]) if roles else units.codes[index].code for index in places]
    names = {code.id: code.name for code in named.codes if code.given}
    has = np.zeros((len(units.units), len(set(labels))), dtype=np.bool_)
    distinct = list(dict.fromkeys(labels))
    for label, column in zip(labels, places, strict=True):
        has[:, distinct.index(label)] |= units.given[:, column]
    meanings = {
        label: names[units.codes[index].code]
        for label, index in zip(labels, places, strict=True)
        if units.codes[index].code in names
    }
    known = np.asarray(units.coded[:, places].any(axis=1))
    return Side(named.id, tuple(distinct), meanings, has, known)


def groups_side(units: CodedUnits, corpus: Corpus, codebook: Codebook, column: str) -> Side:
    """Return the groups of a column: those that the coded documents of each unit belong to.

    `column` is one of the corpus, an attribute of the codebook, or a column with dates and a period
    (created_at:month). Numbers are in their order. Raises InputError where there is no such column
    or nothing in it.
    """
    levels = group_levels(corpus, codebook, column)
    labels = in_order({levels[row] for rows in units.members for row in rows} - {""})
    if not labels:
        raise InputError(
            f"No coded document of '{corpus.name}' has a value of '{column}'.",
            hint="Choose another column.",
        )
    index_of = {label: number for number, label in enumerate(labels)}
    has = np.zeros((len(units.units), len(labels)), dtype=np.bool_)
    for unit, rows in enumerate(units.members):
        for row in rows:
            if levels[row]:
                has[unit, index_of[levels[row]]] = True
    return Side(column, tuple(labels), {}, has, np.asarray(has.any(axis=1)), groups=True)


def group_levels(corpus: Corpus, codebook: Codebook, column: str) -> list[str]:
    """Return the group of each document by a column, "" where it has none."""
    name, colon, period = column.partition(":")
    attributes = {attribute.id: attribute.column for attribute in codebook.attributes}
    try:
        column_of(corpus, name)
    except InputError:
        known = attributes.get(name) or _SPOKEN.get(name)
        if known is None:
            raise
        name = known
    return levels_of(corpus, f"{name}{colon}{period}")


def in_order(labels: set[str]) -> list[str]:
    """Return labels sorted, numbers as numbers."""
    numbers = {label: number for label in labels if (number := number_of(label)) is not None}
    if len(numbers) < len(labels):
        return sorted(labels)
    return sorted(labels, key=lambda label: (numbers[label], label))


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
