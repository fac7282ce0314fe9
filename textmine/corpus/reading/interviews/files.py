"""The files of interviews: one, a folder or an archive of them, each read as its kind asks."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.corpus.reading.archives import is_zip, unpack
from textmine.corpus.reading.documents.document_text import WholeDocument
from textmine.corpus.reading.documents.kinds import endings, kind_of
from textmine.corpus.reading.documents.read_folder import left_out, user_files
from textmine.corpus.reading.documents.table import ReadFile, file_problem
from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.interviews.cues import ENDINGS
from textmine.corpus.reading.interviews.margin import without_margin
from textmine.corpus.reading.limits import LIMITS
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError, NotFoundError, RowProblem, TextmineError

_MOST_BYTES = LIMITS.markup_bytes


def can_hold_turns(path: Path) -> bool:
    """Return whether a file is of a kind that interviews come in, by its ending."""
    return path.suffix.lower() in ENDINGS or kind_of(path) is not None


def read_files(path: Path, options: ReadOptions) -> tuple[list[ReadFile], list[str]]:
    """Return the files of interviews with their texts, in the order of their names, and remarks.

    A file of a folder that cannot be read is a problem of its own. Raises InputError for a single
    file that cannot be read, and where there is no file of a kind that is read.
    """
    if path.is_file() and not (is_zip(path) and kind_of(path) is None):
        return [ReadFile(path.stem, path.name, read_file(path, options))], []
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {path}.", hint="Check the name.")
    with _folder_of(path) as (folder, refused):
        present = user_files(folder)
        files = [file for file in present if can_hold_turns(file)]
        if not files:
            raise InputError(
                f"{path.name} has no interview.",
                hint=f"Read are: {endings()}, {', '.join(ENDINGS)}.",
            )
        stems = Counter(file.relative_to(folder).with_suffix("") for file in files)
        read: list[ReadFile] = []
        for file in files:
            relative = file.relative_to(folder)
            alone = stems[relative.with_suffix("")] == 1
            identity = (relative.with_suffix("") if alone else relative).as_posix()
            read.append(ReadFile(identity, relative.as_posix(), _outcome(file, options)))
        read += [ReadFile("", path.name, RowProblem(0, "", why)) for why in refused]
        notes = left_out([file for file in present if not can_hold_turns(file)])
        if any(times > 1 for times in stems.values()):
            notes.append("files that differ only in their ending are called by their whole names")
        return read, notes


def read_file(path: Path, options: ReadOptions) -> WholeDocument:
    """Return the text of one file without the numbers of its lines in the margin.

    Raises InputError where it cannot be read.
    """
    kind = kind_of(path)
    if kind is not None:
        return without_margin(kind.read(path, options))
    if path.is_file() and path.stat().st_size > _MOST_BYTES:
        raise InputError(
            f"{path.name} is over {_MOST_BYTES:,} bytes, which no interview has.",
            hint="Split it first.",
        )
    decoded = read_text(path, options.encoding)
    return WholeDocument(decoded.text, encoding=decoded.encoding, remark=decoded.remark)


def _outcome(path: Path, options: ReadOptions) -> WholeDocument | RowProblem:
    try:
        return read_file(path, options)
    except TextmineError as error:
        return file_problem(path.name, error)


@contextmanager
def _folder_of(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield a folder, or the one that an archive is unpacked into, and what was refused of it."""
    if path.is_dir():
        yield path, []
        return
    with tempfile.TemporaryDirectory(prefix="textmine-") as name:
        refused = unpack(path, Path(name))
        yield Path(name), refused
