"""Read what Qualtrics exports: three rows of header (names, wording, import ids), then answers."""

import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError
from textmine.schema import CREATED_AT, ID, LANG

_MARKS = tuple('"ImportId'.encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_FIELDS = ((ID, "ResponseId"), (CREATED_AT, "RecordedDate"), (LANG, "UserLanguage"))
_LOOKED_AT = 2**20


def read_qualtrics(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a Qualtrics export; row 2 words the questions, a row 3 of import ids is dropped.

    Raises InputError for a table without those rows.
    """
    table = read_csv(path, replace(options, header_rows=1))
    head = list(islice(table.rows, 2))
    if not head:
        raise InputError(f"{path} has no row that words the questions.", hint="Say --reader csv.")
    n = 2 if len(head) > 1 and any("ImportId" in cell for cell in head[1]) else 1
    labels = {
        name: re.sub(r"\s+", " ", re.sub(r"<[^>]{0,200}>", " ", cell)).strip()
        for name, cell in zip(table.columns, head[0], strict=True)
    }
    wide = {table.numbers[index] for index in range(n)}
    remark = f"the first {n + 1} rows are Qualtrics' header: names, wording" + (
        ", import ids" if n == 2 else ""
    )
    return replace(
        table,
        rows=PackedRows(islice(table.rows, n, None), len(table.columns)),
        numbers=table.numbers[n:],
        problems=[problem for problem in table.problems if problem.row not in wide],
        fields={field: name for field, name in _FIELDS if name in table.columns},
        remarks=[*table.remarks, remark],
        labels={name: label for name, label in labels.items() if label and label != name},
    )


def _recognises(path: Path) -> bool:
    if path.suffix.lower() not in (".csv", ".tsv") or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            start = stream.read(_LOOKED_AT)
    except OSError:
        return False
    return any(mark in start for mark in _MARKS)


QUALTRICS = Reader(
    "qualtrics",
    "survey exported by Qualtrics (CSV or TSV with its three header rows)",
    read_qualtrics,
    (),
    frozenset({"encoding", "separator", "question"}),
    _recognises,
)
