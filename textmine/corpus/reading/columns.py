"""Guess which column of a table is which field of a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

import numpy as np

from textmine.cells import yes_or_no
from textmine.corpus.reading import reply_columns
from textmine.corpus.reading.cell_arrays import joined, stripped
from textmine.corpus.reading.column_values import values_of
from textmine.corpus.reading.dates import read_dates, share_of_dates
from textmine.corpus.reading.personal_columns import (
    author_remark,
    personal_columns,
    personal_remark,
)
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.text_column import find_text, find_thread, passed_over_remarks
from textmine.errors import InputError, did_you_mean
from textmine.lazily import pa, pc
from textmine.schema import (
    AUTHOR,
    CREATED_AT,
    DOCUMENT_FIELDS,
    FIELD_NAMES,
    ID,
    LANG,
    META,
    PARENT_ID,
    POSITION,
    TEXT,
    THREAD_ID,
    DocumentField,
)

_LIKE_A_THREAD = re.compile(
    r"thread|conversation|discussion|diskussion|debate|hilo|(topic|proposal|issue|article)_?(id|nr|no)$"
)

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SAMPLE = 200


@dataclass(frozen=True)
class ColumnMap:
    """Field -> the column(s) it is read from, and field -> how that was found out.

    `passed_over` are fields with the column that is called like them and does not hold them,
    `remarks` say why. `left_out` are columns that are not kept, with what they hold.
    """

    columns: dict[str, tuple[str, ...]]
    how: dict[str, str]
    passed_over: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)


def map_columns(
    table: RawTable, given: Mapping[str, str | None], keep_personal: Collection[str] = ()
) -> ColumnMap:
    """Map fields to columns: what was given wins, then what the format says, then names that
    exports use, then the content.

    A given value may join columns with "+". "-" means: no column for this field. Columns with
    personal data are left out unless they are a field or in `keep_personal` ("all": every one).
    Raises InputError for a column that is not there, or when no column can be the text.
    """
    if given.get(TEXT) == "-":
        raise InputError("A document needs a text: --text cannot be '-'.", hint="Name a column.")
    draft = _Draft(table, given)
    for known, value in given.items():
        if value is not None and value != "-":
            draft.take(known, _named(table, known, value), "given")
    for known, name in table.fields.items():
        if given.get(known) is None:
            draft.take(known, (name,), "known from the format")
    if TEXT not in draft.columns:
        _text(draft)
    for spec in DOCUMENT_FIELDS:
        if spec.name != THREAD_ID and draft.wants(spec.name):
            _by_name(draft, spec)
    if draft.wants(ID) and not table.fields:
        _id_by_replies(draft)
    order, ids = _Order(draft), _ids_of(draft)
    if ids is not None and draft.wants(PARENT_ID) and not table.fields:
        _parent_by_values(draft, ids, order)
    if draft.wants(THREAD_ID):
        _thread(draft, ids)
    columns = {name: draft.columns[name] for name in FIELD_NAMES if name in draft.columns}
    left_out = personal_columns(table, columns, keep_personal)
    passed_over = {n: c for n, c in draft.passed_over.items() if n not in columns}
    personal_remarks = (personal_remark(left_out), author_remark(table, columns, draft.how))
    remarks = (*draft.remarks, *filter(None, personal_remarks))
    return ColumnMap(columns, draft.how, passed_over, remarks, left_out)


@dataclass
class _Draft:
    """The fields found so far."""

    table: RawTable
    given: Mapping[str, str | None]
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    passed_over: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def take(self, name: str, columns: tuple[str, ...], how: str) -> None:
        self.columns[name], self.how[name] = columns, how

    def wants(self, name: str) -> bool:
        return name not in self.columns and self.given.get(name) != "-"

    def free(self) -> list[str]:
        """Return the columns that may still be guessed; one that is joined into an id is free."""
        taken = {names[0] for names in self.columns.values() if len(names) == 1}
        return [n for n in self.table.columns if n not in taken and n not in self.table.own]


def _text(draft: _Draft) -> None:
    free, aliases = draft.free(), _spec(TEXT).aliases
    others = {alias for spec in DOCUMENT_FIELDS if spec.name != TEXT for alias in spec.aliases}
    column, how, passed_over = find_text(
        draft.table,
        [*_by_alias(free, aliases), *_within_objects(free, aliases)],
        free,
        {name for name in free if _key(name) in others},
    )
    draft.take(TEXT, (column,), how)
    draft.remarks += passed_over_remarks(passed_over)


def _by_name(draft: _Draft, spec: DocumentField) -> None:
    for column in _by_alias(draft.free(), spec.aliases):
        if _plausible(draft, spec.name, column):
            draft.take(spec.name, (column,), "guessed from its name")
            return
        draft.passed_over.setdefault(spec.name, column)
        if spec.name == PARENT_ID:
            draft.remarks.append(
                f"'{column}' is called like a parent and holds no ids of documents"
            )


def _ids_of(draft: _Draft) -> pa.Array | None:
    names = draft.columns.get(ID, ())
    return joined(draft.table, names) if names else None


def _id_by_replies(draft: _Draft) -> None:
    """Take the column of unique values that the parents name for the ids, whatever its name."""
    parents = draft.columns.get(PARENT_ID, ())
    if len(parents) != 1:
        return
    named = {cell.strip() for cell in draft.table.each_cell(parents[0])} - {""}
    for name in draft.free():
        cells = draft.table.cells(name)
        unique = {cell.strip() for cell in cells} - {""}
        if len(unique) == len(cells) and 2 * len(named & unique) > len(named):
            draft.take(ID, (name,), "guessed: the replies name its values")
            return


class _Order:
    """What comes before what: the dates where all are known, else the order of the rows."""

    def __init__(self, draft: _Draft) -> None:
        self._draft = draft

    @cached_property
    def of_rows(self) -> Sequence[object]:
        names = self._draft.columns.get(CREATED_AT)
        if names and len(names) == 1:
            times = read_dates(self._draft.table.cells(names[0])).times
            if bool(times.notna().all()):
                return times.tolist()
        return range(len(self._draft.table.rows))


def _parent_by_values(draft: _Draft, packed_ids: pa.Array, order: _Order) -> None:
    """Take the column whose values are ids of the file for the parents, whatever its name."""
    ids: list[str] = []
    others = {alias for spec in DOCUMENT_FIELDS if spec.name != PARENT_ID for alias in spec.aliases}
    counts: dict[str, int] = {}
    for name in draft.free():
        sample = values_of(draft.table, name)
        known = reply_columns.known_among(sample, packed_ids)
        some, _ = reply_columns.as_ids(sample, known)
        if name.startswith(META) or _key(name) in others or not any(cell in known for cell in some):
            continue
        ids = ids or packed_ids.to_pylist()
        cells = [cell.strip() for cell in draft.table.cells(name)]
        if reply_columns.are_parents(name, cells, ids, order.of_rows):
            counts[name] = len(set(cells))
        elif remark := reply_columns.half_parents(name, cells, ids):
            draft.remarks.append(remark)
    if counts:
        best = max(counts, key=lambda name: (reply_columns.speaks_of_replies(name), counts[name]))
        draft.take(PARENT_ID, (best,), "guessed from its values: ids of the file")


def _thread(draft: _Draft, ids: pa.Array | None) -> None:
    names = _by_alias(draft.free(), _spec(THREAD_ID).aliases)
    names += [n for n in draft.free() if n not in names and _LIKE_A_THREAD.search(n.lower())]
    parents = draft.columns.get(PARENT_ID, ())
    pairs = np.zeros((0, 2), dtype=np.int64)
    if ids is not None and len(parents) == 1:
        pairs = reply_columns.reply_pairs(ids, joined(draft.table, parents))
    column, how, passed_over = find_thread(draft.table, names, pairs)
    if column:
        draft.take(THREAD_ID, (column,), how)
    for name, why in passed_over.items():
        draft.remarks.append(
            f"'{name}' is called like the thread and was passed over: {why} (--thread-id "
            f"'{name}' takes it)"
        )


def no_dates(table: RawTable, mapping: ColumnMap) -> str:
    """Return a remark where a column is called like a date and mostly holds none, else ""."""
    name = mapping.passed_over.get(CREATED_AT)
    cells = [*islice(filter(str.strip, table.each_cell(name)), _SAMPLE)] if name else []
    if not cells:
        return ""
    unread = read_dates(cells).times.isna()
    example = next(cell for cell, bad in zip(cells, unread, strict=True) if bad)
    return (
        f"'{name}' is called like a date and stays under meta.: half of it or more, such as "
        f"'{example[:40]}', cannot be read in one order of day and month (--created-at '{name}' "
        "names the rows)"
    )


def _named(table: RawTable, field: str, value: str) -> tuple[str, ...]:
    parts = (value,) if value in table.columns else tuple(part.strip() for part in value.split("+"))
    for part in parts:
        if part not in table.columns:
            raise InputError(
                f"{table.source} has no column '{part}' (named for {field}).",
                hint=_one_language(part)
                if field == LANG and _LANGUAGE.fullmatch(part)
                else did_you_mean(part, table.columns),
            )
    return parts


def _one_language(code: str) -> str:
    """Return what to do where a language was named in the place of a column of languages."""
    return (
        f'Texts that are all in one language need no column: write lang = "{code}" under [nlp] '
        "in textmine.toml."
    )


def _key(name: str) -> str:
    """Return the letters and digits of a name, without accents, by which exports are told."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", parts)


