"""Texts as spreadsheet cells: never run as a formula, never refused, never cut without a word.

Every table that is written as CSV goes through `write_csv_table`, every workbook through
`store.workbook_bytes`; `restore` reads back what was written.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

CELL_LIMIT = 32_767
"""Characters that a cell of a workbook holds, counted as UTF-16 code units."""

CUT_NOTE = "… [cut: the whole text is in the corpus]"

_STARTS_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?\s?%?")
_WOULD_RUN = re.compile(f"'*[{_STARTS_FORMULA}]")
_WAS_NEUTRALISED = re.compile(f"'+[{_STARTS_FORMULA}]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    One is put before apostrophes too, so that `restore` gives every text back exactly. A number is
    none.

    >>> neutralise("=1+1"), neutralise("'=1+1"), neutralise("one = 1"), neutralise("-0.5")
    ("'=1+1", "''=1+1", 'one = 1', '-0.5')
    """
    return f"'{text}" if _WOULD_RUN.match(text) and not _NUMBER.fullmatch(text) else text


def write_csv_table(
    stream: Any, header: Iterable[Any], rows: Iterable[Iterable[Any]], *, separator: str = ","
) -> None:
    """Write a table as CSV in which no cell is run; `stream` is a text file without newlines."""
    plain = csv.writer(stream, delimiter=separator, lineterminator="\n")
    quoted = csv.writer(
        stream, quoting=csv.QUOTE_NONNUMERIC, delimiter=separator, lineterminator="\n"
    )
    for row in chain((header,), rows):
        cells = [neutralise(cell) if isinstance(cell, str) else cell for cell in row]
        turned = any(isinstance(cell, str) and "\r" in cell for cell in cells)
        (quoted if turned else plain).writerow(cells)


def would_run(text: str) -> bool:
    """Return whether a spreadsheet would run a text, for nothing stands before it."""
    return text[:1] != "'" and neutralise(text) != text


def restore(text: str) -> str:
    """Take away the apostrophe that `neutralise` put before a text, and no other.

    >>> restore("'=1+1"), restore("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _WAS_NEUTRALISED.match(text) else text


def fitted_cell(text: str) -> str:
    """Return a text as a cell can hold it, with room for the apostrophe of `neutralise`.

    Line ends become LF. Characters that XML does not allow show as the picture Unicode has for
    them, or as �; a text that is too long ends in a note.

    >>> fitted_cell("a\\x00b")
    'a␀b'
    """
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _units(text) < CELL_LIMIT:
        return text
    room = CELL_LIMIT - 1 - _units(CUT_NOTE)
    head = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return head + CUT_NOTE


def visible(text: str) -> str:
    """Return a text with pictures in the place of characters that no workbook may hold.

    >>> visible("\\x1b[31mred")
    '␛[31mred'
    """
    return _ILLEGAL.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == 0x7F:
        return "␡"
    return chr(0x2400 + code) if code < 0x20 else "�"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
