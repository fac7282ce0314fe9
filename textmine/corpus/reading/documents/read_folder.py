"""Read a folder of .txt and .md files, whole or cut into passages."""

from __future__ import annotations

from pathlib import Path

from textmine.corpus.reading.documents.passages import (
    Passage,
    split_paragraphs,
    split_sections,
    whole,
)
from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions, Split
from textmine.errors import InputError, NotFoundError, RowProblem, TextmineError

_SUFFIXES = {".txt", ".md", ".markdown"}


def read_folder(path: Path, *, encoding: str | None = None, split: Split = "none") -> RawTable:
    """Read every .txt and .md below a folder, in the order of their names.

    `split` cuts each file at its headings ("sections") or at blank lines ("paragraphs"); a passage
    keeps its file as thread_id, its section, its first line and its code-point offsets. README
    files describe a folder and are left out. Raises InputError when there is no text file.
    """
    if not path.is_dir():
        raise NotFoundError(f"There is no folder {path}.", hint="Check the name.")
    files = sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in _SUFFIXES and file.is_file() and file.stem.lower() != "readme"
    )
    if not files:
        raise InputError(
            f"{path} has no .txt or .md file.", hint="Name the folder that holds the documents."
        )
    columns = ["id", "text", "title", "thread_id", "source", "section", "line", "start", "end"]
    rows: list[list[str]] = []
    problems: list[RowProblem] = []
    encodings: set[str] = set()
    numbers: list[int] = []
    for file in files:
        name = file.relative_to(path).as_posix()
        stem = file.relative_to(path).with_suffix("").as_posix()
        try:
            decoded = read_text(file, encoding)
        except TextmineError as error:
            problems.append(RowProblem(2 + len(rows) + len(problems), name, error.message))
            continue
        encodings.add(decoded.encoding)
        title = _title(decoded.text) or file.stem
        for place, passage in enumerate(_passages(decoded.text, split), start=1):
            identity = stem if split == "none" else f"{stem}#{place:03d}"
            numbers.append(2 + len(rows) + len(problems))
            where = [str(passage.line), str(passage.start), str(passage.end)]
            rows.append([identity, passage.text, title, stem, name, passage.section, *where])
    facts = {"files": str(len(files)), "encoding": ", ".join(sorted(encodings)), "split": split}
    return RawTable(path.name, columns, rows, numbers, facts, problems)


def _passages(text: str, split: Split) -> list[Passage]:
    if split == "sections":
        return split_sections(text)
    if split == "paragraphs":
        return split_paragraphs(text)
    return [whole(text)]


def _title(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0].strip()
    return first.lstrip("#").strip() if first.startswith("#") else ""


def _read(path: Path, options: ReadOptions) -> RawTable:
    return read_folder(path, encoding=options.encoding, split=options.split)


FOLDER = Reader(
    "folder", "folder of .txt and .md files", _read, (), frozenset({"encoding", "split"})
)
