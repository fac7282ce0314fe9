"""Read the tables of a phpBB forum: posts, joined with their topics, users and forums."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.forums.bbcode import Quote
from textmine.corpus.reading.forums.phpbb_text import phpbb_text
from textmine.corpus.reading.forums.records import Record, as_json, as_table, first_bytes, some_of
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.header import header_names
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError, NotFoundError, RowProblem

TABLES = ("posts", "posts_text", "topics", "users", "forums")
_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\"}
_NULL = frozenset({"\\N", "NULL"})


@dataclass(frozen=True)
class Table:
    """Rows of a table as dicts, with the number of each row in its file."""

    file: str
    rows: list[dict[str, str]]
    numbers: list[int]
    problems: list[RowProblem]


def table_files(folder: Path) -> dict[str, Path]:
    """Return the file of each table, by the end of its name: phpbb_posts.csv, forum_topics.tsv."""
    files: dict[str, Path] = {}
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        for name in TABLES:
            stem = file.stem.lower()
            if file.suffix.lower() in _SUFFIXES and (stem == name or stem.endswith(f"_{name}")):
                files.setdefault(name, file)
    return files


def looks_like_posts(path: Path) -> bool:
    """Return whether the first line of a file names the columns of the table of posts."""
    header = first_bytes(path, 4_000).split(b"\n", 1)[0].replace(b"\0", b"")
    return b"post_id" in header and b"topic_id" in header and b"poster_id" in header


def read_table(path: Path, options: ReadOptions, needed: tuple[str, ...]) -> Table:
    """Read a table whose first row names its columns.

    Files of `mysql --batch` (one row a line, tabs, backslashes before line ends) are told from
    others by having the same number of tabs in every line. Raises InputError where a column of
    `needed` is missing.
    """
    batch = _batch_rows(path, options.encoding) if path.suffix.lower() != ".csv" else None
    if batch is not None:
        columns, rows = batch
        numbers = list(range(2, len(rows) + 2))
        problems: list[RowProblem] = []
    else:
        raw = read_csv(path, options)
        columns, rows, numbers, problems = (
            raw.columns,
            list(raw.rows),
            list(raw.numbers),
            raw.problems,
        )
    missing = [name for name in needed if name not in columns]
    if missing:
        raise InputError(
            f"{path} has no column {', '.join(missing)}.",
            hint="Export the table of phpBB with the names of its columns in the first row.",
        )
    named = [
        {name: "" if cell in _NULL else cell for name, cell in zip(columns, row, strict=True)}
        for row in rows
    ]
    return Table(path.name, named, numbers, list(problems))


def _batch_rows(path: Path, encoding: str | None) -> tuple[list[str], list[list[str]]] | None:
    lines = read_text(path, encoding).text.rstrip("\n").split("\n")
    tabs = lines[0].count("\t")
    if not tabs or any(line.count("\t") != tabs for line in lines):
        return None
    rows = [line.split("\t") for line in lines]
    quoted = any(c[:1] == c[-1:] == '"' and len(c) > 1 for row in rows for c in row)
    if quoted:
        return None
    cells = [[cell if cell == "\\N" else _unescaped(cell) for cell in row] for row in rows[1:]]
    return header_names(rows[0], path.name), cells


def _unescaped(cell: str) -> str:
    return _ESCAPE.sub(lambda mark: _ESCAPES.get(mark[1], mark[0]), cell) if "\\" in cell else cell


_ANONYMOUS = "1"
_PRIVATE = ("poster_ip", "poster_email")
_TECHNICAL = ("bbcode_bitfield", "bbcode_uid", "post_checksum", "post_text")
_USED = ("post_id", "topic_id", "post_time", "poster_id", "post_username")
_STANDS = {"1": "", "0": "not approved", "2": "deleted", "3": "awaiting approval again"}
Rows = Mapping[str, dict[str, str]]


@dataclass(frozen=True)
class _Around:
    """What the other tables say, by the ids of topics, users, forums and texts."""

    topics: Rows
    users: Rows
    forums: Rows
    texts: Rows


def read_phpbb(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a folder with phpbb_posts and, where they are there, phpbb_topics, _users and _forums.

    phpBB does not record what a post answers. What the first quotation of a post names (a post, or
    else the last earlier post of its author in the topic) stands in `guessed_parent`; with
    `guess_parents` it is the parent. Raises InputError when there is no table of posts.
    """
    if not path.exists():
        raise NotFoundError(f"There is no file or folder {path}.", hint="Check the name.")
    files = table_files(path) if path.is_dir() else {**table_files(path.parent), "posts": path}
    if "posts" not in files:
        raise InputError(
            f"{path} has no table of posts.",
            hint="It should hold phpbb_posts.csv (or .tsv), phpbb_topics.csv and phpbb_users.csv.",
        )
    posts = read_table(files["posts"], options, ("post_id", "topic_id"))
    around = _Around(
        _by_id(files, "topics", "topic_id", options),
        _by_id(files, "users", "user_id", options),
        _by_id(files, "forums", "forum_id", options),
        _by_id(files, "posts_text", "post_id", options),
    )
    if posts.rows and "post_text" not in {*posts.rows[0], *next(iter(around.texts.values()), {})}:
        raise InputError(
            f"{files['posts']} has no column post_text.",
            hint="phpBB 2 keeps the texts in a table of their own: put phpbb_posts_text beside it.",
        )
    records: list[Record] = []
    numbers: list[int] = []
    quoted: list[list[Quote]] = []
    empty: dict[str, list[str]] = {}
    for bare, number in zip(posts.rows, posts.numbers, strict=True):
        row = {**bare, **around.texts.get(bare["post_id"], {})}
        text, quotes = phpbb_text(
            row.get("post_text", ""), row.get("bbcode_uid", ""), keep_quotes=options.keep_quotes
        )
        if not text:
            why = "nothing but quotations" if quotes else "no text"
            empty.setdefault(why, []).append(row["post_id"])
            continue
        quoted_cell = as_json([quote.as_dict() for quote in quotes])
        records.append({**_record(row, around), "text": text, "quoted": quoted_cell})
        numbers.append(number)
        quoted.append(quotes)
    _place(records, quoted, guess_parents=options.guess_parents)
    facts = {"read as": "phpbb", "tables": ", ".join(name for name in TABLES if name in files)}
    remarks = _remarks(records, empty, posts, guess_parents=options.guess_parents)
    return as_table(path.name, records, facts, remarks, posts.problems, numbers)


