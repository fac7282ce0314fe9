"""A result without the words of anybody: its figures, tables and memos, and no quotation."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from textmine.present.section import Section
from textmine.present.table import Table

LEFT_OUT = "Quotations are left out, as asked."

_ON_QUOTATIONS = re.compile(
    r"\bquotations?\b|\bTypical is the passage\b|\bverbatim\b|^\[\.\.\.\]"
    r"|^Here (?:is|are) [\d,]{1,12} of them"
)


def nothing(_: Any) -> str:
    """Return what stands in a cell that would quote: nothing."""
    return ""


def without_quotations(section: Section) -> Section:
    """Return a section in which nobody is quoted, which says so where somebody was.

    Quotations of topics and codes are left out, columns that quote (`Column.unquoted`) have what
    stands there beside them, or nothing, and sentences on quotations are not said.
    """
    topics = [replace(topic, words=_other(topic.words), quotations=()) for topic in section.topics]
    tables = [_plain(table) for table in section.tables]
    records = None if section.records is None else _plain(section.records)
    index = next((at for at, table in enumerate(section.tables) if table is section.records), None)
    if index is not None:
        records = tables[index]
    quoted = any(topic.quotations for topic in section.topics) or any(
        table.unquoted is not None
        for table in (*section.tables, *([section.records] if section.records else []))
    )
    return replace(
        section,
        sentences=[*_other(section.sentences), *([LEFT_OUT] if quoted else [])],
        topics=topics,
        tables=tables,
        records=records,
        explained=_other(section.explained),
    )


def _plain(table: Table) -> Table:
    make: Callable[[], Table] | None = table.unquoted
    if make is None:
        return table
    plain = make()
    return replace(table, rows=plain.rows, shown=plain.shown, unquoted=None)


def _other(sentences: Sequence[str]) -> list[str]:
    return [sentence for sentence in sentences if not _ON_QUOTATIONS.search(sentence)]
