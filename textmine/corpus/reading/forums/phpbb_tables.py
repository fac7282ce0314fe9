"""Find and read the tables of a phpBB forum in a folder of CSV or TSV files."""

import re
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.forums.json_file import first_bytes
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.tables.header import header_names
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError, RowProblem

TABLES = ("posts", "posts_text", "topics", "users", "forums")
_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\"}
_NULL = frozenset({"\\N", "NULL"})


@dataclass(frozen=True)
class Table:
    """Rows of a table as dicts, with the number of each row in its file."""

    file: str
    rows: list[dict[str, str]]
    numbers: list[int]
    problems: list[RowProblem]


def table_files(folder: Path) -> dict[str, Path]:
    """Return the file of each table, by the end of its name: phpbb_posts.csv, forum_topics.tsv."""
    files: dict[str, Path] = {}
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        for name in TABLES:
            stem = file.stem.lower()
            if file.suffix.lower() in _SUFFIXES and (stem == name or stem.endswith(f"_{name}")):
                files.setdefault(name, file)
    return files


def looks_like_posts(path: Path) -> bool:
    """Return whether the first line of a file names the columns of the table of posts."""
    header = first_bytes(path, 4_000).split(b"\n", 1)[0].replace(b"\0", b"")
    return b"post_id" in header and b"topic_id" in header and b"poster_id" in header


def read_table(path: Path, options: ReadOptions, needed: tuple[str, ...]) -> Table:
    """Read a table whose first row names its columns.

    Files of `mysql --batch` (one row a line, tabs, backslashes before line ends) are told from
    others by having the same number of tabs in every line. Raises InputError where a column of
    `needed` is missing.
    """
    batch = _batch_rows(path, options.encoding) if path.suffix.lower() != ".csv" else None
    if batch is not None:
        columns, rows = batch
        numbers = list(range(2, len(rows) + 2))
        problems: list[RowProblem] = []
    else:
        raw = read_csv(path, options)
        columns, rows, numbers, problems = (
            raw.columns,
            list(raw.rows),
            list(raw.numbers),
            raw.problems,
        )
    missing = [name for name in needed if name not in columns]
    if missing:
        raise InputError(
            f"{path} has no column {', '.join(missing)}.",
            hint="Export the table of phpBB with the names of its columns in the first row.",
        )
    named = [
        {name: "" if cell in _NULL else cell for name, cell in zip(columns, row, strict=True)}
        for row in rows
    ]
    return Table(path.name, named, numbers, list(problems))


def _batch_rows(path: Path, encoding: str | None) -> tuple[list[str], list[list[str]]] | None:
    lines = read_text(path, encoding).text.rstrip("\n").split("\n")
    tabs = lines[0].count("\t")
    if not tabs or any(line.count("\t") != tabs for line in lines):
        return None
    rows = [line.split("\t") for line in lines]
    quoted = any(c[:1] == c[-1:] == '"' and len(c) > 1 for row in rows for c in row)
    if quoted:
        return None
    cells = [[cell if cell == "\\N" else _unescaped(cell) for cell in row] for row in rows[1:]]
    return header_names(rows[0], path.name), cells


def _unescaped(cell: str) -> str:
    return _ESCAPE.sub(lambda mark: _ESCAPES.get(mark[1], mark[0]), cell) if "\\" in cell else cell
