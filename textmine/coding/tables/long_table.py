"""A row a coding with all that is kept of it: written by an export, and read back as it was.

What people said stands in the column `code`, what machines said in `machine_code`. A cell of both
that is empty says that the coder looked and gave no code: what nobody coded has no row.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textmine.cells import CellRule, yes_or_no
from textmine.cells.spelling import number_of
from textmine.choices import Whole
from textmine.codebook import Codebook, find_codebook
from textmine.coding.statements import by_machines
from textmine.coding.suggested import NOBODY, is_machine
from textmine.coding.tables.code_columns import WideColumn
from textmine.coding.tables.code_table import CodeCell, CodeTable, problem_at
from textmine.coding.tables.layout import CodingLayout
from textmine.coding.tables.reading import FoundCoding, ReadCodings, read_codes
from textmine.coding.whole_units import WHOLE, names_of
from textmine.corpus import Corpus, RawTable
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import Workspace

DOCUMENT, LEVEL, CODE, MACHINE_CODE = "document", "level", "code", "machine_code"
_TEXTS = (
    *(DOCUMENT, "coder", "dimension", "codebook", "memo", "created_at", "role", "entered_by"),
    *("model", "origin"),
)
_NUMBERS = {
    "start": "start",
    "end": "end",
    "round": "coding_round",
    "probability": "probability",
    "sampling_probability": "sampling_probability",
    "codebook_version": "codebook_version",
}
"""Fields of a coding -> the columns of numbers that hold them."""

LONG_COLUMNS = (
    *(DOCUMENT, LEVEL, "coder", "dimension", CODE, MACHINE_CODE, "role", "start", "end", "memo"),
    *("coding_round", "origin", "model", "probability", "suggested_by", "confirmed"),
    *("codebook", "codebook_version", "created_at", "sampling_probability", "entered_by"),
)
LONG_LAYOUT = CodingLayout(
    (DOCUMENT,), (WideColumn(CODE, None, None),), dimension="dimension", coder="coder"
)
_AS_SPELT = CellRule(missing=(), exact=True)


def long_cells(codings: Sequence[Coding]) -> dict[str, list[Any]]:
    """Return the cells of codings by column, in the order of `LONG_COLUMNS`; None for nothing.

    Spans and rounds are whole numbers, `confirmed` is yes where a machine suggested something,
    `suggested_by` is none where somebody stated that nothing was in view.
    """
    machine = {id(by_machine) for by_machine in by_machines(codings)}
    columns: dict[str, list[Any]] = {
        **{name: [getattr(coding, name) or None for coding in codings] for name in _TEXTS},
        **{
            column: [getattr(coding, name) for coding in codings]
            for name, column in _NUMBERS.items()
        },
        LEVEL: [coding.level or "documents" for coding in codings],
        CODE: [None if id(coding) in machine else coding.code for coding in codings],
        MACHINE_CODE: [coding.code if id(coding) in machine else None for coding in codings],
        "suggested_by": [
            coding.suggested_by or (NOBODY if coding.stated_blind else None) for coding in codings
        ],
        "confirmed": [
            ("yes" if coding.confirmed else "no") if coding.suggested_by else None
            for coding in codings
        ],
    }
    return {name: columns[name] for name in LONG_COLUMNS}


def is_long_table(table: RawTable) -> bool:
    """Return whether a table has all columns of an export, in any order, beside others."""
    return {*LONG_COLUMNS} <= {*table.columns}


class BooksOfRows:
    """Codebooks in the version with which each row was coded; `default` where a row names none."""

    def __init__(self, workspace: Workspace, default: str = "") -> None:
        self._workspace = workspace
        self._default = default
        self._found: dict[str, Codebook] = {}

    def book(self, name: str, version: str) -> Codebook:
        """Return a codebook; raise NotFoundError or InputError where there is none such."""
        if not name and not self._default:
            raise InputError(
                "A row does not name the codebook of its codes.", hint="Say --codebook NAME."
            )
        number = number_of(version) if name else None
        wanted = f"{name}@{number:.0f}" if number is not None else name or self._default
        if wanted not in self._found:
            self._found[wanted] = find_codebook(wanted, self._workspace)
        return self._found[wanted]


def read_long_table(table: RawTable, name: str, corpus: Corpus, books: BooksOfRows) -> ReadCodings:
    """Read the rows of an export as codings of the corpus that is called `name`.

    Documents, codes, roles and spans are checked against the corpus and the codebook in the version
    of the row, as those of any table. Raises InputError for a codebook that is not there.
    """
    index_of = {column: table.columns.index(column) for column in LONG_COLUMNS}
    groups: defaultdict[tuple[str, str, str], list[CodeCell]] = defaultdict(list)
    result = ReadCodings(problems=list(table.problems))
    for number, row in zip(table.numbers, table.rows, strict=True):
        fields = {column: row[at] for column, at in index_of.items()}
        cell, level = _cell(number, fields), fields[LEVEL].strip()
        wrong = [problem_at(table, number, *problem) for problem in _wrong(fields)]
        if wrong:
            result.problems += wrong
            continue
        groups[fields["codebook"].strip(), fields["codebook_version"].strip(), level].append(cell)
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    bad = {problem.row for problem in result.problems}
    for (codebook, version, level), cells in groups.items():
        whole = _whole(level)
        units = texts if whole is None else dict.fromkeys(names_of(corpus, whole), "")
        read = read_codes(
            CodeTable(replace(table, problems=[]), tuple(cells)),
            books.book(codebook, version),
            name,
            units,
            rule=_AS_SPELT,
            level=whole or "",
            empty_is_none=True,
        )
        result.found += [_complete(item) for item in read.found if item.cell.row not in bad]
        result.problems += read.problems
        result.remarks += read.remarks
    return result


def _cell(number: int, fields: Mapping[str, str]) -> CodeCell:
    """Return the cell of a row with its code; memos and names are left as they stand."""
    machine = fields["origin"].strip().casefold() == "machine"
    column = MACHINE_CODE if machine else CODE
    extra = {field: fields[column].strip() for field, column in _NUMBERS.items()}
    extra |= {field: fields[field] for field in _TEXTS}
    extra |= {field: fields[field] for field in ("suggested_by", "confirmed")}
    return CodeCell(
        row=number,
        column=column,
        document=fields[DOCUMENT],
        dimension=fields["dimension"].strip(),
        coder=fields["coder"],
        typed=fields[column],
        extra=extra,
    )


def _wrong(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield column and fault of what the reader of other tables does not know."""
    origin = fields["origin"].strip().casefold()
    other = CODE if origin == "machine" else MACHINE_CODE
    if fields[other].strip():
        yield other, f"a code stands here, and origin is '{fields['origin'].strip()}'"
    if origin == "human" and is_machine(fields["coder"].strip()):
        yield "coder", f"'{fields['coder'].strip()}' is a machine, and origin is 'human'"
    level = fields[LEVEL].strip()
    if level not in ("", "documents", *WHOLE):
        yield LEVEL, f"'{level}' is none of documents, {', '.join(WHOLE)}"
    cell = fields["probability"].strip()
    number = number_of(cell)
    if cell and (number is None or not 0 <= number <= 1):
        yield "probability", f"'{cell}' is not a number from 0 to 1"
    version = fields["codebook_version"].strip()
    number = number_of(version)
    if version and (number is None or not number.is_integer() or number < 1):
        yield "codebook_version", f"'{version}' is not a number of 1 or more"
    confirmed = fields["confirmed"].strip()
    if confirmed and yes_or_no(confirmed) is None:
        yield "confirmed", f"'{confirmed}' is neither yes nor no"


def _whole(level: str) -> Whole | None:
    return next((level_name for level_name in WHOLE if level_name == level), None)


def _complete(item: FoundCoding) -> FoundCoding:
    """Return a coding with what only exports say of it."""
    extra = item.cell.extra
    return replace(
        item,
        coding=replace(
            item.coding,
            model=extra["model"] or None,
            probability=number_of(extra["probability"]),
            suggested_by="" if extra["suggested_by"] == NOBODY else extra["suggested_by"],
            stated_blind=extra["suggested_by"] == NOBODY,
            confirmed=bool(yes_or_no(extra["confirmed"])),
            entered_by=extra["entered_by"],
        ),
    )
