"""The registry of readers: which one reads what."""

from functools import partial
from pathlib import Path

from textmine.corpus.reading.archives import is_zip
from textmine.corpus.reading.documents.kinds import KINDS, Kind
from textmine.corpus.reading.documents.read_folder import FOLDER
from textmine.corpus.reading.documents.table import ReadFile, documents_table
from textmine.corpus.reading.file_names import with_parts_of_names
from textmine.corpus.reading.forums.read_convokit import CONVOKIT
from textmine.corpus.reading.forums.read_discourse import DISCOURSE
from textmine.corpus.reading.forums.read_discourse_archive import DISCOURSE_ARCHIVE
from textmine.corpus.reading.forums.read_mail import MAIL
from textmine.corpus.reading.forums.read_phpbb import PHPBB
from textmine.corpus.reading.forums.read_transcript import TRANSCRIPT
from textmine.corpus.reading.interviews.files import can_hold_turns
from textmine.corpus.reading.interviews.read_interviews import INTERVIEW
from textmine.corpus.reading.platforms.decide_madrid import DECIDE_MADRID
from textmine.corpus.reading.platforms.decidim import DECIDIM
from textmine.corpus.reading.platforms.polis import POLIS
from textmine.corpus.reading.platforms.qualtrics import QUALTRICS
from textmine.corpus.reading.platforms.regulations_gov import REGULATIONS_GOV
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.cell_faults import with_nul_named
from textmine.corpus.reading.tables.open_workbook import WORKBOOKS
from textmine.corpus.reading.tables.read_csv import CSV
from textmine.corpus.reading.tables.read_json import JSON
from textmine.corpus.reading.tables.read_jsonl import JSONL
from textmine.corpus.reading.tables.read_parquet import PARQUET
from textmine.corpus.reading.tables.read_xlsx import ODS, XLS, XLSX
from textmine.errors import InputError, NotFoundError, did_you_mean


def _read(kind: Kind, path: Path, options: ReadOptions) -> RawTable:
    file = ReadFile(path.stem, path.name, kind.read(path, options))
    return documents_table(path.name, [file], options.split, {}, [])


DOCUMENTS: tuple[Reader, ...] = tuple(
    Reader(
        kind.name,
        kind.reads,
        partial(_read, kind),
        kind.endings,
        kind.options | {"split", "from-name"},
    )
    for kind in KINDS
)
"""One reader for each kind of document; the folder reader reads all of them."""
FORUM_READERS: tuple[Reader, ...] = (
    CONVOKIT,
    DISCOURSE,
    DISCOURSE_ARCHIVE,
    PHPBB,
    MAIL,
    TRANSCRIPT,
)
READERS: tuple[Reader, ...] = (
    QUALTRICS,
    DECIDIM,
    DECIDE_MADRID,
    POLIS,
    REGULATIONS_GOV,
    *FORUM_READERS,
    INTERVIEW,
    CSV,
    XLSX,
    ODS,
    XLS,
    JSONL,
    JSON,
    PARQUET,
    *DOCUMENTS,
    FOLDER,
)
"""Every reader; where several recognise a file, the first of them reads it."""


def read_raw(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a file or folder with the reader that was named, that knows it, or that its name asks.

    A cell with a NUL character is a problem. Raises InputError for a kind that no reader knows, an
    option that this reader has no use for, or a NUL in the name of a column.
    """
    reader = reader_for(path, options)
    for option in sorted(options.given() - reader.options):
        raise InputError(
            f"--{option} has no meaning for the reader '{reader.name}'.", hint="Leave it out."
        )
    table = with_nul_named(reader.read(path, options))
    return with_parts_of_names(table, options.from_name) if options.from_name else table


def _named(name: str) -> Reader:
    for reader in READERS:
        if reader.name == name:
            return reader
    raise InputError(
        f"There is no reader '{name}'.",
        hint=did_you_mean(name, [reader.name for reader in READERS]),
    )


def reader_for(path: Path, options: ReadOptions = ReadOptions()) -> Reader:
    """Return the reader of a file or folder: that which was named, knows it, or its ending asks.

    Raises InputError for a kind that no reader knows, NotFoundError where nothing is there.
    """
    if options.reader:
        return _named(options.reader)
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
        f"The ending of {path.name} does not say of what kind it is.",
        hint=f"Known endings: {endings} (texts also with .gz behind), or a folder. "
        "Or say --reader csv.",
    )


def _ending(path: Path) -> str:
    """Return the ending that says what a file is: that before .gz where it is compressed."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == ".gz" and inner not in WORKBOOKS else suffix
