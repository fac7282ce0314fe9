"""The threads of a corpus, a row each, with figures of their sizes and of the longest as a tree."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from statistics import median_low
from typing import Any

import pandas as pd

from textmine.corpus import Corpus, reading_order, units_at
from textmine.corpus.conversations import Conversation
from textmine.present import Column, Figure, Section, beginning, table_of
from textmine.report.figures import interval_chart, tree_chart
from textmine.schema import AUTHOR, CREATED_AT, PARENT_ID

_TITLE = 60
_MOST_THREADS = 60


def threads_section(corpus: Corpus, threads: Sequence[Conversation]) -> Section:
    """Return the section with the threads, or files, and how long they are."""
    word = "file" if corpus.info.cut_files else "thread"
    columns = [
        Column(word, lambda row: row.id),
        Column("title", lambda row: row.title, people=False),
        Column("title", lambda row: beginning(row.title or row.opening, _TITLE), files=False),
        Column("opened", lambda row: _time(row.opened), people=False),
        Column("opened", lambda row: _day(row.opened), files=False),
        Column("opened_by", lambda row: row.opened_by, heading="by"),
        Column("last", lambda row: _time(row.last), people=False),
        Column("last", lambda row: _day(row.last), files=False),
        Column("documents", lambda row: row.documents),
        *([Column("people", lambda row: row.people)] if AUTHOR in corpus.documents else []),
        Column("words", lambda row: row.words),
    ]
    table = table_of("threads", f"{corpus.name}: {word}s", columns, threads, most=_MOST_THREADS)
    sentences = [_totals(corpus, threads, word)]
    without = len(corpus) - sum(thread.documents for thread in threads)
    if without:
        sentences.append(f"{without:,} documents stand in no {word} and are not counted here.")
    if corpus.where:
        sentences.append(
            "Documents, people and words are those of the documents chosen; when it was opened, by "
            f"whom, and its last document are those of the whole {word}."
        )
    title, figures = f"{word.capitalize()}s", thread_figures(corpus, threads, word)
    return Section("threads", title, sentences, [table], figures, records=table)


def _totals(corpus: Corpus, threads: Sequence[Conversation], word: str) -> str:
    sizes = sorted(thread.documents for thread in threads)
    people = len(set(corpus.column(AUTHOR)) - {""})
    single = sum(size == 1 for size in sizes)
    only = f"; {single:,} {'has' if single == 1 else 'have'} one document only" if single else ""
    by = f" by {people:,} {'person' if people == 1 else 'people'}" if people else ""
    where = f" ({' and '.join(corpus.where)})" if corpus.where else ""
    return (
        f"{len(sizes):,} {word}{'' if len(sizes) == 1 else 's'} with {sum(sizes):,} documents{by} "
        f"in '{corpus.name}'{where}. The longest has {sizes[-1]:,} documents, the median "
        f"{median_low(sizes):,}{only}."
    )


def _time(when: pd.Timestamp | None) -> str:
    return "" if when is None else when.strftime("%Y-%m-%dT%H:%M:%S")


def _day(when: pd.Timestamp | None) -> str:
    return "" if when is None else when.strftime("%Y-%m-%d")


_SIZES = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 50), (51, 100), (101, None))
_MOST_TREE = 30
"""Messages of a thread that are drawn."""
_BEGINNING = 160


def thread_figures(corpus: Corpus, threads: Sequence[Conversation], word: str) -> list[Figure]:
    """Return the threads, or files, by size, and the longest that is a tree, where there is one."""
    return [*_by_size(threads, word), *_tree(corpus, threads, word)]


def _by_size(threads: Sequence[Conversation], word: str) -> list[Figure]:
    rows: list[dict[str, Any]] = []
    for low, high in _SIZES:
        n = sum(
            low <= thread.documents and (high is None or thread.documents <= high)
            for thread in threads
        )
        size = f"{low}" if low == high else f"{low} or more" if high is None else f"{low} to {high}"
        size += " document" if high == 1 else " documents"
        rows.append({"label": size, "value": n, "told": f"{n:,}"})
    used = [index for index, row in enumerate(rows) if row["value"]]
    if len(used) < 2:
        return []
    title = f"{word}s with so many documents, n = {len(threads):,}"
    top = max(row["value"] for row in rows)
    shown = rows[used[0] : used[-1] + 1]
    draw = partial(
        interval_chart, shown, label="label", domain=(0, 1.08 * top), title=title, bars=True
    )
    return [Figure("threads_by_size", f"{word.capitalize()}s by number of documents.", draw)]


def _tree(corpus: Corpus, threads: Sequence[Conversation], word: str) -> list[Figure]:
    """Draw the longest thread in which somebody answers a message that is there."""
    if PARENT_ID not in corpus.documents or corpus.info.cut_files:
        return []
    of = dict(zip(corpus.ids, units_at(corpus, "threads"), strict=True))
    parents = dict(zip(corpus.ids, corpus.column(PARENT_ID), strict=True))
    answers = {
        of[identity]
        for identity, above in parents.items()
        if above and of.get(above) == of[identity]
    }
    longest = max(
        (thread for thread in threads if thread.id in answers),
        key=lambda conversation: conversation.documents,
        default=None,
    )
    if longest is None:
        return []
    ordered = [str(identity) for identity in reading_order(corpus.documents)["id"]]
    mine = [identity for identity in ordered if of[identity] == longest.id]
    first = f", its first {_MOST_TREE} messages" if len(mine) > _MOST_TREE else ""
    caption = f"{word.capitalize()} {longest.id}: who answers whom{first}."
    return [Figure("thread_tree", caption, partial(_drawn, corpus, mine[:_MOST_TREE], parents))]


def _drawn(corpus: Corpus, mine: Sequence[str], parents: dict[str, str], width: int) -> str:
    documents = corpus.documents[corpus.documents["id"].isin(list(mine))]
    rows = {str(row["id"]): row for row in documents.to_dict("records")}
    below: dict[str, list[str]] = {}
    for identity in mine:
        below.setdefault(parents[identity] if parents[identity] in mine else "", []).append(
            identity
        )
    nodes: list[dict[str, Any]] = []
    node_of: dict[str, int] = {}
    waiting = list(reversed(below.get("", [])))
    while waiting:
        identity = waiting.pop()
        if identity in node_of:
            continue
        node_of[identity] = len(nodes)
        row = rows[identity]
        nodes.append(
            {"parent": node_of.get(parents[identity]), "head": _head(identity, row)}
            | {"text": " ".join(str(row["text"])[:_BEGINNING].split())}
        )
        waiting += reversed(below.get(identity, []))
    return tree_chart(nodes, width)


def _head(identity: str, row: Mapping[Hashable, Any]) -> str:
    author = str(row.get(AUTHOR) or "")
    when = row.get(CREATED_AT)
    day = "" if pd.isna(when) else when.strftime("%Y-%m-%d")
    return ", ".join(part for part in (author or identity, day) if part)
