"""Read Polis exports: the statements of one conversation, or of a folder or zip of many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from textmine.corpus.reading.archives import is_zip
from textmine.corpus.reading.platforms.files import file_columns, headers, table_files, with_columns
from textmine.corpus.reading.raw import RawTable, join_tables
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError, TextmineError
from textmine.schema import AUTHOR, CREATED_AT, GROUP, ID, TEXT, TITLE

_STATEMENTS = frozenset({"comment-id", "comment-body"})
_VOTES = frozenset({"comment-id", "voter-id", "vote"})
_VOTE_NAMES = {"1": "votes_agree", "-1": "votes_disagree", "0": "votes_pass"}
_MODERATED = {"1": "accepted", "0": "not moderated", "-1": "rejected"}


def read_polis(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read every comments.csv below a folder (or in a zip) as one corpus, or one such file.

    The group of a statement is its conversation, its title the topic that summary.csv names. Ids
    and authors count anew in each conversation: where there are several, its name stands before
    them. Votes of a votes.csv beside it are counted. Raises InputError when there are none.
    """
    tables: list[tuple[str, RawTable]] = []
    topics: dict[str, str] = {}
    votes: dict[str, dict[str, Counter[str]]] = {}
    with table_files(path) as files:
        columns = {name: file_columns(file) for name, file in files}
        for name, file in files:
            where = _conversation(name, path)
            if columns[name] >= _STATEMENTS:
                tables.append((where, read_csv(file, options)))
            elif columns[name] >= _VOTES:
                votes[where] = _counted(read_csv(file, options))
            elif file.name == "summary.csv":
                topics[where] = _topic(file, options)
    if not tables:
        raise InputError(
            f"{path} has no table with the columns comment-id and comment-body.",
            hint="Name the comments.csv of a Polis export, or the folder of it.",
        )
    joined = join_tables(path.name, "conversation", tables)
    return _as_statements(joined, len(tables), topics, votes)


def _as_statements(
    table: RawTable,
    n: int,
    topics: Mapping[str, str],
    votes: Mapping[str, Mapping[str, Counter[str]]],
) -> RawTable:
    where, ids = table.cells(table.columns[0]), [cell.strip() for cell in table.cells("comment-id")]
    authors = table.cells("author-id") if "author-id" in table.columns else [""] * len(ids)
    new: dict[str, Sequence[str]] = {
        "statement": _qualified(where, ids, n),
        "author": _qualified(where, authors, n),
        "topic": [topics.get(conversation, "") for conversation in where],
    }
    if votes:
        for vote, name in _VOTE_NAMES.items():
            new[name] = [
                str(votes[conversation][identity][vote])
                if identity in votes.get(conversation, {})
                else ""
                for conversation, identity in zip(where, ids, strict=True)
            ]
    when = "timestamp" if "timestamp" in table.columns else "datetime"
    fields = {
        ID: "statement",
        TEXT: "comment-body",
        AUTHOR: "author",
        GROUP: table.columns[0],
        CREATED_AT: when,
        TITLE: "topic" if topics else "",
    }
    statements = with_columns(table, new, fields)
    facts = {"platform": "Polis", "conversations": f"{n:,}", **table.facts}
    return replace(statements, facts=facts, remarks=[*table.remarks, *_moderation(table)])


def _qualified(where: Sequence[str], ids: Sequence[str], n: int) -> list[str]:
    return [
        f"{conversation}.{identity.strip()}" if n > 1 and identity.strip() else identity.strip()
        for conversation, identity in zip(where, ids, strict=True)
    ]


def _conversation(name: str, path: Path) -> str:
    """Name a conversation after its folder."""
    folder = PurePosixPath(name).parent.as_posix()
    if folder != ".":
        return folder
    if path.is_dir():
        return path.resolve().name
    return path.stem if is_zip(path) else path.resolve().parent.name or path.stem


def _counted(table: RawTable) -> dict[str, Counter[str]]:
    """Count the votes on each statement; of several by one voter the last one counts."""
    last: dict[tuple[str, str], str] = {}
    cells = (table.cells(name) for name in ("comment-id", "voter-id", "vote"))
    for identity, voter, vote in zip(*cells, strict=True):
        last[identity.strip(), voter.strip()] = vote.strip()
    counts: dict[str, Counter[str]] = {}
    for (identity, _), vote in last.items():
        counts.setdefault(identity, Counter())[vote] += 1
    return counts


def _topic(file: Path, options: ReadOptions) -> str:
    """Return the topic that a summary (key,value without a header) names, or ""."""
    try:
        table = read_csv(file, replace(options, separator=",", has_header=False))
    except TextmineError:
        return ""
    pairs = (row for row in table.rows if len(row) > 1)
    return next((row[1].strip() for row in pairs if row[0].strip() == "topic"), "")


def _moderation(table: RawTable) -> list[str]:
    if "moderated" not in table.columns:
        return []
    counts = Counter(cell.strip() for cell in table.cells("moderated"))
    counts_told = [
        f"{counts[key]:,} {name} ({key})" for key, name in _MODERATED.items() if counts[key]
    ]
    return [f"meta.moderated: {', '.join(counts_told)}"] if counts_told else []


def _recognises(path: Path) -> bool:
    return any(columns >= _STATEMENTS for columns in headers(path).values())


POLIS = Reader(
    "polis",
    "Polis export: comments.csv, or a folder or zip with one or many of them",
    read_polis,
    (),
    frozenset({"encoding"}),
    _recognises,
)
