"""Tables of people, interviews or cases that are joined to documents, a person a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from textmine.cells import fold
from textmine.lazily import pa, pd
from textmine.schema import META

FORMAT = 1

Way = Literal["spelling", "file name", "part of the file name"]
"""How a value of a document may be a person's id beside being it exactly: spelt in another way, the
path of a file that is called so, or of one in whose name it is a word, as "A1_Alma" is of Alma."""

WAYS: tuple[Way, ...] = get_args(Way)

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_BETWEEN = re.compile(r"[\W_]+")


class JoinedTable(BaseModel):
    """A table as it was joined: rows of an id and the cells of `attributes`, "" for no value.

    `on` is the column of the documents whose values are the ids, `key` the column of the table
    that held them, `ways` what counts as the same beside the same characters.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: str
    key: str
    source: str
    sha256: str
    attributes: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ways: tuple[Way, ...] = ()

    @model_validator(mode="after")
    def _has_a_row_a_person(self) -> JoinedTable:
        if any(len(row) != len(self.attributes) + 1 for row in self.rows):
            raise ValueError("a row has more or fewer cells than the table has columns")
        if len(set(self.ids)) < len(self.rows):
            raise ValueError("an id is there twice")
        return self

    @property
    def ids(self) -> list[str]:
        """The ids of the people, in the order of the table."""
        return [row[0] for row in self.rows]

    @property
    def columns(self) -> list[str]:
        """What the attributes are called as columns of documents."""
        return [META + name for name in self.attributes]

    def cells(self, attribute: str) -> list[str]:
        """Return the values of an attribute, a person each."""
        index = self.attributes.index(attribute) + 1
        return [row[index] for row in self.rows]

    def people(self, values: Sequence[str]) -> list[str]:
        """Return the person that each value of a document means, "" for none."""
        return meant(values, self.ids, self.ways)


class Participants(BaseModel):
    """The tables that are joined to a corpus, in the order in which they were joined."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    tables: tuple[JoinedTable, ...] = ()

    def joined_to(self, documents: pd.DataFrame) -> pd.DataFrame:
        """Return documents with the attributes of their people as columns.

        A column that the documents have themselves stays as it is.
        """
        if not self.tables:
            return documents
        joined = documents.copy()
        for table in self.tables:
            rows = {row[0]: row for row in table.rows}
            people = table.people(values_of(joined, table.on))
            for number, column in enumerate(table.columns, start=1):
                if column in joined:
                    continue
                cells = [rows[person][number] or None if person else None for person in people]
                joined[column] = pd.Series(cells, index=joined.index, dtype="object")
        return joined

    def joined_to_table(self, documents: pa.Table, columns: Collection[str]) -> pa.Table:
        """Return documents with those of the `columns` that are attributes, as `joined_to` does."""
        joined = documents
        for table in self.tables:
            fresh = set(columns) & set(table.columns) - set(joined.column_names)
            if not fresh:
                continue
            rows = {row[0]: row for row in table.rows}
            on = joined[table.on].to_pylist() if table.on in joined.column_names else ()
            cells = ["" if cell is None else str(cell) for cell in on] or [""] * len(joined)
            people = table.people(cells)
            for number, name in enumerate(table.columns, start=1):
                if name in fresh:
                    attribute_cells = [
                        rows[person][number] or None if person else None for person in people
                    ]
                    joined = joined.append_column(
                        name, pa.array(attribute_cells, pa.large_string())
                    )
        return joined


def values_of(documents: pd.DataFrame, column: str) -> list[str]:
    """Return a column as strings, "" where it is missing or where there is no such column."""
    if column not in documents:
        return [""] * len(documents)
    cells = documents[column]
    there = cells.notna().tolist()
    return [str(cell) if here else "" for cell, here in zip(cells_of(cells), there, strict=True)]


def cells_of(column: pd.Series) -> list[Any]:
    """Return the cells of a column as Python objects, sooner than it iterates over them."""
    cells: list[Any] = column.to_numpy(dtype=object).tolist()
    return cells


def meant(values: Iterable[str], ids: Sequence[str], ways: Iterable[Way]) -> list[str]:
    """Return the id that each value means, "" for none: exactly, else in one of the ways.

    Ids that a way cannot tell apart are not found by it, nor is a value that names two of them.
    """
    known = set(ids)
    lookups = [(way, _by_key(ids, way)) for way in ways]
    meanings: dict[str, str] = {"": ""}
    ids_meant = []
    for value in values:
        if value not in meanings:
            meanings[value] = value if value in known else _otherwise(value, lookups)
        ids_meant.append(meanings[value])
    return ids_meant


def key_of(value: str, way: Way) -> str:
    """Return what a value and an id have in common in one way."""
    if way == "spelling":
        return fold(value)
    name = value.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return fold(_ENDING.sub("", name))


def parts_of(value: str) -> list[str]:
    """Return the words of a file's name that may be the id of a person: those with a letter.

    >>> parts_of("round 1/R1_2019_Anna.docx")
    ['r1', 'anna']
    """
    words = _BETWEEN.split(key_of(value, "file name"))
    return [word for word in words if len(word) > 1 and not word.isdigit()]


def _by_key(ids: Sequence[str], way: Way) -> dict[str, str]:
    """Return the id of each key that one id alone has."""
    by_key: dict[str, list[str]] = {}
    for identity in ids:
        by_key.setdefault(key_of(identity, way), []).append(identity)
    return {
        key: ids_of_key[0] for key, ids_of_key in by_key.items() if key and len(ids_of_key) == 1
    }


def _otherwise(value: str, lookups: Sequence[tuple[Way, Mapping[str, str]]]) -> str:
    for way, by_key in lookups:
        keys = parts_of(value) if way == WAYS[-1] else [key_of(value, way)]
        found = {by_key[key] for key in keys if key in by_key}
        if len(found) == 1:
            return found.pop()
    return ""
