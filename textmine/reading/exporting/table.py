"""What is asked of an export of codings, and the table that is written: columns, attributes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from textmine.choices import ExportCells, ExportShape
from textmine.corpus import Corpus, column_of
from textmine.errors import InputError
from textmine.reading.coded_at import DOCUMENTS, CodedAt
from textmine.schema import META, TEXT

Kind = Literal["text", "whole", "share"]
"""Texts, whole numbers, or numbers from 0 to 1."""


@dataclass(frozen=True)
class ExportColumn:
    """A column; `dimension`, `code` and `role` say which code it is about, `by` who gave it."""

    name: str
    kind: Kind = "text"
    dimension: str = ""
    code: str = ""
    role: str = ""
    by: str = ""


@dataclass(frozen=True)
class ExportTable:
    """Columns of equal length, side by side; None is what is not there: never a 0.

    `levels` are values in their order by the name of a column, `remarks` what is to be said.
    """

    columns: tuple[ExportColumn, ...]
    cells: tuple[Sequence[Any], ...]
    levels: dict[str, tuple[str, ...]]
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.cells[0]) if self.cells else 0


def refuse_twins(columns: Sequence[ExportColumn]) -> None:
    """Raise InputError where two columns would be called the same."""
    seen: dict[str, ExportColumn] = {}
    for column in columns:
        twin = seen.setdefault(column.name.casefold(), column)
        if twin is not column:
            raise InputError(
                f"Two columns would have the name '{column.name}'.",
                hint="Rename a code with 'textmine codebook change rename', or leave out --with.",
            )


BESIDE = " of the document"
"""Put after the name of an attribute that a column of codings is called like, too."""


def attribute_columns(
    corpus: Corpus, names: Sequence[str], taken: Collection[str]
) -> list[tuple[ExportColumn, list[str]]]:
    """Return columns of the corpus with the value of each document, "" where it has none.

    One may be named as it was in the source of the corpus, too. Raises InputError for a column that
    is not there.
    """
    known = {name.casefold() for name in taken}
    fields = {source: field for field, source in corpus.info.columns.items()}
    columns = []
    for wanted in names:
        here = wanted in corpus.documents or META + wanted in corpus.documents
        column = column_of(corpus, wanted if here else fields.get(wanted, wanted))
        shown = wanted.removeprefix(META)
        shown += BESIDE if shown.casefold() in known or column == TEXT else ""
        columns.append((ExportColumn(shown), corpus.column(column)))
    return columns


def of_units(cells: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
    """Return what the documents of each unit have in a column: every value once, "; " between."""
    values: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for cell, label in zip(cells, labels, strict=True):
        if label and cell:
            values[label][cell] = None
    return {label: "; ".join(mine) for label, mine in values.items()}


ALL, EACH = "all", "each"


@dataclass(frozen=True)
class ExportRequest:
    """Which codings go out, and how.

    `coder` is a name, "agreed" for the final codes, "all" for what any of the coders says, "each"
    for a block of columns a coder; None is all in a long table and agreed in others. `at` says at
    which level codes are read. `attributes` are columns of the corpus that go along.
    """

    shape: ExportShape = "long"
    coder: str | None = None
    cells: ExportCells = "01"
    codebook: str | None = None
    roll_up: str | None = None
    at: CodedAt = DOCUMENTS
    machine: bool = False
    text: bool = False
    attributes: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise InputError for what goes not together."""
        if self.text and self.shape not in ("long", "documents"):
            raise InputError(
                f"--with-text goes with documents, and a row is one of the {self.shape}.",
                hint="Say --shape documents or --shape long.",
            )
        own = self.shape in ("long", self.at.whole)
        if self.at.whole is not None and not own and not self.at.roll_down:
            raise InputError(
                f"Codes of whole {self.at.whole} are no codes of {self.shape}.",
                hint=f"Say --shape {self.at.whole}, or --roll-down to give them to each document.",
            )
        if self.at.rule not in (None, "any") and self.cells != "01":
            raise InputError(
                f"--rule {self.at.rule} says whether a unit has a code, and --cells {self.cells} "
                "shows every passage that has it.",
                hint="Leave one of them out.",
            )
        if self.shape != "long":
            return
        options = {
            "--rule": self.at.rule is not None,
            "--cells": self.cells != "01",
            "--roll-down": self.at.roll_down,
            "--machine": self.machine,
        }
        for option, is_given in options.items():
            if is_given:
                raise InputError(
                    f"{option} says nothing of a row a coding, which has all that is kept of it.",
                    hint="Leave it out, or say --shape documents.",
                )
