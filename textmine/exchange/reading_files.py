"""Read a file of other coding software, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import InputError, NotFoundError
from textmine.exchange.counting import FOUND_OUT, GivenCounts
from textmine.exchange.qualcoder import DATABASE, read_qualcoder
from textmine.exchange.refi.codes import read_qdc
from textmine.exchange.refi.reading import ReadProject, read_qdpx
from textmine.exchange.sqlite_file import is_sqlite, open_tables
from textmine.exchange.taguette import is_tag_table, read_tags, read_taguette


@dataclass(frozen=True)
class ProjectFormat:
    """A kind of file: what it is, how it is recognised and read."""

    name: str
    reads: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path, GivenCounts], ReadProject]


def _ends(*endings: str) -> Callable[[Path], bool]:
    return lambda path: path.is_file() and path.suffix.lower() in endings


def _is_qualcoder(path: Path) -> bool:
    if path.is_dir():
        return (path / DATABASE).is_file()
    return is_sqlite(path) and _has_table(path, "code_text")


def _is_taguette(path: Path) -> bool:
    return is_sqlite(path) and _has_table(path, "highlights")


def _has_table(path: Path, name: str) -> bool:
    try:
        with open_tables(path, "database") as tables:
            return tables.has(name)
    except InputError:
        return False


FORMATS: tuple[ProjectFormat, ...] = (
    ProjectFormat("qdpx", "REFI-QDA project", _ends(".qdpx"), read_qdpx),
    ProjectFormat(
        "qdc", "REFI-QDA codebook", _ends(".qdc"), lambda path, given: ReadProject(read_qdc(path))
    ),
    ProjectFormat("qualcoder", "QualCoder project (.qda)", _is_qualcoder, read_qualcoder),
    ProjectFormat(
        "taguette",
        "Taguette database (.sqlite3)",
        _is_taguette,
        lambda path, _: read_taguette(path),
    ),
    ProjectFormat(
        "tags", "Taguette codebook (.csv)", is_tag_table, lambda path, _: read_tags(path)
    ),
)


def format_of(path: Path) -> ProjectFormat:
    """Return what a file is; raise NotFoundError or InputError."""
    if not path.exists():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    for one in FORMATS:
        if one.recognises(path):
            return one
    if path.is_dir() and any(path.glob("utterances.json*")):
        raise InputError(
            f"{path} is a ConvoKit corpus: texts and metadata, and no codings.",
            hint=f"Read it with 'textmine corpus import {path}'.",
        )
    known = ", ".join(one.reads for one in FORMATS)
    raise InputError(
        f"{path} is no file that this command reads: {known}.",
        hint="'textmine corpus import' reads tables of texts, 'textmine "
        "coding import' those of codes.",
    )


def read_project(path: Path, given: GivenCounts = FOUND_OUT) -> ReadProject:
    """Read a project or a codebook of other software.

    Raises NotFoundError or InputError, also where it cannot be told how positions are counted.
    """
    return format_of(path).read(path, given)
