"""The sides of a display: where a code stands in each text, or its group; and the order of rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Bools
from textmine.codebook import Codebook
from textmine.coding import Codings
from textmine.corpus import Corpus
from textmine.errors import InputError, did_you_mean
from textmine.reading.coded_units import Span, coded_units, common
from textmine.reading.counting.sides import group_levels, in_order
from textmine.reading.displays.matrix import Line

Place = tuple[int, Span]
"""A row of the corpus, and the stretch of its text; None for all of it."""


@dataclass(frozen=True)
class DisplaySide:
    """Labels, and for each row of the corpus the stretches that have one, with its number.

    `known` (n_documents,) says that the document was coded on the dimension, or has a group and was
    coded at all.
    """

    name: str
    lines: tuple[Line, ...]
    stretches: tuple[tuple[tuple[Span, int], ...], ...]
    known: Bools
    dimension: str = ""

    @property
    def labels(self) -> list[str]:
        """The labels in their order."""
        return [line.label for line in self.lines]


def display_side(codings: Codings, corpus: Corpus, name: str, *, roles: bool) -> DisplaySide:
    """Return a dimension of the codebook by its id, else a column of the corpus, as a side.

    Codes and the values of attributes are in the order of the codebook, other groups sorted. Raises
    InputError for what is neither.
    """
    book = codings.codebook
    if name in [dimension.id for dimension in book.dimensions]:
        return _codes(codings, corpus, name, roles=roles)
    return _groups(codings, corpus, name)


def crossed(rows: DisplaySide, columns: DisplaySide) -> dict[tuple[int, int], list[Place]]:
    """Return the passages of each cell: what stretches of both sides have in common."""
    places_by_cell: dict[tuple[int, int], dict[Place, None]] = {}
    for text_row in np.flatnonzero(rows.known & columns.known).tolist():
        for span, row in rows.stretches[text_row]:
            for other, column in columns.stretches[text_row]:
                for both in common(span, other):
                    places_by_cell.setdefault((row, column), {})[text_row, both] = None
    return {cell: list(places) for cell, places in places_by_cell.items()}


def _codes(codings: Codings, corpus: Corpus, name: str, *, roles: bool) -> DisplaySide:
    units = coded_units(codings, "passages", [name])
    names = {code.id: code.name for code in codings.codebook.dimension(name).codes}
    places = units.codes_on(name)
    labels = [str(units.codes[at]) if roles else units.codes[at].code for at in places]
    lines = {
        label: Line(label, names.get(units.codes[at].code, ""))
        for label, at in zip(labels, places, strict=True)
    }
    number = {label: at for at, label in enumerate(lines)}
    stretches: list[dict[tuple[Span, int], None]] = [{} for _ in range(len(corpus))]
    known = np.zeros(len(corpus), dtype=np.bool_)
    for members in units.members:
        known[members[0]] = True
    for unit, column in np.argwhere(units.given[:, places]).tolist():
        stretches[units.members[unit][0]][units.spans[unit], number[labels[column]]] = None
    return DisplaySide(name, tuple(lines.values()), tuple(map(tuple, stretches)), known, name)


def _groups(codings: Codings, corpus: Corpus, name: str) -> DisplaySide:
    levels = _levels(corpus, codings.codebook, name)
    coded = {coding.document for coding in codings}
    levels = [
        level if identity in coded else ""
        for level, identity in zip(levels, corpus.ids, strict=True)
    ]
    there = {*levels} - {""}
    if not there:
        raise InputError(
            f"No coded document of '{corpus.name}' has a value of '{name}'.",
            hint="Choose another column.",
        )
    attributes = {attribute.id: attribute.values for attribute in codings.codebook.attributes}
    declared = [value for value in attributes.get(name, ()) if value in there]
    labels = [*declared, *in_order(there - {*declared})]
    number = {label: at for at, label in enumerate(labels)}
    stretches = tuple(((None, number[level]),) if level in number else () for level in levels)
    known = np.array([level in number for level in levels], dtype=np.bool_)
    return DisplaySide(name, tuple(map(Line, labels)), stretches, known)


def _levels(corpus: Corpus, book: Codebook, name: str) -> list[str]:
    try:
        return group_levels(corpus, book, name)
    except InputError as error:
        if "has no column" not in error.message:
            raise
        known = [
            *(dimension.id for dimension in book.dimensions),
            *(attribute.id for attribute in book.attributes),
        ]
        columns = [str(column).removeprefix("meta.") for column in corpus.documents.columns]
        raise InputError(
            f"'{name}' is neither a dimension of codebook '{book.name}' nor a column of "
            f"'{corpus.name}'.",
            hint=did_you_mean(name, [*known, *columns]),
        ) from error


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
