"""Check a table of people: an id a row, and attributes read as codes are."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textmine.cells import CellRule, clean, fold, one_spelling
from textmine.corpus.participants.matching import ids_of
from textmine.corpus.reading.no_values import without_words
from textmine.corpus.reading.personal_columns import personal_columns, personal_remark
from textmine.corpus.reading.raw import RawTable
from textmine.errors import BadRowsError, InputError, RowProblem, did_you_mean
from textmine.schema import AUTHOR, META

CASE = "case"
KNOWN = ("kind", CASE, "round", "role")
"""Attributes that have one spelling, for other commands ask for them by name."""


@dataclass(frozen=True)
class People:
    """A table that was checked: names of attributes, a row a person, and what is to be said."""

    attributes: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...]


def read_people(
    table: RawTable,
    key: str,
    *,
    case: str | None = None,
    keep_personal: Collection[str] = (),
    rule: CellRule,
) -> People:
    """Return the people of a table, whose ids stand in the column `key`.

    `case` names the column that says to which case they belong. Columns with personal data are
    left out unless they are in `keep_personal`. Raises BadRowsError that names every row without
    an id, with one that another row has, or with a fault of the reader's; InputError for a table
    without attributes, or with two of one name.
    """
    left_out = personal_columns(table, {AUTHOR: (key,)}, keep_personal)
    names = _names(table, key, case, left_out)
    table = table.asking_for({key, *names})
    ids = ids_of(table, key)
    rows = _kept_rows(table, ids)
    remarks = [*table.remarks, personal_remark(left_out)]
    if len(rows) < len(ids):
        remarks.append(f"{len(ids) - len(rows):,} rows say again what another row says")
    columns = {}
    for column, name in names.items():
        every = table.cells(column)
        cells, remarks_of_cells = _cells(name, [every[row] for row in rows], rule)
        remarks += remarks_of_cells
        if any(cells):
            columns[name] = cells
        else:
            remarks.append(f"'{column}' is empty and is left out")
    if not columns:
        raise InputError(
            f"{table.source} has no column beside '{key}' that says something of its rows.",
            hint="Add columns such as kind, case or round.",
        )
    rows_of_people = zip([ids[row] for row in rows], *columns.values(), strict=True)
    return People(tuple(columns), tuple(rows_of_people), tuple(filter(None, remarks)))


def _names(
    table: RawTable, key: str, case: str | None, left_out: Collection[str]
) -> dict[str, str]:
    """Return each column that is kept, and what the attribute is called."""
    if case is not None and case not in table.columns:
        raise InputError(
            f"{table.source} has no column '{case}'.", hint=did_you_mean(case, table.columns)
        )
    names = {
        column: CASE if column == case else _attribute(column)
        for column in table.columns
        if column != key and column not in left_out
    }
    if case == key:
        names[key] = CASE
    for name, times in Counter(names.values()).items():
        if times > 1:
            both = [column for column, called in names.items() if called == name]
            raise InputError(
                f"Columns '{both[0]}' and '{both[1]}' of {table.source} are both called '{name}'.",
                hint="Rename one of them.",
            )
    return names


def _attribute(column: str) -> str:
    bare = column.removeprefix(META) or column
    return fold(bare) if fold(bare) in KNOWN else bare


def _kept_rows(table: RawTable, ids: Sequence[str]) -> list[int]:
    """Return the rows that say something new; raise BadRowsError for bad ones."""
    problems = list(table.problems)
    bad_rows = {problem.row for problem in problems}
    rows = [list(row) for row in table.rows]
    first: dict[str, int] = {}
    rows_kept = []
    for row, identity in enumerate(ids):
        number = table.numbers[row]
        if not identity:
            if number not in bad_rows:
                problems.append(RowProblem(number, "", "there is no id"))
        elif identity not in first:
            first[identity] = row
            rows_kept.append(row)
        elif rows[row] != rows[first[identity]]:
            before = table.placed(RowProblem(table.numbers[first[identity]], "", ""))
            where = before.cell or f"row {before.row}"
            problems.append(RowProblem(number, "", f"id '{identity}' is that of {where} already"))
    if problems:
        raise BadRowsError(
            table.source,
            [
                table.placed(problem)
                for problem in sorted(problems, key=lambda row_problem: row_problem.row)
            ],
            hint="Correct the rows: each person, interview or file has one row.",
        )
    return rows_kept


def _cells(name: str, cells: Sequence[str], rule: CellRule) -> tuple[list[str], list[str]]:
    """Return the values of an attribute, and what was read as nothing or as one value."""
    values, missing = without_words(name, [clean(cell) for cell in cells], rule)
    if rule.exact:
        return values, [missing]
    spelt, folded = one_spelling(Counter(filter(None, values)), "value")
    remark = f"{name}: {folded} Say --exact to keep spellings apart." if folded else ""
    return [spelt.get(cell, "") for cell in values], [missing, remark]
