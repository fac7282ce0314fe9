"""The numbers of figures and tables, as a language writes them: ,82 [,75; ,88]."""

import re
from dataclasses import replace
from typing import Any

from textmine.present import Figure, Section, Table
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