def _spec(name: str) -> DocumentField:
    return next(spec for spec in DOCUMENT_FIELDS if spec.name == name)


def _by_alias(free: Sequence[str], aliases: tuple[str, ...]) -> list[str]:
    """Return the free columns with such a name, the most telling name first."""
    halves = {_key(half): name for name in reversed(free) for half in _halves(name)}
    named = halves | {_key(name): name for name in reversed(free)}
    return list(dict.fromkeys(named[alias] for alias in aliases if alias in named))


def _halves(name: str) -> Sequence[str]:
    """Return code and wording of a heading that holds both, as LimeSurvey's "id. Response ID"."""
    match = re.fullmatch(r"(\w+)\. (.+)", name)
    return match.groups() if match else ()


def _within_objects(free: Sequence[str], aliases: tuple[str, ...]) -> list[str]:
    """Return the free columns of values within objects that have such a name, as data/text."""
    inner = {_key(n.rsplit("/", 1)[1]): n for n in reversed(free) if "/" in n}
    return [inner[alias] for alias in aliases if alias in inner]


def _plausible(draft: _Draft, field: str, name: str) -> bool:
    """To be guessed, an id must be unique for the greater part, a position a number, a parent no
    yes or no, most of a sample of dates readable, and an author no path of a file.
    """
    cells = filter(str.strip, draft.table.each_cell(name))
    sample = [*islice(cells, _SAMPLE)]
    if not sample:
        return False
    if field == ID:
        return _differ(draft.table.packed_cells(name))
    if field == PARENT_ID:
        return not _says_yes_or_no(chain(sample, cells))
    if field == CREATED_AT:
        return share_of_dates(sample) > 0.5
    if field == AUTHOR:
        return sum("/" in cell for cell in sample) < 0.5 * len(sample)
    if field == POSITION:
        each = chain(sample, cells)
        return all(re.fullmatch(r"-?\d+([.,]\d+)?", cell.strip()) for cell in each)
    return True


def _differ(cells: pa.ChunkedArray) -> bool:
    """Whether more than nine in ten of the filled cells are different ones."""
    is_filled = [pc.not_equal(stripped(chunk), "") for chunk in cells.chunks]
    filled = cells.filter(pa.chunked_array(is_filled, pa.bool_()))
    return bool(pc.count_distinct(filled).as_py() > 0.9 * len(filled))


def _says_yes_or_no(cells: Iterable[str]) -> bool:
    return all(yes_or_no(cell) is not None and cell.strip().isalpha() for cell in cells)


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
