"""Memos as a table, and back: what stands already just so gives no new memo."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from textmine.cells import clean, fold
from textmine.cells.spreadsheet import fitted_cell
from textmine.coding.memos.listing import Listed
from textmine.coding.memos.memo import ABOUTS, TYPES, Memo, Target
from textmine.coding.memos.store import MemoStore, open_memos
from textmine.coding.memos.targets import Targets
from textmine.corpus import RawTable, ReadOptions, read_raw, written
from textmine.errors import BadRowsError, InputError, RowProblem, TextmineError, did_you_mean
from textmine.store import Workspace, write_table

COLUMNS = (
    *("memo", "type", "title", "text", "by", "about", "place", "dimension", "name"),
    *("start", "end", "quoted", "links", "begun_at", "created_at", "state", "remark"),
)
_WANTED = ("type", "text")
_WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class MemoImport:
    """What an import brought: new memos, new versions, memos that stood already just so.

    `withdrawn` rows are of memos that stand no more, here or in the table; `links_lost` are links
    to memos that are neither in the table nor here.
    """

    new: Sequence[Memo]
    changed: Sequence[Memo]
    unchanged: int
    withdrawn: int
    links_lost: int


def memo_rows(found: Sequence[Listed]) -> list[dict[str, Any]]:
    """Return a row a memo, with the columns of `COLUMNS`."""
    rows = []
    for listed in found:
        memo, target = listed.memo, listed.memo.target
        values = (
            *(memo.number or None, memo.type, memo.title, memo.text, memo.by, target.about),
            *(target.place, target.dimension, target.name, target.start, target.end),
            *(memo.seen.quoted, " ".join(map(str, memo.links)), memo.begun_at, memo.created_at),
            *(listed.state, listed.now.remark),
        )
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def write_memos(path: Path, found: Sequence[Listed]) -> None:
    """Write memos as a table (.csv, .tsv, .xlsx) that `import_memos` reads."""
    write_table(path, COLUMNS, memo_rows(found), title="memos")


def import_memos(workspace: Workspace, path: Path, targets: Targets) -> MemoImport:
    """Take the memos of a table in, all or none.

    A row with number and time of a memo that is here is that memo, and a new version of it where it
    says something else. Any other row is a new memo, unless one that says the same of the same
    stands. Raises BadRowsError that names the rows that cannot be used.
    """
    table = written(read_raw(path, ReadOptions(header_rows=1)))
    missing = [name for name in _WANTED if name not in table.columns]
    if missing:
        raise InputError(
            f"{table.source} has no column '{missing[0]}'.",
            hint=f"A table of memos has {', '.join(COLUMNS)}; 'type' and 'text' are enough.",
        )
    with workspace.whole():
        store = open_memos(workspace)
        read = _Reading(table, targets, store.all())
        for index, row in enumerate(table.rows):
            read.take(table.numbers[index], dict(zip(table.columns, row, strict=True)))
        if read.problems or table.problems:
            raise BadRowsError(table.source, [*table.problems, *read.problems])
        return _kept(store, read)


@dataclass
class _Row:
    """A memo of the table; `number` is the one that it has there."""

    number: int | None
    memo: Memo


@dataclass
class _Reading:
    table: RawTable
    targets: Targets
    here: Sequence[Memo]
    problems: list[RowProblem] = field(default_factory=list)
    new: list[_Row] = field(default_factory=list)
    changed: list[_Row] = field(default_factory=list)
    known: dict[int, int] = field(default_factory=dict)
    unchanged: int = 0
    withdrawn: int = 0

    def take(self, row: int, cells: Mapping[str, str]) -> None:
        """Take a row as the memo that it is."""
        number = _number(cells.get("memo", ""))
        own = self._same(number, cells.get("begun_at", ""))
        if cells.get("state", "").startswith(_WITHDRAWN) or (own and own.withdrawn):
            self.withdrawn += 1
            return
        try:
            memo = _memo(cells)
            if own is not None and own.target == memo.target:
                memo = replace(memo, seen=own.seen)
            elif own is None and (twin := self._twin(memo)) is not None:
                self._stands(number, twin)
                return
            else:
                target, seen = self.targets.find(memo.target)
                memo = replace(memo, target=target, seen=seen)
        except TextmineError as error:
            column = "type" if cells.get("type", "") not in TYPES else "name"
            self.problems.append(RowProblem(row, column, f"{error.message} {error.hint}".strip()))
            return
        if own is None:
            self.new.append(_Row(number, memo))
        elif _as_cells(own) == _as_cells(memo):
            self._stands(number, own)
        else:
            same_text = fitted_cell(own.text) == fitted_cell(memo.text)
            memo = replace(memo, text=own.text) if same_text else memo
            self.known[own.number] = own.number
            self.changed.append(_Row(number, replace(own, **_said(memo))))

    def _stands(self, number: int | None, memo: Memo) -> None:
        self.unchanged += 1
        if number is not None:
            self.known[number] = memo.number

    def _same(self, number: int | None, begun: str) -> Memo | None:
        """Return the memo that a row was written from."""
        for memo in self.here:
            if memo.number == number and memo.begun_at == begun:
                return memo
        return None

    def _twin(self, memo: Memo) -> Memo | None:
        """Return a memo that stands and says the same of the same; links are not compared."""
        wanted = _as_cells(replace(memo, links=()))
        for other in self.here:
            if not other.withdrawn and _as_cells(replace(other, links=())) == wanted:
                return other
        return None


def _kept(store: MemoStore, read: _Reading) -> MemoImport:
    first = store.next_number()
    numbers = dict(read.known)
    for index, row in enumerate(read.new):
        if row.number is not None:
            numbers[row.number] = first + index
    lost = 0

    def linked(row: _Row, *, own: bool) -> Memo:
        nonlocal lost
        here = {memo.number for memo in read.here} if own else set()
        links = [numbers.get(link, link if link in here else 0) for link in row.memo.links]
        lost += links.count(0)
        return replace(row.memo, links=tuple(link for link in links if link))

    new = store.add([linked(row, own=False) for row in read.new]) if read.new else []
    changed = store.change([linked(row, own=True) for row in read.changed])
    unchanged = read.unchanged + len(read.changed) - len(changed)
    return MemoImport(new, changed, unchanged, read.withdrawn, lost)


def _memo(cells: Mapping[str, str]) -> Memo:
    """Return a row as a memo; raise InputError."""
    about = fold(cells.get("about", "")) or "project"
    if about not in ABOUTS:
        raise InputError(
            f"'{cells['about']}' is nothing a memo is about.", hint=did_you_mean(about, ABOUTS)
        )
    kind = clean(cells["type"]) or "note"
    if kind not in TYPES:
        raise InputError(f"'{kind}' is no type of memo.", hint=did_you_mean(kind, TYPES))
    if not cells["text"].strip():
        raise InputError("The memo has no text.")
    start, end = _number(cells.get("start", "")), _number(cells.get("end", ""))
    return Memo(
        text=cells["text"].strip(),
        type=kind,
        title=clean(cells.get("title", "")),
        by=clean(cells.get("by", "")),
        target=Target(
            about,
            cells.get("place", ""),
            cells.get("name", ""),
            cells.get("dimension", ""),
            start,
            end,
        ),
        links=tuple(int(number) for number in re.findall(r"\d{1,9}", cells.get("links", ""))),
    )


def _said(memo: Memo) -> dict[str, Any]:
    names = ("text", "type", "title", "by", "target", "links", "seen")
    return {name: getattr(memo, name) for name in names}


def _as_cells(memo: Memo) -> tuple[Any, ...]:
    """Return what a memo says as the cells of a workbook hold it."""
    texts = (fitted_cell(text).strip() for text in (memo.text, memo.title, memo.by))
    return (*texts, memo.type, memo.target, tuple(sorted(memo.links)))


def _number(cell: str) -> int | None:
    match = re.fullmatch(r"\s*(\d{1,9})(?:\.0+)?\s*", cell)
    return int(match[1]) if match else None
