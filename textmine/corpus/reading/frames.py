"""Take a data frame for what a reader returns: a table of strings."""

import pandas as pd

from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.tables.cell_faults import with_nul_named
from textmine.corpus.reading.tables.flat import as_text
from textmine.corpus.reading.tables.header import header_names

FRAME = "the data frame"
"""What a frame is called where a file would have its name."""


def table_of_frame(frame: pd.DataFrame, source: str = FRAME) -> RawTable:
    """Return the rows of a frame as strings, "" where a cell is missing; rows count from 1.

    An index that has a name is a column too. Whole numbers have no point, also where missing cells
    made them decimals. Raises InputError for two columns of one name.
    """
    named = [name for name in frame.index.names if name is not None and name not in frame.columns]
    if named:
        frame = frame.reset_index(named)
    names = header_names([str(name) for name in frame.columns], source)
    columns = [_strings(frame.iloc[:, index]) for index in range(len(names))]
    rows = PackedRows(zip(*columns, strict=True), len(names), source)
    numbers = list(range(1, len(frame) + 1))
    return with_nul_named(RawTable(source, names, rows, numbers, {"format": "data frame"}))


def _strings(column: pd.Series) -> list[str]:
    missing = column.isna()
    if pd.api.types.is_float_dtype(column.dtype):
        known = column[~missing]
        if bool((known == known.round()).all()) and bool((known.abs() < 2**53).all()):
            column = column.astype("Float64").astype("Int64")
    return [
        "" if gone else as_text(cell)
        for cell, gone in zip(column.astype(object).tolist(), missing, strict=True)
    ]
