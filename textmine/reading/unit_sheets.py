"""Sheets on which coders code interviews, cases or authors as a whole."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.cells.spreadsheet import fitted_cell
from textmine.choices import SheetFormat, Whole
from textmine.codebook import Codebook, Dimension, find_codebook, how_to_answer
from textmine.coding import Codings, codebooks_of, current_codings, open_codings
from textmine.coding.sheets.columns import CodeColumn, list_choices
from textmine.coding.sheets.exporting import Sheet, write_sheets
from textmine.coding.sheets.neighbours import thread_titles
from textmine.coding.sheets.origin import CODING
from textmine.coding.sheets.workbook import LISTS, offer_choices, write_codebook
from textmine.coding.sheets.written import WrittenSheet, remember_sheets
from textmine.coding.statements import by_coders, coder_names
from textmine.coding.tables.layout import MEMO
from textmine.coding.whole_units import first_lines, names_of
from textmine.corpus import Corpus, load_corpus, units_at
from textmine.errors import InputError
from textmine.reading.coded_units import CodedUnits, coded_units
from textmine.reading.rolling_units import rolled_units
from textmine.schema import AUTHOR
from textmine.store import Workspace
from textmine.store.tables import table_text, table_workbook
from textmine.store.workbooks import workbook_bytes

_WIDTHS = {"begins": 60.0, "title": 24.0, "your codes of its passages": 40.0, "authors": 20.0}


@dataclass(frozen=True)
class UnitSheetRequest:
    """Which units are to be coded as a whole with which codebook, and by whom."""

    corpus: str
    codebook: str
    folder: Path
    level: Whole
    coders: tuple[str, ...]
    format: SheetFormat = "xlsx"
    with_author: bool = False


def export_unit_sheets(workspace: Workspace, request: UnitSheetRequest) -> list[Sheet]:
    """Write a sheet a coder with every unit of a corpus, how it begins, and room for codes.

    Beside a unit stand the codes that this coder gave its passages, and nobody else's. Raises
    InputError where no coder is named, for a level that the corpus does not have, and when a file
    of that name holds something else.
    """
    if not request.coders:
        raise InputError(f"Say who codes the {request.level}.", hint="Say --coders NAME,NAME.")
    corpus = load_corpus(workspace, request.corpus)
    book = find_codebook(request.codebook, workspace)
    names = names_of(corpus, request.level)
    known = _known(corpus, request)
    contents: dict[Path, bytes] = {}
    sheets = []
    for coder in dict.fromkeys(request.coders):
        own = _own_codes(workspace, corpus, request.level, coder)
        columns = {**known, **({"your codes of its passages": own} if own else {})}
        plain = re.sub(r"[^\w.-]+", "_", coder).strip("._") or "coder"
        path = request.folder / f"{corpus.name}-{request.level}-{plain}.{request.format}"
        if path in contents:
            raise InputError(
                f"The sheets of two coders would both have the name {path.name}.",
                hint="Give them names that differ in their letters or digits.",
            )
        contents[path] = _content(columns, names, book, coder, request)
        sheets.append(Sheet(path, coder, len(names), 0))
    with workspace.whole():
        write_sheets(contents)
        remember_sheets(
            workspace,
            [
                WrittenSheet(
                    corpus.name,
                    sheet.coder,
                    book.name,
                    sheet.documents,
                    str(sheet.path),
                    level=request.level,
                )
                for sheet in sheets
            ],
        )
    return sheets


def _known(corpus: Corpus, request: UnitSheetRequest) -> dict[str, Mapping[str, str]]:
    """Return what is known of the units, column -> unit -> cell; empty columns are left out."""
    labels = units_at(corpus, request.level)
    size = {name: f"{n:,}" for name, n in Counter(labels).items()}
    titles = _once(labels, thread_titles(corpus))
    authors = request.with_author and request.level != "authors"
    columns = {
        "documents": size,
        "authors": _once(labels, corpus.column(AUTHOR)) if authors else {},
        "title": titles if request.level == "interviews" else {},
        "begins": first_lines(corpus, request.level),
    }
    return {name: cells for name, cells in columns.items() if any(cells.values())}


def _once(labels: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    cells_by_label: dict[str, dict[str, None]] = {}
    for label, cell in zip(labels, cells, strict=True):
        if label and cell:
            cells_by_label.setdefault(label, {})[cell] = None
    return {label: "; ".join(mine) for label, mine in cells_by_label.items()}


def _own_codes(workspace: Workspace, corpus: Corpus, level: Whole, coder: str) -> dict[str, str]:
    """Return the codes that a coder gave the passages of each unit, and how many have them."""
    ids = set(corpus.ids)
    mine = [c for c in open_codings(workspace).current(corpus.name) if c.document in ids]
    lines_by_unit: dict[str, list[str]] = {}
    for name in codebooks_of(by_coders(mine)):
        stands = current_codings(workspace, corpus, name)
        if coder in coder_names(by_coders(stands)):
            passages = coded_units(stands.by(coder), "passages")
            units = rolled_units(passages, corpus, level, stands.codebook)
            for unit, line in _told(units, stands):
                lines_by_unit.setdefault(unit, []).append(line)
    return {unit: "; ".join(lines) for unit, lines in lines_by_unit.items()}


def _told(units: CodedUnits, stands: Codings) -> list[tuple[str, str]]:
    names = {
        (dimension.id, code.id): code.name
        for dimension in stands.codebook.dimensions
        for code in dimension.codes
    }
    lines = []
    for row, unit in enumerate(units.units):
        for at, code in enumerate(units.codes):
            n = int(units.passages[row, at])
            if n:
                name = names.get((code.dimension, code.code), "")
                called = f" {name}" if name and name != code.code else ""
                lines.append((unit, f"{code.dimension} {code}{called}: {n:,}"))
    return lines


def _content(
    known: Mapping[str, Mapping[str, str]],
    names: Sequence[str],
    book: Codebook,
    coder: str,
    request: UnitSheetRequest,
) -> bytes:
    unit = request.level[:-1]
    codes = [_column(dimension) for dimension in book.coded_dimensions]
    taken = {unit, "coder", *(code.header for code in codes)}
    shown = {f"{name} of the {unit}" if name in taken else name: c for name, c in known.items()}
    fill = [name for code in codes for name in (code.header, f"{MEMO}{code.header}")]
    header = [unit, *shown, *fill, "coder"]
    if len({*header}) < len(header):
        raise InputError(
            f"A dimension of '{book.name}' has the name of a column that the sheet needs.",
            hint=f"Give it another id than {unit} or coder.",
        )
    rows = [
        [
            fitted_cell(cell)
            for cell in (
                name,
                *(cells.get(name, "") for cells in shown.values()),
                *("" for _ in fill),
                coder,
            )
        ]
        for name in names
    ]
    if request.format == "csv":
        return table_text(header, rows).encode("utf-8-sig", "replace")
    widths = {name: _WIDTHS.get(name, 24.0 if name in fill else 14.0) for name in header}
    workbook = table_workbook(header, rows, title=CODING, widths=widths)
    write_codebook(workbook.create_sheet("codebook"), book)
    offer_choices(workbook[CODING], workbook.create_sheet(LISTS), header, len(rows), codes)
    workbook[LISTS].sheet_state = "hidden"
    return workbook_bytes(workbook)


def _column(dimension: Dimension) -> CodeColumn:
    """Return the column of a dimension: with a list where it takes one code."""
    single = dimension.labels == "single"
    help_ = f"{dimension.question} {how_to_answer(dimension)}".strip()
    if not single:
        help_ += " Several with ; between them, - for none."
    choices = list_choices(dimension) if single else ()
    return CodeColumn(dimension.id, "code", dimension, choices=choices, help=help_)
