"""Write a report: as a folder with its tables and figures, as a workbook, or as one file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Integral
from pathlib import Path
from typing import Any

from textmine import __version__
from textmine.choices import ReportForm
from textmine.codebook import Codebook
from textmine.coding.digest import codebook_digest, corpus_codings_digest
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.present import Table
from textmine.report.document import FILES, USUAL, Report
from textmine.report.docx import docx_bytes
from textmine.report.language import language_of
from textmine.report.latex import latex_page
from textmine.report.page import markdown_page, render_page
from textmine.report.printed import PrintFigure, print_figure, size_of
from textmine.store import Manifest, Workspace, replacing_file, sha256_of_file, write_manifest
from textmine.store.manifest import manifest_digest
from textmine.store.tables import write_table
from textmine.store.workbooks import add_sheet, is_number, new_workbook, workbook_bytes
from textmine.topics.naming.themes import THEMES

MODELS = "models/"
"""Begins the names of the runs that a report comes from."""


def report_inputs(
    workspace: Workspace, corpus: Corpus, codebooks: Sequence[Codebook], models: Sequence[Manifest]
) -> dict[str, str]:
    """Return the hashes of a corpus, its codings, codebooks, models and their themes."""
    digests = {f"corpora/{corpus.name}": corpus.info.digest}
    if codebooks:
        coded = corpus_codings_digest(workspace.codings_url, corpus.name)
        digests[f"codings/{corpus.name}"] = coded
    digests |= {f"codebooks/{book.name}": codebook_digest(book) for book in codebooks}
    for model in models:
        folder = workspace.folder("models", model.name)
        digests[f"{MODELS}{model.name}"] = manifest_digest(folder)
        if (folder / THEMES).is_file():
            digests[f"{MODELS}{model.name}/{THEMES}"] = sha256_of_file(folder / THEMES)
    return digests


def write_report_folder(
    workspace: Workspace,
    name: str,
    report: Report,
    settings: dict[str, Any],
    seed: int,
    to: Sequence[ReportForm] = USUAL,
) -> Path:
    """Write reports/`name` whole or not at all, in the forms of `to`; return the path of the first.

    Its figures lie in figures/, as SVG and as PNG at print size, whatever the form.
    """
    folder = workspace.folder("reports", name)
    with workspace.replacing(folder) as draft:
        _write(draft, name, report, settings, seed, to)
    return folder / FILES[to[0]]


def made_with(seed: int) -> str:
    """Return the line on what made a report."""
    return f"Made with textmine {__version__}, seed {seed}"


def _write(
    folder: Path,
    name: str,
    report: Report,
    settings: dict[str, Any],
    seed: int,
    to: Sequence[ReportForm],
) -> None:
    figures = _write_figures(folder / "figures", report)
    beside = [name for form, name in _BESIDE.items() if form in to and report.tables]
    report = replace(report, tables_beside=beside)
    for form in to:
        path = folder / FILES[form]
        if form == "csv":
            _write_tables(path, report)
        elif form == "xlsx":
            _write_workbook(path, report)
        elif form == "docx":
            path.write_bytes(docx_bytes(report, figures))
        else:
            text = _text(form, report, figures)
            path.write_text(text, encoding="utf-8", newline="\n")
    manifest = Manifest(
        kind="report",
        name=name,
        textmine=__version__,
        synthetic=report.synthetic,
        seed=seed,
        settings=settings,
        inputs={key: digest for key, digest in report.inputs.items() if not key.startswith(MODELS)},
        parents={key: digest for key, digest in report.inputs.items() if key.startswith(MODELS)},
        details={"sections": [section.title for section in report.every_section]},
    )
    write_manifest(folder, manifest)


_BESIDE: Mapping[ReportForm, str] = {"csv": "tables/", "xlsx": FILES["xlsx"]}
"""How a page calls the files with its tables."""


def _text(form: ReportForm, report: Report, figures: Mapping[str, PrintFigure]) -> str:
    if form == "latex":
        return latex_page(report, figures)
    return markdown_page(report, figures) if form == "md" else render_page(report)


def _write_figures(folder: Path, report: Report) -> dict[str, PrintFigure]:
    folder.mkdir()
    drawn = {figure.name: print_figure(figure) for figure in report.figures}
    for name, figure in drawn.items():
        (folder / f"{name}.svg").write_text(figure.svg, encoding="utf-8")
        (folder / f"{name}.png").write_bytes(figure.png)
    return drawn


def _write_tables(folder: Path, report: Report) -> None:
    folder.mkdir()
    for table in report.tables:
        write_table(folder / f"{table.name}.csv", table.rows[0], table.rows)


def _write_workbook(path: Path, report: Report) -> None:
    if report.tables:
        head_lines = [report.title, report.byline, report.question, f"{report.made_with}."]
        head_lines += (
            [language_of(report.language).say("word.synthetic")] if report.synthetic else []
        )
        write_workbook(path, report.tables, [line for line in head_lines if line])


TABLES = (".csv", ".xlsx")
ENDINGS = (".docx", ".html", ".md", ".tex", *TABLES)
"""What a report may be written as, by the ending of the file's name."""


