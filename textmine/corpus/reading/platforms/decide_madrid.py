"""Read proposals and comments of Decide Madrid (Consul) as the open data sets lay them out."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

from textmine.corpus.reading.platforms.files import (
    file_columns,
    headers,
    stripped,
    table_files,
    with_columns,
)
from textmine.corpus.reading.raw import RawTable, join_tables
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError
from textmine.schema import AUTHOR, CREATED_AT, ID, PARENT_ID, SOURCE, TEXT, THREAD_ID, TITLE

_COMMENTS = frozenset({"id", "parentId", "proposalId", "userId", "text"})
_PROPOSALS = frozenset({"id", "title", "summary", "text", "userId", "numComments"})
_TIME = re.compile(r"(?:\d+ days? )?(\d\d:\d\d:\d\d)")


def read_decide_madrid(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read proposals.csv and comments.csv of a folder or zip as one corpus, or one of them.

    A proposal is the thread of its comments; those without a parent answer the proposal itself,
    where it is there. Raises InputError when there is no such table.
    """
    tables: list[tuple[str, RawTable]] = []
    with table_files(path) as files:
        for name, file in files:
            columns = file_columns(file)
            if columns >= _COMMENTS or columns >= _PROPOSALS:
                tables.append((name, read_csv(file, options)))
    if not tables:
        raise InputError(
            f"{path} has no proposals.csv or comments.csv of Decide Madrid.",
            hint="Say --reader csv for a table of another layout.",
        )
    tables.sort(key=lambda named: "parentId" in named[1].columns)
    return _as_documents(join_tables(path.name, "file", tables))


def _as_documents(table: RawTable) -> RawTable:
    cells = partial(stripped, table)
    ids, parents, proposals = cells("id"), cells("parentId"), cells("proposalId")
    kinds = ["comment" if proposal else "proposal" for proposal in proposals]
    here = {identity for identity, kind in zip(ids, kinds, strict=True) if kind == "proposal"}
    titles, summaries, texts = cells("title"), cells("summary"), cells("text")
    bodies = [
        text if kind == "comment" else "\n\n".join(filter(None, (summary, text))) or title
        for kind, title, summary, text in zip(kinds, titles, summaries, texts, strict=True)
    ]
    answers = [
        ""
        if kind == "proposal"
        else f"comment-{parent}"
        if parent not in ("", "-1")
        else f"proposal-{proposal}"
        if proposal in here
        else ""
        for kind, parent, proposal in zip(kinds, parents, proposals, strict=True)
    ]
    new = {
        "document": [
            f"{kind}-{identity}" if identity else ""
            for kind, identity in zip(kinds, ids, strict=True)
        ],
        "kind": kinds,
        "body": bodies,
        "answers": answers,
        "proposal": [
            f"proposal-{proposal or identity}"
            for proposal, identity in zip(proposals, ids, strict=True)
        ],
        "written": [_moment(*pair) for pair in zip(cells("date"), cells("time"), strict=True)],
    }
    fields = {
        ID: "document",
        TEXT: "body",
        TITLE: "title",
        AUTHOR: "userId",
        CREATED_AT: "written",
        THREAD_ID: "proposal",
        PARENT_ID: "answers",
        SOURCE: "url",
    }
    replies = sum(answer.startswith("comment-") for answer in answers)
    n_comments = kinds.count("comment")
    remark = f"{n_comments:,} comments, of which {replies:,} answer another comment"
    if here:
        remark = f"{len(here):,} proposals and {remark}; the others answer their proposal"
    documents = with_columns(table, new, fields)
    facts = {"platform": "Decide Madrid", **table.facts}
    return replace(documents, facts=facts, remarks=[*table.remarks, remark])


def _moment(date: str, time: str) -> str:
    match = _TIME.fullmatch(time)
    return f"{date}T{match[1]}" if match else date


def _recognises(path: Path) -> bool:
    return any(columns >= _COMMENTS for columns in headers(path).values())


DECIDE_MADRID = Reader(
    "decide-madrid",
    "proposals.csv and comments.csv of Decide Madrid: a file, folder or zip",
    read_decide_madrid,
    (),
    frozenset({"encoding", "separator"}),
    _recognises,
)
