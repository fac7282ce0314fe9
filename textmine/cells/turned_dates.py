"""Dates in the place of codes: a spreadsheet makes them of entries such as 1-2."""

from __future__ import annotations

import re

from textmine.cells.spelling import clean

_MONTH = (
    "jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|"
    "janv|févr|mars|avr|juin|juil|août|déc"
)
_DATE = re.compile(
    rf"\d{{1,2}}\.?[- /.](?:{_MONTH})\.?(?:[- /]\d{{2,4}})?|(?:{_MONTH})\.?[- /]\d{{1,4}}|"
    r"\d{4}-\d{2}-\d{2}(?:[ T]00:00:00)?|\d{1,2}([./])\d{1,2}\1\d{4}",
    re.IGNORECASE,
)
WHY = "a spreadsheet makes dates of entries such as 1-2"


def is_date(cell: str) -> bool:
    """Return whether a cell is written as a spreadsheet writes a day or a month.

    >>> is_date("2-Jan"), is_date("Feb-24"), is_date("2024-02-01"), is_date("1-2"), is_date("2024")
    (True, True, True, False, False)
    """
    return bool(_DATE.fullmatch(clean(cell)))
