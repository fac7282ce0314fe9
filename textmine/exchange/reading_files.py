"""Read a file of other coding software, whichever it is, or a table of highlights."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus import Corpus, ReadOptions, read_raw
from textmine.errors import BadRowsError, InputError, NotFoundError
from textmine.exchange.counting import FOUND_OUT, GivenCounts
from textmine.exchange.naming import made_guid, source_guid
from textmine.exchange.project import LossCounter, Mark, Project, ProjectCode, Selection, SourceText
from textmine.exchange.qualcoder import DATABASE, read_qualcoder
from textmine.exchange.refi.parts import read_qdc
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
    for project_format in FORMATS:
        if project_format.recognises(path):
            return project_format
    if path.is_dir() and any(path.glob("utterances.json*")):
        raise InputError(
            f"{path} is a ConvoKit corpus: texts and metadata, and no codings.",
            hint=f"Read it with 'textmine corpus import {path}'.",
        )
    known = ", ".join(project_format.reads for project_format in FORMATS)
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


COLUMNS = ("id", "document", "tag", "content")
_ENDINGS = (".csv", ".xlsx")


def is_highlights(path: Path) -> bool:
    """Whether a table is one of highlights, by its columns."""
    if not path.is_file() or path.suffix.lower() not in _ENDINGS:
        return False
    try:
        return {*COLUMNS} == {*read_raw(path, ReadOptions()).columns}
    except InputError:
        return False


def read_highlights(path: Path, corpus: Corpus) -> Project:
    """Find the words of each highlight in the document of a corpus that is called like theirs.

    White space may differ. Words that a document has not, or has several times, are lost. The table
    does not say who coded. Raises BadRowsError for cells that cannot be read.
    """
    raw = read_raw(path, ReadOptions())
    if raw.problems:
        raise BadRowsError(raw.source, raw.problems, hint="Correct these rows.")
    cells = [raw.cells(name) for name in COLUMNS]
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    titles = {
        title: identity for identity, title in zip(corpus.ids, corpus.column("title"), strict=True)
    }
    lost = LossCounter()
    tags: dict[str, ProjectCode] = {}
    marks_by_document: dict[str, dict[tuple[int, int], list[Mark]]] = {}
    for number, document, tag, content in zip(*cells, strict=True):
        tags.setdefault(tag, ProjectCode(made_guid("tag", tag), tag))
        name = document if document in texts else titles.get(document, "")
        if not name:
            lost.add("highlights in documents that the corpus does not have", document)
            continue
        places = _places(texts[name], content)
        if len(places) != 1:
            how = "has several times" if places else "does not have"
            lost.add(f"highlights whose words the document {how}", f"{document}: {content[:40]}")
            continue
        mark = Mark(made_guid("highlight", number, tag), tags[tag].guid)
        marks_by_document.setdefault(name, {}).setdefault(places[0], []).append(mark)
    return Project(
        name=path.stem,
        origin="Taguette",
        codes=tuple(tags.values()),
        sources=tuple(
            SourceText(
                source_guid(corpus.name, "document", name),
                name,
                texts[name],
                tuple(
                    Selection(made_guid("highlight", name, *span), *span, tuple(marks))
                    for span, marks in spans.items()
                ),
            )
            for name, spans in marks_by_document.items()
        ),
        losses=lost.losses,
        remarks=("Words are looked for in the texts: the table has no places.",),
    )


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text, whatever white space is between them; two at the most."""
    squeezed, origin = _squeezed(text)
    wanted = " ".join(words.split())
    spans: list[tuple[int, int]] = []
    at = squeezed.find(wanted) if wanted else -1
    while at >= 0 and len(spans) < 2:
        spans.append((origin[at], origin[at + len(wanted) - 1] + 1))
        at = squeezed.find(wanted, at + 1)
    return spans


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return a text with single blanks, and where each of its characters stands in it."""
    signs: list[str] = []
    origin: list[int] = []
    for index, sign in enumerate(text):
        blank = sign.isspace()
        if blank and (not signs or signs[-1] == " "):
            continue
        signs.append(" " if blank else sign)
        origin.append(index)
    return "".join(signs), origin
