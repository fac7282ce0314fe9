"""The threads of a corpus, a row each, with figures of their sizes and of the longest as a tree."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from statistics import median_low
from typing import TYPE_CHECKING, Any

import pandas as pd

from textmine.corpus import Corpus, reading_order, units_at
from textmine.corpus.conversations import Conversation
from textmine.present import Column, Figure, Section, table_of
from textmine.present.table import beginning
from textmine.report.figures import interval_chart, tree_chart
from textmine.schema import AUTHOR, CREATED_AT, PARENT_ID

if TYPE_CHECKING:
    import pandas as pd

_TITLE = 60
_MOST_THREADS = 60


def threads_section(corpus: Corpus, threads: Sequence[Conversation]) -> Section:
    """Return the section with the threads, or files, and how long they are."""
    word = "file" if corpus.info.cut_files else "thread"
    columns = [
        Column(word, lambda one: one.id),
        Column("title", lambda one: one.title, people=False),
        Column("title", lambda one: beginning(one.title or one.opening, _TITLE), files=False),
        Column("opened", lambda one: _time(one.opened), people=False),
        Column("opened", lambda one: _day(one.opened), files=False),
        Column("opened_by", lambda one: one.opened_by, heading="by"),
        Column("last", lambda one: _time(one.last), people=False),
        Column("last", lambda one: _day(one.last), files=False),
        Column("documents", lambda one: one.documents),
        *([Column("people", lambda one: one.people)] if AUTHOR in corpus.documents else []),
        Column("words", lambda one: one.words),
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
    answers = {of[one] for one, above in parents.items() if above and of.get(above) == of[one]}
    longest = max(
        (thread for thread in threads if thread.id in answers),
        key=lambda conversation: conversation.documents,
        default=None,
    )
    if longest is None:
        return []
    ordered = [str(one) for one in reading_order(corpus.documents)["id"]]
    mine = [one for one in ordered if of[one] == longest.id]
    first = f", its first {_MOST_TREE} messages" if len(mine) > _MOST_TREE else ""
    caption = f"{word.capitalize()} {longest.id}: who answers whom{first}."
    return [Figure("thread_tree", caption, partial(_drawn, corpus, mine[:_MOST_TREE], parents))]


def _drawn(corpus: Corpus, mine: Sequence[str], parents: dict[str, str], width: int) -> str:
    kept = corpus.documents[corpus.documents["id"].isin(list(mine))]
    rows = {str(row["id"]): row for row in kept.to_dict("records")}
    below: dict[str, list[str]] = {}
    for one in mine:
        below.setdefault(parents[one] if parents[one] in mine else "", []).append(one)
    nodes: list[dict[str, Any]] = []
    place: dict[str, int] = {}
    waiting = list(reversed(below.get("", [])))
    while waiting:
        one = waiting.pop()
        if one in place:
            continue
        place[one] = len(nodes)
        row = rows[one]
        nodes.append(
            {"parent": place.get(parents[one]), "head": _head(one, row)}
            | {"text": " ".join(str(row["text"])[:_BEGINNING].split())}
        )
        waiting += reversed(below.get(one, []))
    return tree_chart(nodes, width)


def _head(identity: str, row: Mapping[Hashable, Any]) -> str:
    author = str(row.get(AUTHOR) or "")
    when = row.get(CREATED_AT)
    day = "" if pd.isna(when) else when.strftime("%Y-%m-%d")
    return ", ".join(part for part in (author or identity, day) if part)
