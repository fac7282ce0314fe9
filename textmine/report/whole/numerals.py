"""The numbers that figures write, as a language writes them: ,82 [,75; ,88]."""

from __future__ import annotations

import re
from dataclasses import replace

from textmine.present import Figure, Section
from textmine.report.language import ENGLISH, Language

_NUMBERS = re.compile(r"(?<=>)[-+.,\d%\[\]() \u00a0]++(?=</t)")
"""A text of a drawing that is nothing but numbers."""


def in_numerals(section: Section, language: Language) -> Section:
    """Return a section whose figures write numbers as the language does."""
    if language.entries["number.point"] == ENGLISH.entries["number.point"]:
        return section
    return replace(section, figures=[_drawn(figure, language) for figure in section.figures])


def _drawn(figure: Figure, language: Language) -> Figure:
    drawn = figure.drawn
    if isinstance(drawn, str):
        return figure
    return replace(
        figure, drawn=lambda width: _NUMBERS.sub(lambda one: _told(one[0], language), drawn(width))
    )


def _told(text: str, language: Language) -> str:
    told = text.replace(", ", language.entries["number.between"])
    signs = language.entries["number.thousands"] + language.entries["number.point"]
    return told.translate(str.maketrans(",.", signs))
