"""Turn a raw table into documents, and name everything that is wrong with its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from textmine.cells import AS_FOUND, CellRule
from textmine.corpus.reading import no_values
from textmine.corpus.reading.cell_arrays import joined, joined_batches
from textmine.corpus.reading.columns import ColumnMap
from textmine.corpus.reading.date_cells import plain_times, without_stand_ins
from textmine.corpus.reading.dates import read_dates
from textmine.corpus.reading.document_columns import (
    CUT_PARENT,
    document_table,
    meta_columns,
    without_lost_parents,
    without_rows,
)
from textmine.corpus.reading.packed import cells_of, packed
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reply_columns import mended_parents
from textmine.corpus.reading.threads import are_different, bad_links, cut_circles, thread_roots
from textmine.corpus.saving import frame_of
from textmine.corpus.white_space import offsets_and_bytes
from textmine.errors import RowProblem
from textmine.lazily import npt, pa, pc, pd
from textmine.schema import (
    CREATED_AT,
    FIELD_NAMES,
    ID,
    MAX_TEXT,
    PARENT_ID,
    POSITION,
    TEXT,
    THREAD_ID,
)

_COMMA = re.compile(r"-?\d+,\d+")
_POINT = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class Checked:
    """Documents of the good rows, the problems of the bad ones, and remarks on how it was read.

    `table` holds the documents as Arrow columns; `documents` is the same for pandas, made when it
    is asked for, with None where a string is missing.
    """

    table: pa.Table
    problems: list[RowProblem]
    remarks: list[str]

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents as a data frame."""
        return frame_of(self.table)


@dataclass
class _Draft:
    """What is known about the rows so far: a column a field, and what was found."""

    table: RawTable
    mapping: ColumnMap
    rule: CellRule = AS_FOUND
    columns: dict[str, pa.Array | pa.ChunkedArray] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def cells(self, name: str) -> pa.Array:
        """Return the stripped cells of a field, "" where they hold a word for "no value"."""
        cells = joined(self.table, self.mapping.columns[name])
        if name not in no_values.READ_BY_RULE or len(self.mapping.columns[name]) > 1:
            return cells
        cells, remark = no_values.without_words_in(name, cells, self.rule)
        self.remarks += [remark] if remark else []
        return cells

    def say(self, place: int, name: str, problem: str) -> None:
        column = "+".join(self.mapping.columns.get(name, (name,)))
        self.problems.append(RowProblem(self.table.numbers[place], column, problem))


def check_rows(
    table: RawTable,
    mapping: ColumnMap,
    date_order: str | None = None,
    *,
    keep_orphans: bool = False,
    cut_cycles: bool = False,
    rule: CellRule = AS_FOUND,
) -> Checked:
    """Build documents from a table and check them row by row.

    Checked are: ids (empty, twice), texts (empty, longer than MAX_TEXT), dates, positions, and
    parents (not there, itself, in a circle). Rows with a problem are left out of the documents.
    With `keep_orphans` a parent that is not there is no problem: the reply is kept without it. With
    `cut_cycles` a circle of parents is cut at its earliest document, which is named. `rule` says
    which words mean "no value".
    """
    draft = _Draft(table, mapping, rule, problems=list(table.problems))
    ids = _ids(draft)
    repeated = _texts(draft)
    for name in FIELD_NAMES:
        if name in mapping.columns and name not in (ID, TEXT, CREATED_AT, POSITION, PARENT_ID):
            draft.columns[name] = draft.cells(name)
    times = _dates(draft, date_order) if CREATED_AT in mapping.columns else None
    _positions(draft)
    if PARENT_ID in mapping.columns:
        _parents(draft, ids, times, keep_orphans=keep_orphans, cut_cycles=cut_cycles)
    if repeated > 1 and "turn" not in table.columns:  # an interviewer asks everybody the same
        draft.remarks.append(f"{repeated:,} documents share their text with another, word for word")
    columns = {name: draft.columns[name] for name in FIELD_NAMES if name in draft.columns}
    columns |= {name: column for name, column in draft.columns.items() if name not in columns}
    documents = document_table(columns | meta_columns(table, mapping), table)
    bad = {problem.row for problem in draft.problems}
    if bad:
        documents = without_rows(documents, bad, table)
    if PARENT_ID in mapping.columns:
        documents = without_lost_parents(documents, draft.remarks)
    problems = sorted(draft.problems, key=lambda problem: problem.row)
    return Checked(documents, [table.placed(problem) for problem in problems], draft.remarks)


