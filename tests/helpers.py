"""What several test files need: tables, files, hashes."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

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
