"""Write a table of codings: CSV, tabs, a workbook or Parquet, with a script for R beside it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from textmine.cells.spreadsheet import fitted_cell
from textmine.codebook import Codebook
from textmine.errors import InputError
from textmine.reading.exporting.for_r import for_r, r_script
from textmine.reading.exporting.table import ExportTable
from textmine.store import replacing_file, write_table

ENDINGS = (".csv", ".tsv", ".xlsx", ".parquet")
SCRIPT = ".R"
_MOST_COLUMNS = 16_384


def write_export(
    table: ExportTable, target: Path, *, r_books: Sequence[Codebook] | None = None
) -> list[str]:
    """Write a table to a file of the kind that its ending names; return what is to be said of it.

    With `r_books` it is for R, and a script beside it reads it and lists the codes of these
    codebooks. Raises InputError for another ending, and for a workbook that cannot hold it.
    """
    kind = target.suffix.lower()
    if kind not in ENDINGS:
        raise InputError(
            f"Cannot export to '{target.name}'.", hint=f"End the name in {', '.join(ENDINGS)}."
        )
    if kind == ".xlsx" and len(table.columns) > _MOST_COLUMNS:
        raise InputError(
            f"An Excel sheet holds {_MOST_COLUMNS:,} columns, not {len(table.columns):,}.",
            hint="Name a .csv or .parquet file.",
        )
    if r_books is not None:
        table = for_r(table)
    if kind == ".parquet":
        _write_parquet(table, target)
    else:
        nothing = "NA" if r_books is not None and kind != ".xlsx" else None
        names = [column.name for column in table.columns]
        write_table(target, names, _rows(table, nothing), title="codings")
    remarks = _not_held(table) if kind == ".xlsx" else []
    if r_books is None:
        return remarks
    script = target.with_suffix(SCRIPT)
    with replacing_file(script) as draft:
        draft.write_text(r_script(table, target, r_books), encoding="utf-8")
    return [*remarks, f"{script} reads it in R: source({script.name!r})."]


def _rows(table: ExportTable, nothing: str | None) -> Iterator[tuple[Any, ...]]:
    rows = zip(*table.cells, strict=True)
    if nothing is None:
        yield from rows
        return
    for row in rows:
        yield tuple(nothing if cell is None else cell for cell in row)


def _write_parquet(table: ExportTable, target: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "whole": pa.int64(), "share": pa.float64()}
    arrays = [
        pa.array(map(_encodable, cells) if column.kind == "text" else cells, types[column.kind])
        for column, cells in zip(table.columns, table.cells, strict=True)
    ]
    arrow_table = pa.table(arrays, names=[_encodable(column.name) for column in table.columns])
    with replacing_file(target) as draft:
        pq.write_table(arrow_table, draft, compression="zstd")


def _encodable(cell: Any) -> Any:
    return cell if cell is None else str(cell).encode("utf-8", "replace").decode("utf-8")


def _not_held(table: ExportTable) -> list[str]:
    """Say how many texts a workbook cannot hold as they are."""
    changed = sum(
        fitted_cell(cell) != cell
        for column, cells in zip(table.columns, table.cells, strict=True)
        if column.kind == "text"
        for cell in cells
        if isinstance(cell, str)
    )
    if not changed:
        return []
    return [
        f"{changed:,} texts stand otherwise in it, for a workbook holds no such characters or no "
        "texts as long: a .csv file keeps them."
    ]
