"""What shares are asked for: the codes of one dimension, or the cells of two that are crossed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Floats
from textmine.classify.machine_codes import MachineCodes
from textmine.codebook import Codebook, Dimension
from textmine.errors import InputError, did_you_mean

NO_CODE = "(no code)"
"""What a document counts as that a coder found no code for, where one is due."""

Said = Mapping[str, Mapping[str, frozenset[str]]]
"""Dimension -> document -> the codes that the coder gave, none where none applied."""


@dataclass(frozen=True)
class Question:
    """The shares that are asked for: `codes` (k), and `margins` (m) that are sums of them.

    `dimensions` are one, or two that are crossed; a code is then a cell, row code and column code.
    `parts` has the codes that each is made of, one a dimension, `margin_parts` the dimension and
    code of each margin. `one_code` says that a document has one of the codes, so that shares sum
    to 1.
    """

    name: str
    dimensions: tuple[str, ...]
    codes: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    names: Mapping[str, str]
    one_code: bool
    margins: tuple[str, ...] = ()
    margin_parts: tuple[tuple[int, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Codes and margins: what a share is estimated for."""
        return (*self.codes, *self.margins)

    @property
    def sums(self) -> Floats | None:
        """Which codes each margin is the sum of, (k, m)."""
        if not self.margins:
            return None
        return np.array(
            [[float(part[side] == code) for side, code in self.margin_parts] for part in self.parts]
        )


def questions_of(
    book: Codebook, known: Sequence[str], dimension: str | None = None, *, cells: bool = False
) -> list[Question]:
    """Return what is asked: one dimension, the cells of the codebook's product, or the default.

    The default are the cells where the model knows both dimensions, else all that it knows. A
    derived dimension is known where its source is. Raises InputError for what the model or the
    codebook does not have.
    """
    able = [d.id for d in book.dimensions if d.id in known or d.derived_from in known]
    if dimension is not None:
        if dimension not in able:
            raise InputError(
                f"The model knows no dimension '{dimension}'.", hint=did_you_mean(dimension, able)
            )
        return [_one(book.dimension(dimension))]
    product = book.product
    crossed = product is not None and product.rows in able and product.columns in able
    if cells and not crossed:
        raise InputError(
            f"The model does not know two dimensions that codebook '{book.name}' crosses.",
            hint="Name one --dimension: " + ", ".join(able) + ".",
        )
    if crossed:
        return [_crossed(book)]
    return [_one(book.dimension(identity)) for identity in able]


def coded_documents(question: Question, said: Said) -> set[str]:
    """Return the documents that are coded on every dimension of a question."""
    return set.intersection(*(set(said.get(dimension, {})) for dimension in question.dimensions))


def with_given_codes(question: Question, said: Said, documents: Sequence[str]) -> Question:
    """Return the question with what was given besides: codes of another version, or none at all."""
    if len(question.dimensions) > 1:
        met = {cell for document in documents for cell in _cells(question, said, document)}
        extra = sorted(met - set(question.parts))
        codes = tuple("".join(cell) for cell in extra)
    else:
        by_document = said[question.dimensions[0]]
        met = {
            (code,)
            for document in documents
            for code in by_document[document] or ({NO_CODE} if question.one_code else set())
        }
        extra = sorted(met - set(question.parts))
        codes = tuple(cell[0] for cell in extra)
    return Question(
        question.name,
        question.dimensions,
        (*question.codes, *codes),
        (*question.parts, *extra),
        question.names,
        question.one_code,
        question.margins,
        question.margin_parts,
    )


def labels_of(question: Question, said: Said, documents: Sequence[str]) -> Floats:
    """Return 1 where a document has a code or margin, else 0: (n_documents, k + m)."""
    place_of = {part: index for index, part in enumerate(question.parts)}
    table = np.zeros((len(documents), len(question.columns)))
    first = len(question.codes)
    for row, document in enumerate(documents):
        for cell in _cells(question, said, document):
            if cell in place_of:
                table[row, place_of[cell]] = 1
        for index, (side, code) in enumerate(question.margin_parts):
            table[row, first + index] = code in said[question.dimensions[side]][document]
    return table


def predicted_of(
    question: Question, machine: Mapping[str, MachineCodes], values: str = "probabilities"
) -> Floats:
    """Return what the machine says of each code: (n_documents, k), 0 to 1.

    `values` are its "probabilities" or the codes "given"; for a cell the product of two. 0 for what
    it does not know.
    """
    tables = []
    for side, dimension in enumerate(question.dimensions):
        machine_codes = machine[dimension]
        place_of = {code: index for index, code in enumerate(machine_codes.classes)}
        values_of = np.asarray(getattr(machine_codes, values), dtype=np.float64)
        table = np.zeros((len(machine_codes), len(question.parts)))
        for index, part in enumerate(question.parts):
            if part[side] in place_of:
                table[:, index] = values_of[:, place_of[part[side]]]
        tables.append(table)
    return np.asarray(np.prod(tables, axis=0))


def derived_machine_codes(said: MachineCodes, dimension: Dimension) -> MachineCodes:
    """Return what a machine says of a derived dimension: the sum over the codes it follows from.

    Where documents take several codes it is 1 less the chance of none of them.
    """
    classes = tuple(dimension.code_ids)
    follows = np.array(
        [
            [float(dimension.derive.get(code) == target) for target in classes]
            for code in said.classes
        ]
    )
    if said.labels == "multi":
        missed = np.prod(1 - said.probabilities[:, :, None] * follows[None], axis=1)
        probabilities = 1 - missed
    else:
        probabilities = said.probabilities @ follows
    marks = (said.given.astype(np.float64) @ follows) > 0
    return MachineCodes(dimension.id, said.labels, classes, said.documents, probabilities, marks)


def _one(dimension: Dimension) -> Question:
    return Question(
        dimension.id,
        (dimension.id,),
        tuple(dimension.code_ids),
        tuple((code,) for code in dimension.code_ids),
        {code.id: code.name for code in dimension.codes},
        dimension.labels == "single",
    )


def _crossed(book: Codebook) -> Question:
    product = book.product
    if product is None:
        raise InputError(f"Codebook '{book.name}' crosses no dimensions.")
    rows, columns = book.dimension(product.rows), book.dimension(product.columns)
    parts = tuple((row, column) for row in rows.code_ids for column in columns.code_ids)
    margins = [*((0, code) for code in rows.code_ids), *((1, code) for code in columns.code_ids)]
    sides = (rows, columns)
    names = {f"all {code}": sides[side].code(code).name for side, code in margins}
    return Question(
        f"{rows.id} x {columns.id}",
        (rows.id, columns.id),
        tuple(row + column for row, column in parts),
        parts,
        {**names, **product.cells},
        True,
        tuple(f"all {code}" for _, code in margins),
        tuple(margins),
    )


def _cells(question: Question, said: Said, document: str) -> list[tuple[str, ...]]:
    """Return the codes of a document, each as a tuple with a code a dimension."""
    sides = [
        said[dimension][document] or ({NO_CODE} if question.one_code else set())
        for dimension in question.dimensions
    ]
    if len(sides) == 1:
        return [(code,) for code in sides[0]]
    return [(row, column) for row in sides[0] for column in sides[1]]
