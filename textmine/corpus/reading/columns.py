"""Guess which column of a table is which field of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from textmine.corpus.reading.dates import read_dates
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, did_you_mean
from textmine.schema import (
    AUTHOR,
    CREATED_AT,
    DOCUMENT_FIELDS,
    FIELD_NAMES,
    ID,
    POSITION,
    TEXT,
    THREAD_ID,
)


@dataclass(frozen=True)
class ColumnMap:
    """Field -> the column(s) it is read from, and field -> how that was found out.

    `passed_over` are fields with the column that is called like them and does not hold them.
    """

    columns: dict[str, tuple[str, ...]]
    how: dict[str, str]
    passed_over: dict[str, str] = field(default_factory=dict)


def map_columns(table: RawTable, given: Mapping[str, str | None]) -> ColumnMap:
    """Map fields to columns: what was given wins, then what the format says, then names that
    exports use, then the content.

    A given value may join columns with "+". "-" means: no column for this field.
    Raises InputError for a column that is not there, or when no column can be the text.
    """
    columns: dict[str, tuple[str, ...]] = {}
    how: dict[str, str] = {}
    passed_over: dict[str, str] = {}
    if given.get(TEXT) == "-":
        raise InputError("A document needs a text: --text cannot be '-'.", hint="Name a column.")
    for known, value in given.items():
        if value is not None and value != "-":
            columns[known], how[known] = _named(table, known, value), "given"
    for known, name in table.fields.items():
        if known not in given or given[known] is None:
            columns[known], how[known] = (name,), "known from the format"
    if TEXT not in columns:
        columns[TEXT], how[TEXT] = _guess_text(table, _taken(columns))
    for spec in DOCUMENT_FIELDS:
        if spec.name in columns or given.get(spec.name) == "-":
            continue
        for found in _by_alias(table, spec.aliases, _taken(columns)):
            if _plausible(table, spec.name, found):
                columns[spec.name], how[spec.name] = (found,), "guessed from its name"
                break
            passed_over.setdefault(spec.name, found)
    ordered = {name: columns[name] for name in FIELD_NAMES if name in columns}
    return ColumnMap(ordered, how, {n: c for n, c in passed_over.items() if n not in columns})


def no_dates(table: RawTable, mapping: ColumnMap) -> str:
    """Return a remark where a column is called like a date and mostly holds none, else ""."""
    name = mapping.passed_over.get(CREATED_AT)
    cells = [cell for cell in table.cells(name) if cell.strip()] if name else []
    if not cells:
        return ""
    unread = read_dates(cells[:200]).times.isna()
    example = next(cell for cell, bad in zip(cells, unread, strict=False) if bad)
    return (
        f"'{name}' is called like a date and stays under meta.: half of it or more, such as "
        f"'{example[:40]}', cannot be read in one order of day and month (--created-at '{name}' "
        "names the rows)"
    )


def _taken(columns: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the columns that are a field by themselves; one that is joined into an id is free."""
    return {names[0] for names in columns.values() if len(names) == 1}


def _named(table: RawTable, field: str, value: str) -> tuple[str, ...]:
    parts = (value,) if value in table.columns else tuple(part.strip() for part in value.split("+"))
    for part in parts:
        if part not in table.columns:
            raise InputError(
                f"{table.source} has no column '{part}' (named for {field}).",
                hint=did_you_mean(part, table.columns),
            )
    return parts


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _by_alias(table: RawTable, aliases: tuple[str, ...], taken: set[str]) -> list[str]:
    """Return the free columns with such a name, the most telling name first."""
    free = {_key(name): name for name in reversed(table.columns) if name not in taken}
    return [free[alias] for alias in aliases if alias in free]


def _guess_text(table: RawTable, taken: set[str]) -> tuple[tuple[str, ...], str]:
    aliases = next(spec.aliases for spec in DOCUMENT_FIELDS if spec.name == TEXT)
    for found in _by_alias(table, aliases, taken):
        if _mean_length(table, found) > 0:
            return (found,), "guessed from its name"
    free = [name for name in table.columns if name not in taken]
    longest = max(free, key=lambda name: _mean_length(table, name), default=None)
    if longest is None or _mean_length(table, longest) < 15:
        raise InputError(
            f"No column of {table.source} looks like the text of messages.",
            hint=f"Say which it is: --text COLUMN. Columns: {', '.join(table.columns)}.",
        )
    return (longest,), "guessed: the longest texts"


def _mean_length(table: RawTable, name: str) -> float:
    place = table.columns.index(name)
    cells = [row[place] for row in islice(table.rows, 500)]
    return sum(map(len, cells)) / max(len(cells), 1)


def _plausible(table: RawTable, field: str, name: str) -> bool:
    """To be guessed, an id must be unique for the greater part, a thread shared by documents, a
    position a number, most of a sample of dates readable, and an author no path of a file.
    """
    cells = [cell for cell in table.cells(name) if cell.strip()]
    if not cells:
        return False
    if field == ID:
        return len(set(cells)) > 0.9 * len(cells)
    if field == THREAD_ID:
        return len(set(cells)) < len(cells)
    if field == CREATED_AT:
        return bool(read_dates(cells[:200]).times.notna().mean() > 0.5)
    if field == AUTHOR:
        return sum("/" in cell for cell in cells[:200]) < 0.5 * len(cells[:200])
    if field == POSITION:
        return all(re.fullmatch(r"-?\d+([.,]\d+)?", cell.strip()) for cell in cells)
    return True


def header_doubt(columns: Sequence[str]) -> str:
    """Return a remark when the first row looks like data rather than names, else ""."""
    odd = [name for name in columns if re.fullmatch(r"[\d.,:/-]+", name) or len(name) > 80]
    if not odd:
        return ""
    return f"the first row holds '{odd[0][:40]}': if it is data and no header, say --no-header"


def is_id_like(name: str) -> bool:
    """Return whether exports usually keep ids under this name."""
    aliases = next(spec.aliases for spec in DOCUMENT_FIELDS if spec.name == ID)
    return _key(name) in aliases or _key(name) in ("document", "unit", "item", "row")