def _ids(draft: _Draft) -> pa.Array:
    n = len(draft.table.rows)
    if ID in draft.mapping.columns:
        ids = joined(draft.table, draft.mapping.columns[ID])
    else:
        width = len(str(n))
        ids = packed([f"r{number:0{width}d}" for number in range(1, n + 1)])
        draft.remarks.append(
            f"no column is known as the id: documents are called {ids[0]}, ... in row order "
            "(name a column with --id)"
        )
    draft.columns[ID] = ids
    joins = len(draft.mapping.columns.get(ID, ())) > 1
    if joins or pc.any(pc.equal(ids, "")).as_py() or not are_different(ids):
        _name_bad_ids(draft, ids.to_pylist(), joins=joins)
    return ids


def _name_bad_ids(draft: _Draft, ids: Sequence[str], *, joins: bool) -> None:
    first: dict[str, int] = {}
    for index, identity in enumerate(ids):
        if not (identity.strip(".") if joins else identity):
            draft.say(index, ID, "the id is empty")
        elif identity in first:
            row = draft.table.placed(RowProblem(draft.table.numbers[first[identity]], "", ""))
            where = row.cell or f"row {row.row}"
            draft.say(index, ID, f"id '{identity}' is already that of {where}")
        else:
            first[identity] = index


def _texts(draft: _Draft) -> int:
    """Check the texts a batch at a time; return how many share theirs with another."""
    bad_rows = {problem.row for problem in draft.table.problems}
    hashes: list[npt.NDArray[np.int64]] = []
    batches: list[pa.Array] = []
    start = 0
    columns = draft.mapping.columns[TEXT]
    chunks = draft.table.packed_cells(columns[0]).chunks
    for number, texts in enumerate(joined_batches(draft.table, columns)):
        for at in np.flatnonzero(_may_be_bad(texts, draft.rule)).tolist():
            text, row = texts[at].as_py(), start + at
            if text or draft.table.numbers[row] not in bad_rows:
                _name_bad_text(draft, row, text)
        start += len(texts)
        hashes.append(np.fromiter(map(hash, filter(None, cells_of([texts]))), dtype=np.int64))
        batches.append(texts if texts is chunks[number] else draft.table.taken_up([texts])[0])
    draft.columns[TEXT] = pa.chunked_array(batches, pa.large_string())
    _, times = np.unique(np.concatenate(hashes) if hashes else [], return_counts=True)
    return int(times[times > 1].sum())


def _may_be_bad(texts: pa.Array, rule: CellRule) -> npt.NDArray[np.bool_]:
    """Return where a text has to be looked at."""
    lengths = np.diff(offsets_and_bytes(texts)[0])
    may_be: npt.NDArray[np.bool_] = (lengths == 0) | (lengths > MAX_TEXT)
    return may_be | no_values.may_be_no_text(texts, rule)


def _name_bad_text(draft: _Draft, row: int, text: str) -> None:
    if not text:
        draft.say(row, TEXT, "the text is empty")
    elif no_values.is_no_text(text, draft.rule):
        draft.say(row, TEXT, f"the text is empty: '{text}' means no value")
    elif len(text) > MAX_TEXT:
        draft.say(
            row,
            TEXT,
            f"the text has {len(text):,} characters, and a document may have {MAX_TEXT:,}: cut it "
            "into parts",
        )


