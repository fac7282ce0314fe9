"""Read the posts that a member of a Discourse forum downloads: user_archive.csv, or its zip."""

import re
import tempfile
import zipfile
import zlib
from pathlib import Path

from textmine.cells import yes_or_no
from textmine.corpus.reading.forums.discourse_text import post_text
from textmine.corpus.reading.forums.records import Record, as_json, as_table, first_bytes, some_of
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError, NotFoundError

_MEMBER = "user_archive.csv"
_LARGEST = 2**30
_PLACE = re.compile(r"/t/(?:[^/?#]*/)?(\d+)(?:/(\d+))?/?(?:[?#]|$)")
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)


def read_discourse_archive(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a user archive; a post is called TOPIC.NUMBER after its address.

    The archive names neither its author nor what a post answers. Raises InputError for a zip that
    is damaged or has no user_archive.csv, and for a table without the columns of one.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    if path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            table = read_csv(_unpacked(path, Path(folder)), options)
    else:
        table = read_csv(path, options)
    if "url" not in table.columns or not {"post_raw", "post_cooked"} & set(table.columns):
        raise InputError(
            f"{path} is no user archive of Discourse: it needs the columns url and post_raw.",
            hint=f"Its columns: {', '.join(table.columns)}.",
        )
    records: list[Record] = []
    numbers: list[int] = []
    empty: list[str] = []
    private = 0
    for cells, number in zip(table.rows, table.numbers, strict=True):
        row = dict(zip(table.columns, cells, strict=True))
        record = _record(row, options.keep_quotes)
        if not record["text"].strip():
            empty.append(record["id"] or f"row {number}")
            continue
        private += bool(yes_or_no(row.get("is_pm", "")))
        records.append(record)
        numbers.append(number)
    remarks = ["the archive does not say who wrote it, nor which post each answers"]
    if private:
        remarks.append(f"{private:,} are private messages (is_pm): may they be used?")
    if empty:
        remarks.append(f"{len(empty):,} posts left out (no text): {some_of(empty)}")
    facts = {"read as": "discourse-archive", **table.facts}
    return as_table(path.name, records, facts, remarks, table.problems, numbers)


def _record(row: Record, keep_quotes: bool) -> Record:
    content = post_text(
        row.get("post_raw", ""), row.get("post_cooked", ""), keep_quotes=keep_quotes
    )
    match = _PLACE.search(row["url"])
    topic, number = (match[1], match[2] or "1") if match else ("", "")
    rest = {
        name: cell
        for name, cell in row.items()
        if name not in ("post_raw", "post_cooked", "topic_title", "created_at", "url")
    }
    return {
        "id": f"{topic}.{number}" if topic else row["url"],
        "text": content.text,
        "title": row.get("topic_title", ""),
        "created_at": row.get("created_at", ""),
        "thread_id": topic,
        "position": number,
        "source": row["url"],
        **rest,
        "quoted": as_json([quote.as_dict() for quote in content.quotes]),
        "links": as_json([list(link) for link in content.links]),
    }


def _unpacked(path: Path, folder: Path) -> Path:
    target = folder / _MEMBER
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.split("/")[-1] == _MEMBER]
            if not names:
                raise InputError(
                    f"{path} holds no {_MEMBER}.", hint="Is it the zip that the forum sent?"
                )
            with archive.open(names[0]) as member:
                data = member.read(_LARGEST + 1)
    except _DAMAGE as error:
        raise InputError(
            f"{path} is not a zip archive, or it is damaged or locked.", hint="Get it again."
        ) from error
    if len(data) > _LARGEST:
        raise InputError(f"{_MEMBER} of {path} holds over {_LARGEST:,} bytes.", hint="Split it.")
    target.write_bytes(data)
    return target


def _recognises(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        header = first_bytes(path, 2_000).split(b"\n", 1)[0]
        return b"topic_title" in header and b"post_raw" in header
    if suffix != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.split("/")[-1] == _MEMBER for name in archive.namelist())
    except (*_DAMAGE, ValueError):
        return False


DISCOURSE_ARCHIVE = Reader(
    "discourse-archive",
    "the archive of a member of a Discourse forum (user_archive.csv, or its zip)",
    read_discourse_archive,
    (),
    frozenset({"encoding", "keep-quotes"}),
    _recognises,
)
