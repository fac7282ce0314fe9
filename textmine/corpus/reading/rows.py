"""Turn a raw table into documents, and name everything that is wrong with its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from textmine.corpus.reading.columns import ColumnMap
from textmine.corpus.reading.dates import read_dates
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem
from textmine.schema import (
    CREATED_AT,
    FIELD_NAMES,
    ID,
    MAX_TEXT,
    META,
    PARENT_ID,
    POSITION,
    TEXT,
    THREAD_ID,
)

_ORPHAN = " to be its parent"
_NO_PARENT = frozenset({"-1", "0", "null", "none", "nan", "n/a", "na", "-"})


@dataclass(frozen=True)
class Checked:
    """Documents of the good rows, the problems of the bad ones, and remarks on how it was read."""

    documents: pd.DataFrame
    problems: list[RowProblem]
    remarks: list[str]


def check_rows(
    table: RawTable,
    mapping: ColumnMap,
    date_order: str | None = None,
    *,
    keep_orphans: bool = False,
) -> Checked:
    """Build documents from a table and check them row by row.

    Checked are: ids (empty, twice), texts (empty, NUL, longer than MAX_TEXT), dates, positions, and
    parents (not there, itself, in a circle). Rows with a problem are left out of the documents.
    With `keep_orphans` a parent that is not there is no problem: the reply is kept without it.
    """
    fields = {name: _joined(table, columns) for name, columns in mapping.columns.items()}
    remarks: list[str] = []
    if ID not in fields:
        width = len(str(len(table.rows)))
        fields[ID] = [f"r{place:0{width}d}" for place in range(1, len(table.rows) + 1)]
        remarks.append(
            f"no column is known as the id: documents are called {fields[ID][0]}, ... in row order "
            "(name a column with --id)"
        )
    frame = pd.DataFrame({name: fields[name] for name in FIELD_NAMES if name in fields})
    frame[TEXT] = [text.strip("\n") for text in frame[TEXT]]
    problems = list(table.problems)
    column_of = {name: "+".join(columns) for name, columns in mapping.columns.items()}
    problems += _problems_of_ids(frame, table, column_of.get(ID, "id"))
    problems += _problems_of_texts(frame, table, column_of[TEXT])
    if CREATED_AT in frame:
        dates = read_dates(list(frame[CREATED_AT]), date_order)
        problems += _unreadable(frame[CREATED_AT], dates.times, table, column_of[CREATED_AT])
        remarks += [dates.caveat] if dates.caveat else []
        frame[CREATED_AT] = dates.times
    if POSITION in frame:
        numbers = pd.to_numeric(frame[POSITION], errors="coerce")
        problems += _unreadable(frame[POSITION], numbers, table, column_of[POSITION])
        frame[POSITION] = numbers.astype("float64")
    else:
        frame[POSITION] = [float(number) for number in table.numbers]
    if PARENT_ID in frame:
        remarks += _without_placeholders(frame)
        found = _problems_of_parents(frame, table, column_of[PARENT_ID])
        problems += [p for p in found if not (keep_orphans and p.problem.endswith(_ORPHAN))]
        if THREAD_ID not in frame:
            frame[THREAD_ID] = _roots(frame)
            remarks.append("threads follow from the parents: a thread is named after its first one")
    frame = pd.concat([frame, _meta(table, mapping)], axis=1)
    repeated = int(frame[TEXT].duplicated(keep=False).sum())
    if repeated > 1:
        remarks.append(f"{repeated:,} documents share their text with another, word for word")
    bad = {problem.row for problem in problems}
    good = [number not in bad for number in table.numbers]
    problems.sort(key=lambda problem: problem.row)
    documents = _without_blanks(frame[good])
    if PARENT_ID in documents:
        orphans = documents[PARENT_ID].notna() & ~documents[PARENT_ID].isin(documents[ID])
        if orphans.any():
            documents[f"{META}lost_parent"] = documents[PARENT_ID].where(orphans, None)
            documents.loc[orphans, PARENT_ID] = None
            remarks.append(
                f"{orphans.sum():,} answer a document that is not there: they are kept without a "
                "parent, which stands in meta.lost_parent"
            )
    return Checked(documents, problems, remarks)


def _joined(table: RawTable, columns: tuple[str, ...]) -> list[str]:
    places = [table.columns.index(name) for name in columns]
    if len(places) == 1:
        return [row[places[0]].strip() for row in table.rows]
    return [".".join(row[place].strip() for place in places) for row in table.rows]


def _problems_of_ids(frame: pd.DataFrame, table: RawTable, column: str) -> Iterator[RowProblem]:
    first: dict[str, int] = {}
    for identity, number in zip(frame[ID], table.numbers, strict=True):
        if not identity.strip("."):
            yield RowProblem(number, column, "the id is empty")
        elif identity in first:
            yield RowProblem(
                number, column, f"id '{identity}' is already that of row {first[identity]}"
            )
        else:
            first[identity] = number


def _problems_of_texts(frame: pd.DataFrame, table: RawTable, column: str) -> Iterator[RowProblem]:
    for text, number in zip(frame[TEXT], table.numbers, strict=True):
        if not text.strip():
            yield RowProblem(number, column, "the text is empty")
        elif "\0" in text:
            yield RowProblem(number, column, "the text holds a NUL character: the file is damaged")
        elif len(text) > MAX_TEXT:
            yield RowProblem(
                number,
                column,
                f"the text has {len(text):,} characters, and a document may have {MAX_TEXT:,}: "
                "cut it into parts",
            )


def _unreadable(
    cells: pd.Series, values: pd.Series, table: RawTable, column: str
) -> Iterator[RowProblem]:
    what = "a date" if values.dtype.kind == "M" else "a number"
    for cell, missing, number in zip(cells, values.isna(), table.numbers, strict=True):
        if missing and cell.strip():
            yield RowProblem(number, column, f"'{cell[:40]}' is not {what}")


def _without_placeholders(frame: pd.DataFrame) -> list[str]:
    """Blank the values that exports write for "no parent", unless a document has that id."""
    ids = set(frame[ID])
    void = [parent.lower() in _NO_PARENT and parent not in ids for parent in frame[PARENT_ID]]
    if not any(void):
        return []
    written = sorted({p for p, is_void in zip(frame[PARENT_ID], void, strict=True) if is_void})
    frame[PARENT_ID] = ["" if v else p for p, v in zip(frame[PARENT_ID], void, strict=True)]
    return [f"{sum(void):,} parents are {', '.join(written)}, read as: answers no document"]


def _problems_of_parents(frame: pd.DataFrame, table: RawTable, column: str) -> Iterator[RowProblem]:
    parent_of = dict(zip(frame[ID], frame[PARENT_ID], strict=True))
    circular = _in_circles(parent_of)
    for identity, parent, number in zip(frame[ID], frame[PARENT_ID], table.numbers, strict=True):
        if not parent:
            continue
        if parent == identity:
            yield RowProblem(number, column, f"document '{identity}' is its own parent")
        elif parent not in parent_of:
            yield RowProblem(number, column, f"there is no document '{parent}'{_ORPHAN}")
        elif identity in circular:
            yield RowProblem(number, column, f"the parents of '{identity}' lead back to itself")


def _in_circles(parent_of: dict[str, str]) -> set[str]:
    settled: set[str] = set()
    circular: set[str] = set()
    for start in parent_of:
        path: dict[str, None] = {}
        at = start
        while at and at in parent_of and at not in settled and at not in path:
            path[at] = None
            at = parent_of[at]
        if at in path:
            members = list(path)
            circular.update(members[members.index(at) :])
        settled.update(path)
    return circular


def _roots(frame: pd.DataFrame) -> list[str]:
    parent_of = dict(zip(frame[ID], frame[PARENT_ID], strict=True))
    roots: dict[str, str] = {}
    for start in parent_of:
        path: list[str] = []
        at = start
        while at not in roots and parent_of.get(at) and at not in path:
            path.append(at)
            at = parent_of[at]
        root = roots.get(at, at)
        roots.update(dict.fromkeys([*path, at], root))
    return [roots[identity] for identity in frame[ID]]


def _meta(table: RawTable, mapping: ColumnMap) -> pd.DataFrame:
    """Keep every column that no field (or only a joined one) was read from.

    A column of an export of textmine is called meta.* already and keeps its name.
    """
    whole = {columns[0] for columns in mapping.columns.values() if len(columns) == 1}
    kept = [(place, name) for place, name in enumerate(table.columns) if name not in whole]
    return pd.DataFrame(
        {_meta_name(name, table): [row[place] for row in table.rows] for place, name in kept}
    )


def _meta_name(name: str, table: RawTable) -> str:
    bare = name.removeprefix(META)
    return META + (name if bare in ("", *table.columns) else bare)


def _without_blanks(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.reset_index(drop=True)
    for name in frame.columns:
        if name not in (CREATED_AT, POSITION):
            frame[name] = frame[name].astype("object").where(frame[name] != "", None)
    return frame
