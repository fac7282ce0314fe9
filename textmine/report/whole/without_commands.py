"""Sentences made by other rooms, as a report has them: without what is to be typed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from textmine.present import Row, Section, Table

_TYPED = re.compile(r"\btextmine [a-z]|(?<![\w-])--[a-z]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z'])")
_ADVICE = "advice"


def without_commands(section: Section) -> Section:
    """Return a section without the sentences and the advice that say what to type.

    Quotations and the cells of tables stay as they are, but for those of a column of advice.
    """
    return replace(
        section,
        sentences=_kept(section.sentences),
        explained=_kept(section.explained),
        tables=[_table(table) for table in section.tables],
    )


def told_alone(text: str) -> str:
    """Return a text without those of its sentences, or parts of them, that say what to type.

    >>> told_alone("It is small. Draw more with 'textmine coding sample x'.")
    'It is small.'
    >>> told_alone("3 disagreements; 'textmine agreement' lists them.")
    '3 disagreements.'
    """
    if not _TYPED.search(text):
        return text
    sentences = []
    for sentence in _SENTENCE.split(text):
        if not _TYPED.search(sentence):
            sentences.append(sentence)
            continue
        parts = re.split(r"(?<=[;:]) ", sentence)
        left: list[str] = []
        for part in parts:
            if _TYPED.search(part):
                break
            left.append(part)
        if left:
            sentences.append(" ".join(left).rstrip(";: ") + ".")
    return " ".join(sentences)


def _kept(texts: Iterable[str]) -> list[str]:
    return [told for text in texts if (told := told_alone(text))]


def _table(table: Table) -> Table:
    shown = [_row(row) for row in table.for_people]
    return replace(
        table, note=told_alone(table.note), aside=told_alone(table.aside), shown=_dropped(shown)
    )


def _row(row: Row) -> dict[str, object]:
    return {
        key: told_alone(cell) if key == _ADVICE and isinstance(cell, str) else cell
        for key, cell in row.items()
    }


def _dropped(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Leave out the column of advice where none is left."""
    if any(row.get(_ADVICE) for row in rows):
        return [*rows]
    return [{key: cell for key, cell in row.items() if key != _ADVICE} for row in rows]
