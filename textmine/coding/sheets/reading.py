"""Read a coding sheet that came back: which document each row is about, and its codes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from textmine.cells import same_number
from textmine.cells.spreadsheet import fitted_cell
from textmine.codebook import Codebook
from textmine.coding.sheets.columns import DOCUMENT, code_columns
from textmine.coding.sheets.origin import SheetOrigin, shown_id
from textmine.coding.tables.code_columns import WideColumn
from textmine.coding.tables.code_table import code_table, problem_at
from textmine.coding.tables.document_ids import DocumentIds
from textmine.coding.tables.flags import Flag
from textmine.coding.tables.layout import MEMO, CodingLayout
from textmine.coding.tables.reading import ReadCodings, read_codes
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem

_TEXT = "text"
_COMPARED = 200
"""Characters of a text that are compared with the corpus."""


@dataclass(frozen=True)
class SheetDocuments:
    """The document of each row (row number -> id); `mended` counts ids such as 1 for 001."""

    of_row: Mapping[int, str]
    mended: int
    problems: tuple[RowProblem, ...]


def match_documents(
    table: RawTable, exported: Sequence[str], in_corpus: Mapping[str, str]
) -> SheetDocuments:
    """Match rows with the ids that were exported; `in_corpus` has the text of every document.

    Names every id that was changed, stands twice, is lost, or is in the corpus no more. An id that
    a spreadsheet took for a number is mended where only one of the others can be meant.
    """
    index = table.columns.index(DOCUMENT)
    typed = {
        number: row[index].strip() for number, row in zip(table.numbers, table.rows, strict=True)
    }
    shown = {shown_id(identity): identity for identity in exported}
    ids = DocumentIds(shown)
    ids_of_rows = {number: ids.find(cell) for number, cell in typed.items()}
    of_row = {number: shown[cell] for number, cell in ids_of_rows.items() if cell is not None}
    changed = sum(ids_of_rows[number] != typed[number] for number in of_row)
    matched = set(of_row.values())
    lost = [identity for identity in exported if identity not in matched]
    problems: list[RowProblem] = []
    mended: dict[int, str] = {}
    for number, cell in typed.items():
        if number in of_row:
            continue
        meant = [identity for identity in lost if same_number(identity, cell)]
        if len(meant) == 1:
            mended[number] = meant[0]
        else:
            problems.append(problem_at(table, number, DOCUMENT, _unknown(cell, exported, lost)))
    of_row |= mended
    found_again = set(mended.values())
    problems += _twice(table, of_row)
    for number, identity in of_row.items():
        if identity not in in_corpus:
            gone = f"document '{identity}' is no longer in the corpus"
            problems.append(problem_at(table, number, DOCUMENT, gone))
    problems += _misplaced(table, of_row, in_corpus)
    problems += _missing(table, [lost_id for lost_id in lost if lost_id not in found_again])
    return SheetDocuments(of_row, changed + len(mended), tuple(problems))


def _misplaced(
    table: RawTable, of_row: Mapping[int, str], texts: Mapping[str, str]
) -> list[RowProblem]:
    """Name the rows whose text is not that of their document: one column was sorted alone."""
    if _TEXT not in table.columns:
        return []
    index = table.columns.index(_TEXT)
    problems = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        identity = of_row.get(number, "")
        shown = _start(row[index])
        if shown and identity in texts and shown != _start(fitted_cell(texts[identity])):
            what = (
                f"this is not the text of document '{identity}'; were some columns sorted without "
                "the others, or was the corpus replaced since the sheet was written?"
            )
            problems.append(problem_at(table, number, _TEXT, what))
    return problems


def _start(text: str) -> str:
    return " ".join(text.split())[:_COMPARED]


def _unknown(cell: str, exported: Sequence[str], lost: Sequence[str]) -> str:
    if not cell:
        what = "the document's id was taken away"
    else:
        what = f"'{cell[:60]}' is none of the {len(exported)} documents of this sheet"
    near = get_close_matches(cell, lost, n=3) or (list(lost) if len(lost) <= 3 else [])
    if near:
        return (
            f"{what}; missing is {' or '.join(repr(identity) for identity in near)}: is that meant?"
        )
    near = get_close_matches(cell, exported, n=2)
    return f"{what}; near to it: {', '.join(near)}" if near else what


def _twice(table: RawTable, of_row: Mapping[int, str]) -> list[RowProblem]:
    first: dict[str, int] = {}
    problems = []
    for number, identity in sorted(of_row.items()):
        if first.setdefault(identity, number) != number:
            twice = f"document '{identity}' stands in row {first[identity]} already"
            problems.append(problem_at(table, number, DOCUMENT, twice))
    return problems


def _missing(table: RawTable, lost: Sequence[str]) -> list[RowProblem]:
    """Name each lost row, as a row of its own behind the last one."""
    end = max(table.numbers, default=1)
    sheet = table.facts.get("sheet")
    where = f"sheet '{sheet}', column '{DOCUMENT}'" if sheet else f"column '{DOCUMENT}'"
    return [
        RowProblem(end + number, DOCUMENT, f"the row of document '{identity}' is missing", where)
        for number, identity in enumerate(lost, start=1)
    ]


@dataclass(frozen=True)
class ReadSheet:
    """The codings of a sheet, and what else it holds.

    It is `damaged` where a column for codes was renamed or deleted. `uncoded` counts documents
    without any code, `partly` those with codes on some dimensions only, `loose_memos` names memos
    beside which there is no code.
    """

    read: ReadCodings
    damaged: bool
    uncoded: int
    partly: int
    loose_memos: list[RowProblem]


def _column_problems(table: RawTable, book: Codebook) -> list[RowProblem]:
    """Name every column for codes that was renamed or deleted.

    A memo column may be deleted, but not renamed.
    """
    expected = {column.header: column for column in code_columns(book)}
    foreign = [name for name in table.columns if name not in expected]
    problems = []
    for header, column in expected.items():
        if header in table.columns:
            continue
        near = get_close_matches(header, foreign, n=1, cutoff=0.75)
        if near:
            message = f"column '{header}' was renamed to '{near[0]}': call it '{header}' again"
            problems.append(problem_at(table, 1, near[0], message))
        elif column.kind != "memo":
            message = f"column '{header}' was deleted or renamed: put it back, empty if need be"
            sheet = table.facts.get("sheet")
            problems.append(
                RowProblem(1, header, message, f"sheet '{sheet}', row 1" if sheet else "")
            )
    return problems


def read_sheet(
    table: RawTable,
    documents: SheetDocuments,
    book: Codebook,
    origin: SheetOrigin,
    coder: str,
    texts: Mapping[str, str],
) -> ReadSheet:
    """Read every row whose document is known; a row with a problem gives no coding."""
    of_row = documents.of_row
    layout = _layout(table, book, coder)
    cells = code_table(table, layout, book)
    known = (
        replace(cell, document=of_row[cell.row])
        for cell in cells.cells
        if of_row.get(cell.row, "") in texts
    )
    cells = replace(cells, cells=tuple(known))
    read = read_codes(cells, book, origin.corpus, texts, origin.round)
    lost = _column_problems(table, book)
    read.problems += [*lost, *documents.problems]
    for number, row in zip(table.numbers, table.rows, strict=True):
        if number in of_row:
            read.problems += _foreign(table, number, row, origin)
    read.problems.sort(key=lambda problem: problem.row)
    bad = {problem.row for problem in read.problems}
    read.found = [item for item in read.found if item.cell.row not in bad]
    empty = Counter(cell.row for cell in read.empty)
    loose = [
        cells.problem(
            cell,
            f"a memo without a code on '{cell.dimension}' is not kept",
            f"{MEMO}{cell.dimension}",
        )
        for cell in read.empty
        if cell.extra.get("memo")
    ]
    uncoded = sum(n == len(layout.codes) for n in empty.values())
    return ReadSheet(read, bool(lost), uncoded, len(empty) - uncoded, loose)


def _layout(table: RawTable, book: Codebook, coder: str) -> CodingLayout:
    """Return how a sheet is laid out: a column a dimension, or a code where it takes several."""
    flags: dict[str, tuple[Flag, ...]] = {}
    for column in code_columns(book):
        if column.kind != "memo" and column.header in table.columns:
            flag = Flag(column.header, column.code.id if column.code else None)
            before = flags.get(column.dimension.id, ())
            flags[column.dimension.id] = () if column.kind == "code" else (*before, flag)
    codes = (WideColumn(name, name, coder, mine) for name, mine in flags.items())
    return CodingLayout((DOCUMENT,), tuple(codes))


def _foreign(
    table: RawTable, number: int, row: Sequence[str], origin: SheetOrigin
) -> list[RowProblem]:
    """Name the cells of a row that is from another sheet."""
    cells = dict(zip(table.columns, map(str.strip, row), strict=True))
    return [
        problem_at(
            table,
            number,
            name,
            f"this row is from another sheet: {name} is '{cells[name][:60]}', not '{value}'",
        )
        for name, value in origin.constants.items()
        if cells.get(name) and cells[name] != value
    ]
