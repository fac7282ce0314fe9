"""Start a codebook in a workspace: of codes as text, of a table of codes, of another codebook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.codebook import (
    Codebook,
    copied_codebook,
    find_codebook,
    new_codebook,
    write_new_codebook,
)
from textmine.codebook.scaffold import dimension_from_text, dimensions_from_rows
from textmine.codebook.table_of_codes import has_codes
from textmine.corpus import RawTable, ReadOptions, read_raw, restored
from textmine.errors import BadRowsError, InputError, TextmineError
from textmine.store import Workspace


def start_codebook(
    workspace: Workspace,
    name: str,
    *,
    dimensions: Sequence[str] = (),
    source: str | None = None,
    table: Path | None = None,
    multi: Sequence[str] = (),
    ordinal: Sequence[str] = (),
    title: str = "",
    unit: str = "document",
) -> tuple[Codebook, Path]:
    """Write a new codebook into the workspace; return it and where its file lies.

    It is a copy of the codebook `source`, or has the dimensions in a table of codes, or those in
    texts such as "goal=A:sharing,B:achieving". Raises InputError for what cannot be read, and when
    there is a codebook of that name.
    """
    if source:
        book = copied_codebook(find_codebook(source, workspace), name)
    else:
        dimensions_read = (
            dimensions_from_table(table) if table else map(dimension_from_text, dimensions)
        )
        book = new_codebook(
            name, list(dimensions_read), multi=multi, ordinal=ordinal, title=title, unit=unit
        )
    return book, write_new_codebook(workspace, book)


def dimensions_from_table(path: Path) -> list[dict[str, Any]]:
    """Return the dimensions in a table of codes; raise InputError for what cannot be read."""
    return dimensions_from_rows(*rows_of_file(path))


def rows_of_file(path: Path) -> tuple[str, list[dict[str, str]], list[int]]:
    """Return what a file is called, its rows by column, and their numbers as a sheet counts.

    Of a workbook it is the first sheet with dimensions and codes, of a Word document a table.
    Raises InputError for a file that cannot be read, BadRowsError for rows that cannot.
    """
    raw = restored(read_raw(path))
    if not has_codes(raw.columns) and "sheet" in raw.facts:
        from textmine.corpus.reading.tables.read_xlsx import sheet_names

        others = (name for name in sheet_names(path) if name != raw.facts["sheet"])
        tables = (_sheet(path, name) for name in others)
        raw = next((table for table in tables if table and has_codes(table.columns)), raw)
    elif path.suffix.lower() == ".docx":
        raw = _table_of_word(path, raw)
    if raw.problems:
        raise BadRowsError(raw.source, raw.problems, hint="Correct these rows.")
    rows = [dict(zip(raw.columns, row, strict=True)) for row in raw.rows]
    return raw.source, rows, list(raw.numbers)


def _sheet(path: Path, name: str) -> RawTable | None:
    try:
        return restored(read_raw(path, ReadOptions(sheet=name)))
    except TextmineError:
        return None  # an empty sheet, or one without a header


def _table_of_word(path: Path, raw: RawTable) -> RawTable:
    """Return the first table of codes in a Word document; its rows are counted within it."""
    from textmine.corpus.reading.documents.docx_tables import tables_of_docx

    table = next((rows for rows in tables_of_docx(path) if rows and has_codes(rows[0])), None)
    if table is None:
        raise InputError(
            f"{raw.source} has no table with the columns dimension and code.",
            hint="Write them into the first row of the table, or save it as .xlsx or .csv.",
        )
    columns, *rows = table
    return RawTable(raw.source, columns, rows, range(2, 2 + len(rows)), raw.facts)
