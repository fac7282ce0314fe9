"""The threads of a corpus, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low
from typing import TYPE_CHECKING

from textmine.corpus import Corpus
from textmine.corpus.conversations import Conversation
from textmine.present import Column, Section, table_of
from textmine.present.table import beginning
from textmine.report.thread_figures import thread_figures
from textmine.schema import AUTHOR

if TYPE_CHECKING:
    import pandas as pd

_TITLE = 60
_MOST = 60


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
    table = table_of("threads", f"{corpus.name}: {word}s", columns, threads, most=_MOST)
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