def _by_id(files: Mapping[str, Path], name: str, key: str, options: ReadOptions) -> Rows:
    if name not in files:
        return {}
    return {row[key]: row for row in read_table(files[name], options, (key,)).rows}


def _record(row: Mapping[str, str], around: _Around) -> Record:
    topic = around.topics.get(row["topic_id"], {})
    poster = row.get("poster_id", "")
    name = around.users.get(poster, {}).get("username", "")
    guest = row.get("post_username", "")
    if poster in ("", _ANONYMOUS):
        name = guest or name
    forum = row.get("forum_id", "") or topic.get("forum_id", "")
    stands = row.get("post_visibility", row.get("post_approved", "1"))
    rest = {
        key: cell
        for key, cell in row.items()
        if key not in (*_PRIVATE, *_TECHNICAL, *_USED) and not key.startswith("enable_")
    }
    return {
        "id": row["post_id"],
        "text": "",
        "title": topic.get("topic_title", ""),
        "author": name or guest or (f"user {poster}" if poster else ""),
        "created_at": row.get("post_time", ""),
        "thread_id": row["topic_id"],
        "parent_id": "",
        "position": "",
        "forum": around.forums.get(forum, {}).get("forum_name", ""),
        "poster_id": poster,
        "stands": _STANDS.get(stands, stands),
        **rest,
    }


def _place(records: list[Record], quoted: list[list[Quote]], *, guess_parents: bool) -> None:
    """Number the posts of every topic by time, and guess from quotations what they answer."""
    order = sorted(range(len(records)), key=lambda at: _when(records[at]))
    count: Counter[str] = Counter()
    last: dict[tuple[str, str], str] = {}
    topic_of: dict[str, str] = {}
    for at in order:
        record = records[at]
        topic = record["thread_id"]
        count[topic] += 1
        record["position"] = str(count[topic])
        for quote in quoted[at]:
            parent, why = last.get((topic, quote.author), ""), "the author quoted"
            if topic_of.get(quote.post) == topic:
                parent, why = quote.post, "the post quoted"
            if parent:
                record["guessed_parent"], record["guessed_from"] = parent, why
                record["parent_id"] = parent if guess_parents else ""
                break
        last[topic, record["author"]] = record["id"]
        topic_of[record["id"]] = topic


def _when(record: Record) -> tuple[float, int]:
    try:
        return float(record["created_at"] or 0), int(record["id"])
    except ValueError:
        return 0.0, 0


def _remarks(
    records: list[Record], empty: Mapping[str, list[str]], posts: Table, *, guess_parents: bool
) -> list[str]:
    sentences = []
    guessed = sum("guessed_parent" in record for record in records)
    if guessed:
        where = "are their parents" if guess_parents else "stand in guessed_parent"
        more = "" if guess_parents else " (--guess-parents makes them parents)"
        sentences.append(f"{guessed:,} posts quote an earlier post: such guesses {where}{more}")
    elif records:
        sentences.append(
            "phpBB does not record what a post answers, and no post quotes an earlier one"
        )
    for stands, times in sorted(Counter(record["stands"] for record in records).items()):
        if stands:
            sentences.append(f"{times:,} posts are {stands}; they are kept and marked in stands")
    for why, ids in empty.items():
        sentences.append(f"{len(ids):,} posts left out ({why}): {some_of(ids)}")
    private = [name for name in _PRIVATE if posts.rows and name in posts.rows[0]]
    if private:
        sentences.append(f"left out because they are personal: {', '.join(private)}")
    return sentences


def _recognises(path: Path) -> bool:
    if path.is_dir():
        posts = table_files(path).get("posts")
        return posts is not None and looks_like_posts(posts)
    return path.suffix.lower() in (".csv", ".tsv") and looks_like_posts(path)


PHPBB = Reader(
    "phpbb",
    "tables of a phpBB forum: a folder with phpbb_posts, _topics, _users as .csv or .tsv",
    read_phpbb,
    (),
    frozenset({"encoding", "keep-quotes", "guess-parents"}),
    _recognises,
)
