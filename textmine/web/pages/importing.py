"""Import: send files, kept for a day, see how they are read, mend that, keep them as a corpus."""

import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import urlencode

from textmine.choices import DateOrder, Split
from textmine.corpus.corpus import CORPUS_TOML
from textmine.corpus.reading.adding import added_to
from textmine.corpus.reading.importing import About, Reading, import_corpus, name_of, read_documents
from textmine.corpus.reading.reader import ReadOptions
from textmine.corpus.reading.readers import reader_for
from textmine.errors import InputError, NotFoundError, TextmineError
from textmine.report.corpora import reading_lines
from textmine.schema import AUTHOR, CREATED_AT, GROUP, ID, TEXT, THREAD_ID, TITLE
from textmine.store import Workspace
from textmine.web.serving.handlers import LEAD, Answer, Asked, Go, Page, Refusal, Route

MOST = 200 * 1024 * 1024
"""Bytes that may be sent through a page at once; more goes by the command."""
_DAY = 24 * 3600
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,10}){0,2}")
_NUMBER = re.compile(r"[0-9a-f]{32}")
_LONGEST = 100
_TOGETHER = "documents"


def keep_uploads(workspace: Workspace, files: Iterable[tuple[str, BinaryIO]]) -> str:
    """Keep files by their names; return the number under which `find_upload` finds them.

    Of each name letters, digits and its ending are kept; of two that are alike then, the second
    gets a number. Raises InputError for a name without an ending.
    """
    named = [(*_name_parts(name), content) for name, content in files]
    base = _base(workspace)
    _forget_old(base)
    number = secrets.token_hex(16)
    folder = base / number / _TOGETHER if len(named) > 1 else base / number
    folder.mkdir(parents=True, mode=0o700)
    taken: set[str] = set()
    for stem, ending, content in named:
        name, times = stem + ending, 1
        while name.casefold() in taken:
            times += 1
            name = f"{stem}-{times}{ending}"
        taken.add(name.casefold())
        with (folder / name).open("xb") as stream:
            shutil.copyfileobj(content, stream)
    return number


