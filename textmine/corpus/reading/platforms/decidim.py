"""Read Decidim's open data: proposals and comments as one corpus of threads."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textmine import schema
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
from textmine.corpus.reading.threads import roots
from textmine.errors import InputError

_COMMENTS = frozenset({"id", "commentable_id", "commentable_type"})
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")


def read_decidim(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read the proposals and comments of an open-data download (folder or zip), or one such file.

    What a comment is on gives its parent; the thread is named after what stands at its root, even
    if that is in no file. Of translated fields (title/en, title/es) the language that most rows
    have is read, else one that the row has. Raises InputError when there is no such table.
    """
    tables: list[tuple[str, RawTable]] = []
    left_out: list[str] = []
    with table_files(path) as files:
        for name, file in files:
            columns = file_columns(file)
            if columns >= _COMMENTS or _has_proposals(columns):
                tables.append((name, read_csv(file, options)))
            else:
                left_out.append(name)
    if not tables:
        raise InputError(
            f"{path} has no table of Decidim's proposals or comments.",
            hint="Say --reader csv for a table of another layout.",
        )
    tables.sort(key=lambda named: "commentable_id" in named[1].columns)
    documents = _as_documents(join_tables(path.name, "file", tables))
    if left_out:
        listed = ", ".join(left_out[:8]) + (", …" if len(left_out) > 8 else "")
        remark = (
            f"{len(left_out):,} tables hold no proposals or comments and were not read: {listed}"
        )
        documents = replace(documents, remarks=[*documents.remarks, remark])
    return documents


def _as_documents(table: RawTable) -> RawTable:
    types, targets = stripped(table, "commentable_type"), stripped(table, "commentable_id")
    kinds = ["comment" if target else "proposal" for target in targets]
    ids = [
        f"{kind}-{cell}" if cell else ""
        for kind, cell in zip(kinds, stripped(table, "id"), strict=True)
    ]
    links = [_link(*pair) for pair in zip(types, targets, strict=True)]
    here = set(ids)
    parents = [link if link in here or link.startswith("comment-") else "" for link in links]
    titles, _ = _translated(table, "title")
    bodies, languages = _translated(table, "body")
    locales = stripped(table, "locale")
    new = {
        "document": ids,
        "kind": kinds,
        "text": bodies,
        "heading": titles,
        "thread": _threads(ids, links, stripped(table, "root_commentable_url")),
        "answers": parents,
        "language": [locale or two for locale, two in zip(locales, languages, strict=True)],
        "written": _first_of(table, "created_at", "published_at"),
        "writer": _first_of(table, "author/id", "author/name"),
        "page": _first_of(table, "url", "root_commentable_url"),
    }
    fields = {
        schema.ID: "document",
        schema.TEXT: "text",
        schema.TITLE: "heading",
        schema.AUTHOR: "writer",
        schema.GROUP: "user_group/name",
        schema.CREATED_AT: "written",
        schema.THREAD_ID: "thread",
        schema.PARENT_ID: "answers",
        schema.LANG: "language",
        schema.SOURCE: "page",
    }
    count = Counter(kinds)
    outside = sum(bool(link) and not parent for link, parent in zip(links, parents, strict=True))
    remarks = [*table.remarks, f"{count['proposal']:,} proposals, {count['comment']:,} comments"]
    if outside:
        remarks.append(
            f"{outside:,} comments are on something that is in no table: their thread is named "
            "after it, and meta.commentable_type says what it is"
        )
    facts = {"platform": "Decidim", **table.facts}
    return replace(with_columns(table, new, fields), facts=facts, remarks=remarks)


def _threads(ids: Sequence[str], links: Sequence[str], pages: Sequence[str]) -> list[str]:
    """Return the root of each document; a reply to a lost comment is placed by its page."""
    thread_roots = roots(ids, links)
    lost = {root for root in thread_roots if root.startswith("comment-")}.difference(ids)
    at_page = {
        page: root
        for page, root in zip(pages, thread_roots, strict=True)
        if page and root not in lost
    }
    return [
        at_page.get(page, root) if root in lost else root
        for page, root in zip(pages, thread_roots, strict=True)
    ]


def _link(kind: str, target: str) -> str:
    """Return the id of what a comment is on: Decidim::Proposals::Proposal, 7 is proposal-7."""
    return f"{kind.rsplit('::', 1)[-1].lower() or 'document'}-{target}" if target else ""


def _translated(table: RawTable, name: str) -> tuple[list[str], list[str]]:
    """Return a field and the language of each cell; comments have it in one language only."""
    columns = {
        column.split("/", 1)[1]: stripped(table, column)
        for column in table.columns
        if column.startswith(f"{name}/") and _LANGUAGE.fullmatch(column.split("/", 1)[1])
    }
    order = sorted(columns, key=lambda column: (-sum(map(bool, columns[column])), column))
    cells, languages = stripped(table, name), [""] * len(table.rows)
    for language in order:
        for index, cell in enumerate(columns[language]):
            if cell and not cells[index]:
                cells[index], languages[index] = cell, language
    return cells, languages


def _first_of(table: RawTable, *names: str) -> list[str]:
    columns = [stripped(table, name) for name in names]
    return [next(filter(None, cells), "") for cells in zip(*columns, strict=True)]


def _has_proposals(columns: frozenset[str]) -> bool:
    bases = {column.split("/", 1)[0] for column in columns}
    placed = {"component/id", "participatory_space/id"} & columns
    return bool(placed) and {"id", "title", "body"} <= bases


def _recognises(path: Path) -> bool:
    return any(
        columns >= _COMMENTS or _has_proposals(columns) for columns in headers(path).values()
    )


DECIDIM = Reader(
    "decidim",
    "Decidim open data: proposals and comments as a file, folder or zip",
    read_decidim,
    (),
    frozenset({"encoding", "separator"}),
    _recognises,
)
