"""The tables of an open-data download: one file, a folder of them, or a zip."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

from textmine.corpus.reading.archives import is_zip, member_names, member_start, unpacked
from textmine.corpus.reading.forums.records import first_bytes
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.tables.csv_records import guess_separator

_MOST, _START = 500, 2**16
_ENDINGS = (".csv", ".tsv")


@contextmanager
def table_files(path: Path) -> Iterator[list[tuple[str, Path]]]:
    """Yield the CSV and TSV files of a download with their names in it, in the order of these."""
    if path.is_dir():
        yield _in_folder(path)
    elif is_zip(path):
        with unpacked(path, _is_table) as folder:
            yield _in_folder(folder)
    else:
        yield [(path.name, path)]


def headers(path: Path) -> dict[str, frozenset[str]]:
    """Return the columns of each table of a download, as far as they can be told cheaply."""
    if path.is_dir():
        files = islice(_in_folder(path), _MOST)
        return {name: file_columns(file) for name, file in files}
    if is_zip(path):
        names = [name for name in member_names(path) if _is_table(name)][:_MOST]
        return {name: _columns(member_start(path, name, _START)) for name in names}
    return {path.name: file_columns(path)} if _is_table(path.name) else {}


def file_columns(path: Path) -> frozenset[str]:
    """Return the columns of one table, as far as they can be told from its first lines."""
    return _columns(first_bytes(path, _START))


def stripped(table: RawTable, name: str) -> list[str]:
    """Return the cells of a column without blanks around them, "" where it is not there."""
    if name not in table.columns:
        return [""] * len(table.rows)
    return [cell.strip() for cell in table.cells(name)]


def with_columns(
    table: RawTable, new: Mapping[str, Sequence[str]], fields: Mapping[str, str]
) -> RawTable:
    """Return the table with new columns before its own; `fields` may name columns of either.

    A column of the table with the name of a new one is called "NAME (source)".
    """
    own = [f"{name} (source)" if name in new else name for name in table.columns]
    rows: Iterable[list[str]] = (
        [*cells, *row]
        for cells, row in zip(zip(*new.values(), strict=True), table.rows, strict=True)
    )
    columns = [*new, *own]
    there = {field: name for field, name in fields.items() if name in columns}
    return replace(table, columns=columns, rows=PackedRows(rows, len(columns)), fields=there)


def _is_table(name: str) -> bool:
    inner = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) for part in inner.parts)
    return inner.suffix.lower() in _ENDINGS and not hidden


def _in_folder(folder: Path) -> list[tuple[str, Path]]:
    files = ((file.relative_to(folder).as_posix(), file) for file in folder.rglob("*"))
    return sorted((name, file) for name, file in files if _is_table(name) and file.is_file())


def _columns(start: bytes) -> frozenset[str]:
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        rows = csv.reader(lines[:1], delimiter=guess_separator("\n".join(lines[:50])))
        return frozenset(name.strip() for name in next(rows, []))
    except csv.Error:
        return frozenset()