def _name_parts(name: str) -> tuple[str, str]:
    """Return what is kept of a file's name, and its ending."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    stem, ending = plain, ""
    for suffix in reversed(Path(plain).suffixes[-2:]):
        if _ENDING.fullmatch(suffix + ending):
            stem, ending = stem.removesuffix(suffix + ending), suffix + ending
    if not ending:
        raise InputError(f"'{plain}' has no ending.", hint="Send a file such as messages.csv.")
    kept = re.sub(r"[^\w. -]+", "-", unicodedata.normalize("NFC", stem))[:_LONGEST]
    return kept.strip(" .-") or "file", ending.lower()


def find_upload(workspace: Workspace, number: str) -> Path:
    """Return a file that was sent, the folder of several; raise NotFoundError."""
    folder = _base(workspace) / number
    if _NUMBER.fullmatch(number) and folder.is_dir():
        for path in folder.iterdir():
            return path
    raise NotFoundError("What was sent is not here any more.", hint="Send it again.")


def drop_upload(workspace: Workspace, number: str) -> None:
    """Delete what was sent."""
    shutil.rmtree(find_upload(workspace, number).parent, ignore_errors=True)


def _base(workspace: Workspace) -> Path:
    return workspace.scratch / "web" / "uploads"


def _forget_old(base: Path) -> None:
    now = time.time()
    for folder in base.glob("*"):
        if now - folder.stat().st_mtime > _DAY:
            shutil.rmtree(folder, ignore_errors=True)


FIELDS = {
    TEXT: "What the message says",
    ID: "Its id",
    AUTHOR: "Who wrote it",
    CREATED_AT: "When it was written",
    THREAD_ID: "The thread it stands in",
    TITLE: "Its title",
    GROUP: "What the author belongs to: a group, a role",
}
"""The fields that a page asks for; the command has more."""
_SHOWN = 5
Value = TypeVar("Value", Split, DateOrder)


@dataclass(frozen=True)
class Choice:
    """What may be said of how a file is read: an option of the command, and its question.

    `values` are what may be chosen and its words; any text is good where there are none.
    """

    name: str
    asks: str
    values: tuple[tuple[str, str], ...] = ()


_SPLITS: Mapping[Split, str] = {
    "none": "nowhere",
    "sections": "at headings",
    "paragraphs": "at paragraphs too",
}
_ORDERS: Mapping[DateOrder, str] = {"dmy": "day, month", "mdy": "month, day"}
CHOICES = (
    Choice("split", "Where documents are cut", tuple(_SPLITS.items())),
    Choice("from-name", "What names of files say, such as {case}_{author}_{round}"),
    Choice("interviewer", "Who asks in interviews; several: A, B; nobody: -"),
    Choice("sheet", "Sheet of the workbook; several: A,B; every one: all"),
    Choice("question", "Column with answers to an open question; those that look like it: all"),
    Choice("date-order", "Order in dates like 3/4/13", (("", "as they show"), *_ORDERS.items())),
    Choice("encoding", "Encoding"),
    Choice("separator", "Separator of cells"),
)
"""The choices that a page asks for, where the reader of the file knows them."""


def form(asked: Asked) -> Answer:
    """Ask for files."""
    return Page("import.html")


def send(asked: Asked) -> Answer:
    """Keep the files that were sent, and show how they are read."""
    sent = [(file.filename, file.file) for file in asked.files.get("file", ()) if file.filename]
    if not sent:
        raise Refusal(422, "You chose no file.", "Choose one, such as a CSV.")
    return Go(f"/import/check?{urlencode({'file': keep_uploads(asked.workspace, sent)})}")


def check(asked: Asked) -> Answer:
    """Show how files are read: columns, first texts, what is wrong with rows."""
    number = asked.needed("file")
    path = find_upload(asked.workspace, number)
    choices: tuple[Choice, ...] = ()
    reading, wrong = None, ""
    try:
        choices = _choices_of(path, asked.query)
        reading = _read(path, asked.query)
    except TextmineError as error:
        wrong = str(error).replace(f"{path.parent}/", "")
    return Page(
        "import_check.html",
        {
            "file": number,
            "name": path.name,
            "others": asked.workspace.names("corpora", CORPUS_TOML),
            "corpus": name_of(path),
            "wrong": wrong,
            "fields": FIELDS,
            "choices": choices,
            "given": {
                name: asked.query.get(name, "")
                for name in (*FIELDS, *(choice.name for choice in choices))
            },
            **_told(reading),
        },
        422 if wrong else 200,
    )


def keep(asked: Asked) -> Answer:
    """Keep what was sent as a corpus."""
    number, name = asked.needed("file"), asked.needed("name").strip()
    space = asked.workspace
    path = find_upload(space, number)
    folder = space.folder("corpora", name)
    skipped = folder.parent.parent / f"{name}-rejected.csv" if "skip" in asked.form else None
    about = About(asked.form.get("description", ""), asked.form.get("licence", ""))
    adding = "add" in asked.form and folder.is_dir()
    try:
        reading = _read(path, asked.form, keep_orphans=adding)
        if adding:
            reading = added_to(space, name, reading)
        done = import_corpus(space, name, reading, about, skipped, replacing=adding)
    except TextmineError as error:
        message = str(error).replace(f"{path.parent}/", "").replace(f"{space.root}/", "")
        raise Refusal(422, message, "Go back and change the columns there.") from error
    drop_upload(space, number)
    counts = done.info.counts
    return Page(
        "imported.html",
        {
            "name": name,
            "documents": counts.get("documents", 0),
            "added": adding,
            "rejected": done.rejected,
            "rejected_to": skipped.name if skipped else "",
            "remarks": done.remarks,
        },
    )


def _choices_of(path: Path, given: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return the choices that the reader of these files knows, and those that were made."""
    options = reader_for(path).options
    known = options | {"interviewer" if "split" in options else "date-order"}
    return tuple(choice for choice in CHOICES if choice.name in known or given.get(choice.name))


def _read(path: Path, given: Mapping[str, str], *, keep_orphans: bool = False) -> Reading:
    """Read what was sent as the form says."""
    options = ReadOptions(
        split=_chosen(_SPLITS, given.get("split")) or "none",
        from_name=given.get("from-name") or None,
        interviewers=_several(given.get("interviewer", "")),
        sheet=given.get("sheet") or None,
        questions=tuple(filter(None, [given.get("question", "").strip()])),
        encoding=given.get("encoding") or None,
        separator=given.get("separator") or None,
    )
    columns = {field: given[field] for field in FIELDS if given.get(field)}
    order = _chosen(_ORDERS, given.get("date-order"))
    return read_documents(path, options, columns, order, keep_orphans=keep_orphans)


def _chosen(values: Mapping[Value, str], typed: str | None) -> Value | None:
    return next((value for value in values if value == typed), None)


def _several(typed: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, typed.split(","))))


def _told(reading: Reading | None) -> dict[str, object]:
    if reading is None:
        return {"lines": [], "columns": [], "found": {}, "texts": [], "problems": []}
    problems = reading.checked.problems
    return {
        "lines": reading_lines(reading),
        "columns": reading.table.columns,
        "found": {name: "+".join(names) for name, names in reading.mapping.columns.items()},
        "texts": [str(text)[:300] for text in reading.checked.table[TEXT][:_SHOWN].to_pylist()],
        "problems": [str(problem) for problem in problems[:20]],
    }


ROUTES = (
    Route("/import", "GET", LEAD, form, menu="Import"),
    Route("/import/file", "POST", LEAD, send, most=MOST),
    Route("/import/check", "GET", LEAD, check),
    Route("/import", "POST", LEAD, keep),
)
