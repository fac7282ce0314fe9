"""Read a folder (or a zip) of documents of many kinds, whole or cut into passages."""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textmine.corpus.reading.archives import unpack
from textmine.corpus.reading.documents.document_text import WholeDocument
from textmine.corpus.reading.documents.kinds import KINDS, endings, kind_of
from textmine.corpus.reading.documents.table import ReadFile, documents_table, file_problem
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError, NotFoundError, RowProblem, TextmineError

ReadOne = Callable[[Path, ReadOptions], WholeDocument]


def read_folder(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read every document below a folder, or in a zip archive, in the order of their names.

    The option `split` cuts each at its headings ("sections") or at blank lines too ("paragraphs");
    a passage keeps its document as thread_id, its section, its line or page and its code-point
    offsets. README files describe a folder and are left out. A file that cannot be read is a
    problem of its own. Raises InputError when there is no document, NotFoundError when there is
    no such folder.
    """
    if not path.exists():
        raise NotFoundError(f"There is no folder {path}.", hint="Check the name.")
    if path.is_dir():
        return _read_folder(path, options, path.name)
    with tempfile.TemporaryDirectory(prefix="textmine-") as name:
        left_out = unpack(path, Path(name))
        table = _read_folder(Path(name), options, path.name)
    last = max([1, *table.numbers, *(problem.row for problem in table.problems)])
    refused = [RowProblem(last + number, "", why) for number, why in enumerate(left_out, start=1)]
    return replace(table, problems=[*table.problems, *refused])


def _read_folder(path: Path, options: ReadOptions, source: str) -> RawTable:
    def reads(file: Path) -> ReadOne | None:
        kind = kind_of(file)
        return None if kind is None else kind.read

    files, notes = read_each(path, reads, options)
    if not files:
        raise InputError(
            f"{source} has no document.",
            hint=f"Name the folder that holds the documents. Read are: {endings()}. A table is "
            "imported by its own name; put the rows of several into one.",
        )
    return documents_table(source, files, options.split, {"files": str(len(files))}, notes)


def read_each(
    folder: Path, reads: Callable[[Path], ReadOne | None], options: ReadOptions
) -> tuple[list[ReadFile], list[str]]:
    """Read the user's files below a folder; return them in the order of their names, and remarks.

    `reads` says what reads a file, None for one of another kind. A file that cannot be read is a
    problem of its own. Files are called without their ending where it does not tell two apart.
    """
    present = {file: reads(file) for file in user_files(folder)}
    readable = {file: read for file, read in present.items() if read is not None}
    stems = Counter(file.relative_to(folder).with_suffix("") for file in readable)
    files: list[ReadFile] = []
    for file, read in readable.items():
        relative = file.relative_to(folder)
        alone = stems[relative.with_suffix("")] == 1
        identity = (relative.with_suffix("") if alone else relative).as_posix()
        files.append(ReadFile(identity, relative.as_posix(), _outcome(file, read, options)))
    notes = _left_out([file for file in present if file not in readable])
    if any(times > 1 for times in stems.values()):
        notes.append("files that differ only in their ending are called by their whole names")
    return files, notes


def user_files(folder: Path) -> list[Path]:
    """Return the files below a folder that are the user's, in the order of their names."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and _is_users(file, folder))


def _is_users(file: Path, folder: Path) -> bool:
    """Return whether a file is one of the user's: not hidden, no lock file, no README."""
    parts = file.relative_to(folder).parts
    if any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
        return False
    return not (
        file.stem.lower() == "readme" and file.suffix.lower() in (".txt", ".md", ".markdown")
    )


def _outcome(file: Path, read: ReadOne, options: ReadOptions) -> WholeDocument | RowProblem:
    try:
        return read(file, options)
    except TextmineError as error:
        return file_problem(file.name, error)


_WRITTEN = frozenset({".doc", ".wpd", ".pages"})
"""Endings of texts in formats that are not read."""


def _left_out(files: list[Path]) -> list[str]:
    """Return a remark on files that are not read, by their endings."""
    kinds = Counter(file.suffix.lower() or "without an ending" for file in files)
    if not kinds:
        return []
    named = ", ".join(f"{times:,} {ending}" for ending, times in sorted(kinds.items())[:12])
    remarks = [f"files of other kinds were left out: {named}"]
    written = sorted(_WRITTEN & kinds.keys())
    if written:
        remarks.append(f"save {' and '.join(written)} files as .docx, and import again")
    return remarks


_OPTIONS = frozenset({"split", "from-name"}).union(*(kind.options for kind in KINDS))
FOLDER = Reader("folder", f"folder or .zip of {endings()}", read_folder, (".zip",), _OPTIONS)
