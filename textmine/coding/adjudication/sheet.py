"""The sheet on which people resolve disagreements: who said what, the text, and room to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from textmine.cells.spreadsheet import fitted_cell, visible
from textmine.codebook import Codebook
from textmine.coding.adjudication.majority import AGREED, OpenCase
from textmine.coding.statements import GivenCode
from textmine.coding.tables.code_columns import WideColumn
from textmine.coding.tables.code_table import code_table
from textmine.coding.tables.layout import CodingLayout
from textmine.coding.tables.reading import read_codes, refuse_bad_rows
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import replacing_file
from textmine.store.tables import table_workbook, write_table
from textmine.store.workbooks import workbook_bytes

_DOCUMENT, _DIMENSION, _RESOLVED, _REASON = "document", "dimension", "resolved", "reason"
_WIDTHS = {_DOCUMENT: 14, _DIMENSION: 20, "text": 70, "memos": 30, _RESOLVED: 22, _REASON: 40}


@dataclass(frozen=True)
class Resolved:
    """Adjudicated codings that a sheet holds, and how many of its cases are still open.

    `remarks` say how its cells were read.
    """

    codings: tuple[Coding, ...]
    open: int
    remarks: tuple[str, ...] = ()


def case_rows(
    cases: Sequence[OpenCase], texts: Mapping[str, str], coders: Sequence[str]
) -> list[dict[str, str]]:
    """Return a row a case: document, dimension, each coder's codes, their memos, the text.

    A coder who is called like one of the other columns gets "(coder)" behind the name.
    """
    column = {coder: f"{coder} (coder)" if coder in _WIDTHS else coder for coder in coders}
    return [
        {
            _DOCUMENT: case.document,
            _DIMENSION: case.dimension,
            **{column[coder]: _typed(case.codes.get(coder, ())) for coder in coders},
            "memos": " / ".join(f"{coder}: {memo}" for coder, memo in case.memos.items()),
            "text": texts.get(case.document, ""),
        }
        for case in cases
    ]


def write_cases(path: Path, rows: Sequence[dict[str, str]], codebook: Codebook) -> None:
    """Write cases with empty columns to resolve them, as .csv or as .xlsx with lists to choose.

    Raises InputError for another ending, and for a file that is there: it may be half filled in.
    """
    if path.exists():
        raise InputError(
            f"{path} exists already; you would lose what is resolved in it.",
            hint="Take it with --resolved first, or name another file.",
        )
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise InputError(
            f"Cannot write a sheet to '{path.name}'.", hint="End the name in .xlsx or .csv."
        )
    cells = [
        {fitted_cell(name): fitted_cell(value) for name, value in row.items()}
        | {_RESOLVED: "", _REASON: ""}
        for row in rows
    ]
    if path.suffix.lower() == ".csv":
        write_table(path, cells[0], cells)
        return
    with replacing_file(path) as draft:
        draft.write_bytes(workbook_bytes(_workbook(cells, codebook)))


def read_resolved(
    table: RawTable, corpus: str, texts: Mapping[str, str], codebook: Codebook, by: str
) -> Resolved:
    """Read the cases that were resolved; a row whose cell is empty is still open.

    `texts` maps the documents of the corpus to their texts.

    Raises InputError when the table is no such sheet, BadRowsError naming every cell that does not
    fit corpus and codebook.
    """
    for name in (_DOCUMENT, _DIMENSION, _RESOLVED):
        if name not in table.columns:
            raise InputError(
                f"{table.source} has no column '{name}'.",
                hint="Use the sheet that 'textmine coding adjudicate --sheet FILE' wrote.",
            )
    layout = CodingLayout(
        (_DOCUMENT,),
        (WideColumn(_RESOLVED, None, AGREED),),
        dimension=_DIMENSION,
        extra={"memo": _REASON} if _REASON in table.columns else {},
    )
    cells = code_table(table, layout, codebook)
    read = read_codes(cells, codebook, corpus, texts)
    row_of: dict[tuple[str, str], int] = {}
    for item in read.found:
        case = (item.coding.document, item.coding.dimension)
        if row_of.setdefault(case, item.cell.row) != item.cell.row:
            message = f"'{case[0]}' is resolved twice on '{case[1]}'"
            read.problems.append(cells.problem(item.cell, message, _DOCUMENT))
    refuse_bad_rows(table.source, read.problems)
    settled = (replace(coding, origin="adjudicated", entered_by=by) for coding in read.codings)
    return Resolved(tuple(settled), len(read.empty), tuple(read.remarks))


def _typed(codes: Sequence[GivenCode]) -> str:
    return "; ".join(code.typed for code in codes)


def _workbook(cells: Sequence[dict[str, str]], codebook: Codebook) -> Any:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    names = list(cells[0])
    widths = {name: _WIDTHS.get(name, 16) for name in names}
    book = table_workbook(names, cells, title="adjudicate", widths=widths)
    sheet = book.active
    resolved = get_column_letter(names.index(_RESOLVED) + 1)
    for dimension in codebook.coded_dimensions:
        listed = visible(",".join(dimension.code_ids)).replace('"', '""')
        if dimension.labels == "multi" or len(listed) > 250:
            continue
        choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        sheet.add_data_validation(choice)
        for number, row in enumerate(cells, start=2):
            if row[_DIMENSION] == dimension.id:
                choice.add(f"{resolved}{number}")
    return book
