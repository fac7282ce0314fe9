"""A table of codings as it is written: its columns, and what each of them says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from textmine.errors import InputError

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
