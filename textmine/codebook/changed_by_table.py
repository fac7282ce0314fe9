"""Changes that people made to a codebook in a spreadsheet, as recorded changes of its codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from textmine.cells.spreadsheet import fitted_cell
from textmine.codebook.changes import add_code, move_code, redefine_code, rename_code, retire_code
from textmine.codebook.codebook import Code, Codebook, Dimension
from textmine.codebook.table_of_codes import (
    FOLLOWS,
    CodeRow,
    code_of,
    dimension_fields,
    examples_of,
    pairs_of,
    table_of_codes,
)
from textmine.errors import BadRowsError, RowProblem, did_you_mean

_MEANING = ("definition", "include", "exclude", "example")
_PLACE = ("parent", "stage")


def changed_by_table(
    book: Codebook, source: str, rows: Mapping[str, Sequence[CodeRow]], why: Mapping[str, str]
) -> list[Codebook]:
    """Return a codebook and each version of it that the rows of a table lead to, one a change.

    Codes are renamed, added, redefined, moved and retired; a cell that says what the codebook says,
    and a column that is not there, change nothing. `why` has reason, by and date. Raises
    BadRowsError for what could mean several things, and for what is no change of codes.
    """
    work = _Work([book], {**why})
    problems: list[RowProblem] = []
    for identity, mine in rows.items():
        known = [dimension.id for dimension in book.dimensions]
        if identity not in known:
            message = (
                f"codebook '{book.name}' has no dimension '{identity}'. "
                f"{did_you_mean(identity, known)} A new one is written into its file"
            )
            problems.append(RowProblem(mine[0].number, "dimension", message))
            continue
        plan = _Plan.of(book, identity, mine)
        problems += _of_dimension(book, source, identity, mine)
        problems += plan.problems(book)
        if not problems:
            _carry_out(work, identity, plan)
    if problems:
        raise BadRowsError(source, problems, hint="Nothing was changed. Correct these rows.")
    return work.versions


@dataclass
class _Work:
    """The versions so far, and why they are made."""

    versions: list[Codebook]
    why: dict[str, Any]

    @property
    def book(self) -> Codebook:
        return self.versions[-1]

    def code(self, dimension: str, code: str) -> Code:
        return self.book.dimension(dimension).code(code)


@dataclass(frozen=True)
class _Plan:
    """Which row is about which code of a dimension; `renamed` are codes by what they become."""

    dimension: Dimension
    rows: tuple[CodeRow, ...]
    known: Mapping[str, CodeRow]
    renamed: Mapping[str, CodeRow]
    added: tuple[CodeRow, ...]
    missing: tuple[str, ...]
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Codebook, identity: str, rows: Sequence[CodeRow]) -> _Plan:
        dimension = book.dimension(identity)
        before = {
            cells["code"]: {column: _shown(cell) for column, cell in cells.items()}
            for cells in table_of_codes(book)
            if cells["dimension"] == identity
        }
        by_shown = {_shown(code.id): code.id for code in dimension.codes}
        known = {by_shown[row.cells["code"]]: row for row in rows if row.cells["code"] in by_shown}
        new = [row for row in rows if row.cells["code"] not in by_shown]
        lost = [c.id for c in dimension.codes if c.id not in known and not c.retired]
        pairs = [(code, row) for code in lost for row in new if _same(before[code], row)]
        codes, numbers = [code for code, _ in pairs], [row.number for _, row in pairs]
        renamed = {
            code: row
            for code, row in pairs
            if codes.count(code) == 1 and numbers.count(row.number) == 1
        }
        taken = {row.number for row in renamed.values()}
        return cls(
            dimension,
            tuple(rows),
            known,
            renamed,
            tuple(row for row in new if row.number not in taken),
            tuple(code for code in lost if code not in renamed),
            before,
        )

    @property
    def row_of(self) -> dict[str, CodeRow]:
        """The row of each code that is there and stays, by its id of today."""
        return {**self.known, **self.renamed}

    def problems(self, book: Codebook) -> Iterator[RowProblem]:
        """Yield what could mean several things, and what is no change of codes."""
        last = self.rows[-1].number
        for code in self.missing:
            if self.added:
                new = ", ".join(f"'{row.cells['code']}'" for row in self.added)
                message = (
                    f"'{code}' is not in the table any more, and {new} is new: was it renamed, "
                    "merged or split? Say it with 'textmine codebook change "
                    f"rename {book.name}' (or merge, or split) first; or keep its row, with "
                    "'retired' in the column given"
                )
            else:
                message = (
                    f"'{code}' is not in the table any more: keep its row, and write 'retired' "
                    "into the column given where it is to be given no more"
                )
            yield RowProblem(last, "code", message)
        for code, row in self.row_of.items():
            yield from self._of_known(code, row)
        for row in self.added:
            if row.said("given") == "retired":
                message = f"'{row.cells['code']}' is new, and a new code cannot be retired"
                yield RowProblem(row.number, "given", message)

    def _of_known(self, code: str, row: CodeRow) -> Iterator[RowProblem]:
        was, given = self.before[code], row.said("given")
        if given and given != was["given"] and given != "retired":
            message = {
                "retired": f"'{code}' is retired and cannot be given again: add another code",
                "yes": f"'{code}' is a code, which a change cannot make a heading",
                "heading": f"'{code}' is a heading, which a change cannot make a code",
            }[was["given"]]
            yield RowProblem(row.number, "given", message)
        if was["given"] == "retired":
            for column in ("name", *_MEANING, *_PLACE):
                if self.differs(code, row, column):
                    message = f"'{code}' is retired, and stays as it was"
                    yield RowProblem(row.number, column, message)
        if self.differs(code, row, FOLLOWS):
            message = f"what follows from '{code}' is changed in the file of the codebook alone"
            yield RowProblem(row.number, FOLLOWS, message)

    def differs(self, code: str, row: CodeRow, column: str) -> bool:
        """Whether a row says something else in a column than the codebook; a name may be left out.

        A parent that was renamed is the same one.
        """
        cell, was = row.said(column), self.before[code][column]
        if cell is None or (column in ("name", FOLLOWS) and not cell):
            return False
        if column == "parent" and was in self.renamed:
            was = self.renamed[was].cells["code"]
        if column == "example":
            return examples_of(cell) != examples_of(was)
        return _shown(cell) != was


def _of_dimension(
    book: Codebook, source: str, identity: str, rows: Sequence[CodeRow]
) -> Iterator[RowProblem]:
    """Yield what a table says of a dimension as a whole that the codebook does not say."""
    was = next(cells for cells in table_of_codes(book) if cells["dimension"] == identity)
    for column, cell in dimension_fields(source, rows).items():
        if _shown(cell) != _shown(was[column]):
            message = (
                f"'{cell}', and the codebook says '{was[column]}': that is no change of codes, "
                f"and is written into codebooks/{book.name}.toml"
            )
            yield RowProblem(rows[0].number, column, message)


def _carry_out(work: _Work, identity: str, plan: _Plan) -> None:
    """Make the changes of one dimension, each a version: names first, places last."""
    for code, row in plan.renamed.items():
        name = row.said("name") or ""
        new = {"to": row.cells["code"], "name": name if plan.differs(code, row, "name") else ""}
        work.versions.append(rename_code(work.book, identity, code, **new, **work.why))
    _add(work, identity, plan)
    for code, row in plan.row_of.items():
        now = row.cells["code"] if code in plan.renamed else code
        if code not in plan.renamed and plan.differs(code, row, "name"):
            name = row.cells["name"]
            work.versions.append(rename_code(work.book, identity, code, name=name, **work.why))
        changes: dict[str, Any] = {c: row.cells[c] for c in _MEANING if plan.differs(code, row, c)}
        if "example" in changes:
            changes["examples"] = tuple(examples_of(changes.pop("example")))
        if changes:
            work.versions.append(redefine_code(work.book, identity, now, **changes, **work.why))
        moved = {c: row.cells[c] for c in _PLACE if plan.differs(code, row, c)}
        if moved:
            stage = cast(Any, moved.get("stage"))
            parent = moved.get("parent")
            work.versions.append(
                move_code(work.book, identity, now, parent=parent, stage=stage, **work.why)
            )
    for code, row in plan.row_of.items():
        if row.said("given") == "retired" and plan.before[code]["given"] != "retired":
            now = row.cells["code"] if code in plan.renamed else code
            work.versions.append(retire_code(work.book, identity, now, **work.why))
    _put_in_order(work, identity, plan)


def _add(work: _Work, identity: str, plan: _Plan) -> None:
    """Add the new codes, those that others are grouped under first."""
    waiting = list(plan.added)
    while waiting:
        ids = {row.cells["code"] for row in waiting}
        ready = [row for row in waiting if (row.said("parent") or "") not in ids] or waiting
        for row in ready:
            code = Code.model_validate(code_of(row))
            follows = pairs_of(row.said(FOLLOWS) or "")
            there = {code.id for code in work.book.dimension(identity).codes}
            behind = plan.rows[plan.rows.index(row) + 1 :]
            before = next((r.cells["code"] for r in behind if r.cells["code"] in there), "")
            work.versions.append(
                add_code(work.book, identity, code, before=before, follows=follows, **work.why)
            )
        waiting = [row for row in waiting if row not in ready]


def _put_in_order(work: _Work, identity: str, plan: _Plan) -> None:
    """Move as few codes as bring the others into the order of the rows."""
    codes = work.book.dimension(identity).codes
    code_ids = {_shown(code.id): code.id for code in codes if not code.retired}
    target = [code_ids[row.cells["code"]] for row in plan.rows if row.cells["code"] in code_ids]
    index_of = {code.id: at for at, code in enumerate(codes)}
    stays = _rising([index_of[code] for code in target])
    for at in range(len(target) - 2, -1, -1):
        if at not in stays:
            code, before = target[at], target[at + 1]
            work.versions.append(move_code(work.book, identity, code, before=before, **work.why))


def _rising(places: Sequence[int]) -> set[int]:
    """Return the most indices at which numbers rise, of those that end with the last one."""
    best: list[list[int]] = []
    for at, number in enumerate(places):
        lines = [line for line in best if places[line[-1]] < number]
        best.append([*max(lines, key=len, default=[]), at])
    return set(best[-1]) if best else set()


def _same(was: Mapping[str, str], row: CodeRow) -> bool:
    """Whether a new row is a code that is lost under another id: of the same name or meaning."""
    if was["given"] == "retired":
        return False
    name, definition = row.said("name") or "", row.said("definition") or ""
    same_name = bool(name) and name == was["name"] != was["code"]
    return same_name or (bool(definition) and definition == was["definition"])


def _shown(cell: str) -> str:
    """Return a cell as a spreadsheet gives it back."""
    return fitted_cell(cell).strip()
