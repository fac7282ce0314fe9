"""The registry of readers: which one reads what."""

from __future__ import annotations

from pathlib import Path

from textmine.corpus.reading.archives import is_zip
from textmine.corpus.reading.documents.read_file import DOCUMENTS
from textmine.corpus.reading.documents.read_folder import FOLDER
from textmine.corpus.reading.forums.forum_readers import FORUM_READERS
from textmine.corpus.reading.interviews.files import can_hold_turns
from textmine.corpus.reading.interviews.read_interviews import INTERVIEW
from textmine.corpus.reading.platforms.platform_readers import PLATFORM_READERS
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.read_csv import CSV
from textmine.corpus.reading.tables.read_json import JSON
from textmine.corpus.reading.tables.read_jsonl import JSONL
from textmine.corpus.reading.tables.read_parquet import PARQUET
from textmine.corpus.reading.tables.read_xlsx import XLSX
from textmine.errors import InputError, NotFoundError, did_you_mean

READERS: tuple[Reader, ...] = (
    *PLATFORM_READERS,
    *FORUM_READERS,
    INTERVIEW,
    CSV,
    XLSX,
    JSONL,
    JSON,
    PARQUET,
    *DOCUMENTS,
    FOLDER,
)
"""Every reader; where several recognise a file, the first of them reads it."""


def read_raw(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a file or folder with the reader that was named, that knows it, or that its name asks.

    Raises InputError for a kind that no reader knows or an option that this reader has no use for.
    """
    reader = _named(options.reader) if options.reader else _reader_for(path, options)
    for option in sorted(options.given() - reader.options):
        raise InputError(
            f"--{option} has no meaning for the reader '{reader.name}'.", hint="Leave it out."
        )
    return reader.read(path, options)


def _named(name: str) -> Reader:
    for reader in READERS:
        if reader.name == name:
            return reader
    raise InputError(
        f"There is no reader '{name}'.", hint=did_you_mean(name, [one.name for one in READERS])
    )


def _reader_for(path: Path, options: ReadOptions) -> Reader:
    if not path.exists():
        raise NotFoundError(
            f"There is no file or folder {path}.", hint="Check the name and the folder."
        )
    if options.interviewers and (path.is_dir() or can_hold_turns(path) or is_zip(path)):
        return INTERVIEW
    for reader in READERS:
        if reader.recognises is not None and reader.recognises(path):
            return reader
    if path.is_dir():
        return FOLDER
    ending = _ending(path)
    for reader in READERS:
        if ending in reader.endings:
            return reader
    endings = ", ".join(end for reader in READERS for end in reader.endings)
    raise InputError(
        f"The kind of {path.name} cannot be told from its ending.",
        hint=f"Known endings: {endings} (texts also with .gz behind), or a folder. "
        "Or say --reader csv.",
    )


def _ending(path: Path) -> str:
    """Return the ending that says what a file is: that before .gz where it is compressed."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == ".gz" and inner not in XLSX.endings else suffix
