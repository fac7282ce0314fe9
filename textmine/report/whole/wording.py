"""Finished sections in the words of a report: numbers as its language writes them, no commands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from textmine.present import Figure, Row, Section, Table
from textmine.report.language import ENGLISH, Language

_NUMBERS = re.compile(r"(?<=>)[-+.,\d%\[\]() \u00a0]++(?=</t)")
"""A text of a drawing that is nothing but numbers."""
_VALUE = re.compile(r"[-+]?0\.\d{2,3}|[-+]?\d{1,9}\.\d{1,9} \[[-+\d.]{1,20}, [-+\d.]{1,20}\]")
"""A cell that is a figure with decimals. A lone number above 1 may be the name of a code."""
_THOUSAND = 1000


def in_numerals(section: Section, language: Language) -> Section:
    """Return a section whose figures and tables write numbers as the language does."""
    if language.entries["number.point"] == ENGLISH.entries["number.point"]:
        return section
    figures = [_drawn(figure, language) for figure in section.figures]
    tables = [_written(table, language) for table in section.tables]
    return replace(section, figures=figures, tables=tables)


def _drawn(figure: Figure, language: Language) -> Figure:
    drawn = figure.drawn
    if isinstance(drawn, str):
        return figure
    return replace(
        figure,
        drawn=lambda width: _NUMBERS.sub(lambda match: _told(match[0], language), drawn(width)),
    )


def _written(table: Table, language: Language) -> Table:
    rows = [{head: _cell(cell, language) for head, cell in row.items()} for row in table.for_people]
    return replace(table, shown=rows) if rows else table


def _cell(cell: Any, language: Language) -> Any:
    if isinstance(cell, float):
        return language.decimal(cell, 3)
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= _THOUSAND:
        return language.count(cell)
    if isinstance(cell, str) and _VALUE.fullmatch(cell):
        return _told(cell, language)
    return cell


def _told(text: str, language: Language) -> str:
    text_told = text.replace(", ", language.entries["number.between"])
    signs = language.entries["number.thousands"] + language.entries["number.point"]
    return text_told.translate(str.maketrans(",.", signs))


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
