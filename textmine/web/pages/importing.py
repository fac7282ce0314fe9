"""Import: send a file, kept for a day, see how it is read, mend columns, keep it as a corpus."""

import re
import secrets
import shutil
import time
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlencode

from textmine.corpus.reading.importing import About, Reading, import_corpus, name_of, read_documents
from textmine.errors import InputError, NotFoundError, TextmineError
from textmine.report.corpora import reading_lines
from textmine.schema import AUTHOR, CREATED_AT, GROUP, ID, TEXT, THREAD_ID, TITLE
from textmine.store import Workspace
from textmine.web.serving.handlers import LEAD, Answer, Asked, Go, Page, Refusal, Route

MOST = 200 * 1024 * 1024
"""Bytes that a file may have which is sent through a page; larger ones go by the command."""
_DAY = 24 * 3600
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,10}){0,2}")
_NUMBER = re.compile(r"[0-9a-f]{32}")


def keep_upload(workspace: Workspace, name: str, content: BinaryIO) -> str:
    """Keep a file; return the number under which `find_upload` finds it.

    Of its name only letters, digits and its ending are kept.
    """
    base = _base(workspace)
    _forget_old(base)
    plain = name.replace("\\", "/").rpartition("/")[2]
    stem, ending = plain, ""
    for suffix in reversed(Path(plain).suffixes[-2:]):
        if _ENDING.fullmatch(suffix + ending):
            stem, ending = stem.removesuffix(suffix + ending), suffix + ending
    if not ending:
        raise InputError(f"'{plain}' has no ending.", hint="Send a file such as messages.csv.")
    number = secrets.token_hex(16)
    folder = base / number
    folder.mkdir(parents=True, mode=0o700)
    with (folder / f"{name_of(Path(stem))}{ending.lower()}").open("xb") as stream:
        shutil.copyfileobj(content, stream)
    return number


def find_upload(workspace: Workspace, number: str) -> Path:
    """Return a file that was sent; raise NotFoundError."""
    folder = _base(workspace) / number
    if _NUMBER.fullmatch(number) and folder.is_dir():
        for path in folder.iterdir():
            return path
    raise NotFoundError("The uploaded file is not here any more.", hint="Send it again.")


def drop_upload(workspace: Workspace, number: str) -> None:
    """Delete a file that was sent."""
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


def form(asked: Asked) -> Answer:
    """Ask for a file."""
    return Page("import.html")


def send(asked: Asked) -> Answer:
    """Keep the file that was sent, and show how it is read."""
    sent = asked.files.get("file")
    if sent is None or not sent.filename:
        raise Refusal(422, "You chose no file.", "Choose one, such as a CSV.")
    number = keep_upload(asked.workspace, sent.filename, sent.file)
    return Go(f"/import/check?{urlencode({'file': number})}")


def check(asked: Asked) -> Answer:
    """Show how a file is read: its columns, its first texts, what is wrong with its rows."""
    number = asked.needed("file")
    path = find_upload(asked.workspace, number)
    columns = {name: asked.query.get(name, "") for name in FIELDS}
    reading, wrong = None, ""
    try:
        reading = read_documents(
            path, columns={name: column for name, column in columns.items() if column}
        )
    except TextmineError as error:
        wrong = str(error).replace(f"{path.parent}/", "")
    return Page(
        "import_check.html",
        {
            "file": number,
            "name": path.name,
            "corpus": path.name.partition(".")[0],
            "wrong": wrong,
            "fields": FIELDS,
            "given": columns,
            **_told(reading),
        },
        422 if wrong else 200,
    )


def keep(asked: Asked) -> Answer:
    """Keep a file that was sent as a corpus."""
    number, name = asked.needed("file"), asked.needed("name").strip()
    space = asked.workspace
    path = find_upload(space, number)
    columns = {field: asked.form[field] for field in FIELDS if asked.form.get(field)}
    folder = space.folder("corpora", name)
    skipped = folder.parent.parent / f"{name}-rejected.csv" if "skip" in asked.form else None
    about = About(asked.form.get("description", ""), asked.form.get("licence", ""))
    try:
        reading = read_documents(path, columns=columns)
        done = import_corpus(space, name, reading, about, skipped)
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
            "rejected": done.rejected,
            "rejected_to": skipped.name if skipped else "",
            "remarks": done.remarks,
        },
    )


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
