"""The registry of readers: which one reads what, with which options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.raw import RawTable
from textmine.corpus.read_csv import read_csv
from textmine.corpus.read_folder import Split, read_folder
from textmine.corpus.read_jsonl import read_jsonl
from textmine.corpus.read_xlsx import read_xlsx
from textmine.errors import InputError, NotFoundError

READERS: dict[str, tuple[tuple[str, ...], str]] = {
    "csv": ((".csv", ".tsv", ".tab"), "table with comma, semicolon, tab or bar between cells"),
    "xlsx": ((".xlsx", ".xlsm"), "sheet of an Excel workbook"),
    "jsonl": ((".jsonl", ".ndjson"), "one JSON object a line"),
    "folder": ((), "folder of .txt and .md files"),
}
"""Reader name -> (file endings, what it reads)."""


@dataclass(frozen=True)
class ReadOptions:
    """What the user said about a file; None means: find out."""

    reader: str | None = None
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    split: Split = "none"
    has_header: bool = True


def read_raw(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a file or folder with the reader its name asks for, or the one that was named.

    Raises InputError for a kind that no reader knows or an option that this reader has no use for.
    """
    reader = options.reader or _reader_for(path)
    _refuse_foreign_options(reader, options)
    if reader == "csv":
        return read_csv(
            path,
            encoding=options.encoding,
            separator=options.separator,
            has_header=options.has_header,
        )
    if reader == "xlsx":
        return read_xlsx(path, sheet=options.sheet, has_header=options.has_header)
    if reader == "jsonl":
        return read_jsonl(path, encoding=options.encoding)
    if reader == "folder":
        return read_folder(path, encoding=options.encoding, split=options.split)
    raise InputError(f"There is no reader '{reader}'.", hint=f"Known: {', '.join(READERS)}.")


def _reader_for(path: Path) -> str:
    if path.is_dir():
        return "folder"
    ending = _ending(path)
    for name, (suffixes, _) in READERS.items():
        if ending in suffixes:
            return name
    if not path.exists():
        raise NotFoundError(
            f"There is no file or folder {path}.", hint="Check the name and the folder."
        )
    endings = ", ".join(end for suffixes, _ in READERS.values() for end in suffixes)
    raise InputError(
        f"The kind of {path.name} cannot be told from its ending.",
        hint=f"Known endings: {endings} (texts also with .gz behind), or a folder. "
        "Or say --reader csv.",
    )


def _ending(path: Path) -> str:
    """Return the ending that says what a file is: that before .gz where it is compressed."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == ".gz" and inner not in READERS["xlsx"][0] else suffix


_TAKES = {
    "csv": {"encoding", "separator", "no-header"},
    "xlsx": {"sheet", "no-header"},
    "jsonl": {"encoding"},
    "folder": {"encoding", "split"},
}


def _refuse_foreign_options(reader: str, options: ReadOptions) -> None:
    given = {
        "encoding": options.encoding is not None,
        "separator": options.separator is not None,
        "sheet": options.sheet is not None,
        "split": options.split != "none",
        "no-header": not options.has_header,
    }
    for option, is_given in given.items():
        if is_given and option not in _TAKES.get(reader, {option}):
            raise InputError(
                f"--{option} has no meaning for the reader '{reader}'.", hint="Leave it out."
            )
