"""What several test files need: tables, files, hashes."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

from textmine.corpus.reading.raw import RawTable

LONG = "This is a sentence of some length, so that it looks like a text."


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Write a table as CSV and return its path."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def raw(columns: Sequence[str], *rows: Sequence[str]) -> RawTable:
    """A table as a reader returns it; the first row is row 2."""
    return RawTable(
        "t.csv", list(columns), [list(row) for row in rows], list(range(2, 2 + len(rows))), {}
    )


def visible_files(root: Path) -> dict[str, str]:
    """Hash every file of a workspace that is not scratch and not its history."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (".textmine", ".history")
    }


_NUMBER = re.compile(r" *[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?\s?%? *")
_IGNORED = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_SEEN = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]"
)
"""Format characters of Unicode that have a shape of their own."""


def acts(text: str) -> bool:
    """Whether a spreadsheet may run a text, whatever stands before it that is not seen."""
    first = next((one for one in text if not _unseen(one)), "")
    hidden = first in tuple("=+-@＝＋－＠") and not _NUMBER.fullmatch(text)
    return hidden or text[:1] in tuple("\t\r")


def _unseen(one: str) -> bool:
    kind = unicodedata.category(one)
    if kind == "Cf":
        return not _SEEN.match(one)
    return kind in ("Cc", "Zs", "Zl", "Zp") or bool(_IGNORED.match(one))


def acting_cells(path: Path) -> list[str]:
    """The cells of a CSV, a TSV or a workbook that a spreadsheet would run."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return [
            str(cell.value)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type in ("f", "e")
            or (isinstance(cell.value, str) and acts(cell.value) and not cell.quotePrefix)
        ]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t" if path.suffix == ".tsv" else ",")
        return [cell for row in rows for cell in row if acts(cell)]
