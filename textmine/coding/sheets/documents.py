"""Which document each row of a coding sheet is about, and what was done to the ids meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from textmine.cells import same_number
from textmine.cells.spreadsheet import fitted_cell
from textmine.coding.sheets.columns import DOCUMENT
from textmine.coding.sheets.origin import shown_id
from textmine.coding.tables.code_table import problem_at
from textmine.coding.tables.document_ids import DocumentIds
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
