"""A table that R reads as it is: names of columns that R takes, NA, and a script that reads it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from textmine.codebook import Codebook
from textmine.reading.exporting.table import ExportColumn, ExportTable

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