def _dates(draft: _Draft, order: str | None) -> pa.Array:
    cells, remark = without_stand_ins(draft.cells(CREATED_AT))
    times, caveat = plain_times(cells), ""
    if times is None:
        dates = read_dates(cells.to_pylist(), order)
        times, caveat = pa.Array.from_pandas(dates.times, type=pa.timestamp("us")), dates.caveat
    draft.problems += _unreadable(draft, CREATED_AT, cells, times, "a date")
    draft.remarks += [remark_text for remark_text in (remark, caveat) if remark_text]
    draft.columns[CREATED_AT] = times
    return times


def _positions(draft: _Draft) -> None:
    if POSITION not in draft.mapping.columns:
        draft.columns[POSITION] = pa.array(np.asarray(draft.table.numbers, dtype=np.float64))
        return
    cells = draft.cells(POSITION)
    numbers = pa.Array.from_pandas(read_numbers(cells.to_pylist()), type=pa.float64())
    draft.problems += _unreadable(draft, POSITION, cells, numbers, "a number")
    draft.columns[POSITION] = numbers


def _unreadable(
    draft: _Draft, name: str, cells: pa.Array, values: pa.Array, what: str
) -> Iterator[RowProblem]:
    column = "+".join(draft.mapping.columns[name])
    unread = pc.and_(pc.is_null(values), pc.not_equal(cells, ""))
    for at in pc.indices_nonzero(unread).to_pylist():
        cell = cells[at].as_py()
        yield RowProblem(draft.table.numbers[at], column, f"'{cell[:40]}' is not {what}")


def _parents(
    draft: _Draft,
    ids: pa.Array,
    times: pa.Array | None,
    *,
    keep_orphans: bool,
    cut_cycles: bool,
) -> None:
    """Check the parents, cut circles on request, and name threads where no column does."""
    given_parents = joined(draft.table, draft.mapping.columns[PARENT_ID])
    parents, remarks = mended_parents(given_parents, ids)
    draft.remarks += remarks
    if cut_cycles:
        parents = _cut(draft, ids.to_pylist(), parents, times)
    for bad in bad_links(ids, parents):
        if not (keep_orphans and bad.is_orphan):
            draft.say(bad.place, PARENT_ID, bad.problem)
    draft.columns[PARENT_ID] = parents
    if THREAD_ID not in draft.columns:
        draft.columns[THREAD_ID] = thread_roots(ids, parents)
        draft.remarks.append(
            "threads follow from the parents: a thread is named after its first one"
        )


def _cut(draft: _Draft, ids: list[str], parents: pa.Array, times: pa.Array | None) -> pa.Array:
    """Return the parents without circles; name what was cut."""
    dated = times is not None and not times.null_count
    order = times.to_numpy().tolist() if times is not None and dated else range(len(ids))
    left, cut = cut_circles(ids, parents.to_pylist(), order)
    if not cut:
        return parents
    links = [f"'{ids[index]}' answers '{parent}' no more" for index, parent in cut.items()]
    more = f" and {len(links) - 5:,} more" if len(links) > 5 else ""
    draft.remarks.append(
        f"{len(cut):,} circles of parents were cut at their first document, whose parent "
        f"stands in {CUT_PARENT}: {', '.join(links[:5])}{more}"
    )
    draft.columns[CUT_PARENT] = packed([cut.get(index, "") for index in range(len(ids))])
    return packed(left)


def read_numbers(cells: Sequence[str]) -> pd.Series:
    """Return the numbers; what is none is NaN.

    A comma is read as the decimal point where no cell has a point, and no cell has commas in the
    way of thousands only ("1,000").

    >>> read_numbers(["1,5", "2", ""]).tolist()
    [1.5, 2.0, nan]
    """
    has_comma = [cell for cell in cells if _COMMA.fullmatch(cell)]
    thousands = all(re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", cell) for cell in has_comma)
    if has_comma and not thousands and not any(map(_POINT.fullmatch, cells)):
        cells = [cell.replace(",", ".") for cell in cells]
    return pd.to_numeric(pd.Series(list(cells), dtype="object"), errors="coerce").astype("float64")