def refuse_other_endings(path: Path) -> None:
    """Raise InputError for a file that is none of these, before any work is done."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(
            f"{path} has an ending that textmine does not write.",
            hint=f"Name one that ends in {', '.join(ENDINGS)}.",
        )


def write_out(path: Path, report: Report) -> None:
    """Write a report into a file, whole or not at all, as the ending of its name says.

    Markdown and LaTeX name the figures by their captions, since no file lies beside them. A table
    holds the records of its sections. Raises InputError for another ending, and for a
    table where there are no records.
    """
    refuse_other_endings(path)
    if path.suffix.lower() in TABLES:
        records = [
            section.records for section in report.every_section if section.records is not None
        ]
        rows = [row for table in records for row in table.rows]
        if not rows:
            raise InputError("There is nothing to write into a table.", hint="Name a .docx file.")
        write_table(path, rows[0], rows)
        return
    with replacing_file(path) as draft:
        if path.suffix.lower() == ".docx":
            draft.write_bytes(docx_bytes(report))
        elif path.suffix.lower() == ".md":
            draft.write_text(markdown_page(report), encoding="utf-8", newline="\n")
        elif path.suffix.lower() == ".tex":
            draft.write_text(latex_page(report), encoding="utf-8", newline="\n")
        else:
            draft.write_text(render_page(report), encoding="utf-8")


_LIST = "Sheets"
_HEADS = ("sheet", "what it holds", "rows", "n and unit", "note")
_LEAST, _WIDEST = 8, 60
"""Characters that a column shows at least and at most."""
_LOOKED_AT = 200
"""Rows by which widths are chosen."""


def write_workbook(path: Path, tables: Sequence[Table], told: Sequence[str] = ()) -> None:
    """Write one sheet a table behind one that lists them; nothing in a cell is run as a formula.

    A sheet has its title in A1, n, unit and note in A2, the heads in row 3. `told` are lines at the
    top of the list: title, authors, what made it.
    """
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    workbook = new_workbook()
    names = [_sheet_name(number, table.name) for number, table in enumerate(tables, start=1)]
    listed = [
        [name, table.title, len(table.rows), size_of(table), table.note]
        for name, table in zip(names, tables, strict=True)
    ]
    first = add_sheet(workbook, _LIST, [*([line] for line in told), _HEADS, *listed])
    _lay_out(first, len(told) + 1, [_HEADS, *listed])
    for sheet_row, name in enumerate(names, start=len(told) + 2):
        link = first.cell(sheet_row, 1)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1")
        link.font = Font(color="1D3557", underline="single")
    for name, table in zip(names, tables, strict=True):
        heads = [*table.rows[0]]
        rows = [[row.get(head) for head in heads] for row in table.rows]
        sheet = add_sheet(workbook, name, [[table.title], [_below(table)], heads, *rows])
        _lay_out(sheet, 3, [heads, *rows])
        sheet["A1"].font = Font(bold=True)
        sheet["A2"].font = Font(italic=True)
    path.write_bytes(workbook_bytes(workbook))


def _lay_out(sheet: Any, head: int, lines: Sequence[Sequence[Any]]) -> None:
    """Make heads bold and stay in sight, columns as wide as they need, figures as people read."""
    from openpyxl.styles import Alignment, Font

    sheet.freeze_panes = sheet.cell(head + 1, 1).coordinate
    for number, column in enumerate(zip(*lines, strict=True), start=1):
        top = sheet.cell(head, number)
        top.font = Font(bold=True)
        width = max(len(str(cell)) for cell in column[:_LOOKED_AT] if cell is not None)
        sheet.column_dimensions[top.column_letter].width = 2 + min(_WIDEST, max(_LEAST, width))
        form = _number_format(column[1:])
        top.alignment = Alignment(horizontal="right" if form else None)
        for row, cell in enumerate(column[1:], start=head + 1):
            if form and is_number(cell):
                sheet.cell(row, number).number_format = form
            elif isinstance(cell, str) and len(cell) > _WIDEST:
                sheet.cell(row, number).alignment = Alignment(wrap_text=True, vertical="top")


def _number_format(cells: Sequence[Any]) -> str:
    """Return how the figures of a column are shown: whole, or with as many places as they need."""
    figures = [cell for cell in cells if is_number(cell)]
    if not figures:
        return ""
    if all(isinstance(cell, Integral) for cell in figures):
        return "0"
    return "0.0" if max(map(abs, figures)) > 100 else "0.000"


def _below(table: Table) -> str:
    return " · ".join(part for part in (size_of(table), table.note) if part)


def _sheet_name(number: int, name: str) -> str:
    return f"{number} {re.sub(r'[^A-Za-z0-9 _-]', ' ', name)}"[:31]
