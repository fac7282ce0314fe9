"""Export the codings of a corpus: to CSV, tabs, a workbook or Parquet, with a script for R."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textmine.cells.spreadsheet import fitted_cell
from textmine.codebook import Codebook, find_codebook
from textmine.coding import codebooks_of, open_codings
from textmine.coding.store import EVERY_LEVEL
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.lazily import pa, pq
from textmine.reading.exporting.long import long_table
from textmine.reading.exporting.table import ExportColumn, ExportRequest, ExportTable
from textmine.reading.exporting.units import units_table
from textmine.store import Workspace, replacing_file, write_table

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


def codings_table(workspace: Workspace, corpus: Corpus, request: ExportRequest) -> ExportTable:
    """Return the codings of the documents of a corpus as a table.

    Raises InputError for a request that contradicts itself, and where there are no such codings.
    """
    request.check()
    if request.shape == "long":
        return long_table(workspace, corpus, request)
    return units_table(workspace, corpus, request)


def export_codings(
    workspace: Workspace, corpus: Corpus, request: ExportRequest, target: Path, *, r: bool = False
) -> tuple[ExportTable, list[str]]:
    """Write the codings of a corpus to a file, for R if that is asked for.

    Returns the table and what is to be said. Raises InputError as `codings_table` and
    `write_export` do.
    """
    table = codings_table(workspace, corpus, request)
    books = _books(workspace, corpus, request) if r else None
    remarks = write_export(table, target, r_books=books)
    return table, [*table.remarks, *remarks]


def _books(workspace: Workspace, corpus: Corpus, request: ExportRequest) -> list[Codebook]:
    used = codebooks_of(open_codings(workspace).rounds(corpus.name, EVERY_LEVEL))
    named = [name for name in used if name and request.codebook in (None, name)]
    return [find_codebook(name, workspace) for name in named]


_RESERVED = frozenset(
    "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA NA_integer_ NA_real_ "
    "NA_character_ in".split()
)


def for_r(table: ExportTable) -> ExportTable:
    """Return a table whose columns have names that R takes without quotes, each another one."""
    names = r_names([column.name for column in table.columns])
    columns = (replace(c, name=name) for c, name in zip(table.columns, names, strict=True))
    return replace(table, columns=tuple(columns))


def r_names(names: Sequence[str]) -> list[str]:
    """Return names as R's make.names does, made different with .1, .2 behind where they are alike.

    >>> r_names(["goal.A", "1st code", "if", "goal:A"])
    ['goal.A', 'X1st.code', 'if.', 'goal.A.1']
    """
    unique_names: list[str] = []
    for name in names:
        plain = re.sub(r"[^\w.]", ".", name)
        if not re.match(r"[^\W\d_]|\.(?!\d)", plain):
            plain = f"X{plain}"
        plain = f"{plain}." if plain in _RESERVED else plain
        number, unique = 0, plain
        while unique in unique_names:
            number += 1
            unique = f"{plain}.{number}"
        unique_names.append(unique)
    return unique_names


def r_script(table: ExportTable, target: Path, books: Sequence[Codebook]) -> str:
    """Return a script that reads the table and lists what its columns and codes mean.

    It makes `codings`, the data frame; `codes`, a row a column of codes; and `code_levels`, for
    each dimension its codes in their order with their names, to make factors of.
    """
    lines = [
        f"# Reads {_plain(target.name)} as `codings`: source() this file in the folder of both.",
        "# NA: nobody coded it. 0: somebody looked and did not give the code.",
        *_reading(table, target),
        "",
        "# The columns of codes: whose code, on which dimension, in which role.",
        *_codes(table.columns),
        "",
        "# The codes of each dimension in the order of the codebook, named by what they mean:",
        "# factor(x, levels = code_levels$DIMENSION, labels = names(code_levels$DIMENSION))",
        *_levels(table, books),
    ]
    return "\n".join(lines) + "\n"


def _reading(table: ExportTable, target: Path) -> list[str]:
    name, kind = _quoted(target.name), target.suffix.lower()
    if kind == ".parquet":
        return [f"codings <- as.data.frame(arrow::read_parquet({name}))"]
    if kind == ".xlsx":
        return [f"codings <- as.data.frame(readxl::read_excel({name}))"]
    classes = {"text": "character", "whole": "integer", "share": "numeric"}
    kinds = ", ".join(_quoted(classes[column.kind]) for column in table.columns)
    separator = '"\\t"' if kind == ".tsv" else '","'
    return [
        f"codings <- read.table({name}, header = TRUE, sep = {separator}, quote = '\"',",
        '  comment.char = "", na.strings = "NA", fileEncoding = "UTF-8-BOM", check.names = FALSE,',
        f"  colClasses = c({kinds}))",
        "# An apostrophe before a text that a spreadsheet would run is no part of it.",
        "codings[] <- lapply(codings, function(x) if (is.character(x))"
        ' sub("^\'(?=[-=+@\'])", "", x, perl = TRUE) else x)',
    ]


def _codes(columns: Iterable[ExportColumn]) -> list[str]:
    mine = [column for column in columns if column.code]
    parts = {
        "column": [column.name for column in mine],
        "by": [column.by for column in mine],
        "dimension": [column.dimension for column in mine],
        "code": [column.code for column in mine],
        "role": [column.role for column in mine],
    }
    parameters = (f"  {name} = {_vector(cells)}" for name, cells in parts.items())
    return ["codes <- data.frame(", ",\n".join([*parameters, "  stringsAsFactors = FALSE"]), ")"]


def _levels(table: ExportTable, books: Sequence[Codebook]) -> list[str]:
    names = {
        (dimension.id, code.id): code.name
        for book in books
        for dimension in book.dimensions
        for code in dimension.codes
    }
    levels = []
    for dimension, codes in table.levels.items():
        pairs = (f"{_quoted(names.get((dimension, c), c) or c)} = {_quoted(c)}" for c in codes)
        levels.append(f"  {_quoted(dimension)} = c({', '.join(pairs)})")
    return ["code_levels <- list(", ",\n".join(levels), ")"]


def _vector(cells: Sequence[str]) -> str:
    return f"c({', '.join(map(_quoted, cells))})" if cells else "character(0)"


def _quoted(text: str) -> str:
    """Return a text as R writes it, in which nothing ends it and nothing acts."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{re.sub(_UNSEEN, _as_escape, escaped)}"'


_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def _as_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"


def _plain(text: str) -> str:
    return _UNSEEN.sub(" ", text)
