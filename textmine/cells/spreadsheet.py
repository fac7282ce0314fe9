"""Texts as spreadsheet cells: never run as a formula, never refused, never cut without a word.

`store.tables` writes every table by it, and `restore` reads back what was written.
"""

import re

CELL_LIMIT = 32_767
"""Characters that a cell of a workbook holds, counted as UTF-16 code units."""

CUT_NOTE = "… [cut: the whole text is in the corpus]"

_UNSEEN = (
    "\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""White space, control characters and those that Unicode lets programs ignore."""

_RUNS = f"(?:[\t\r\n]|[{_UNSEEN}]*[=+\\-@＝＋－＠])"
_FORMULA = re.compile(_RUNS)
_WOULD_RUN = re.compile(f"'*{_RUNS}")
_WAS_NEUTRALISED = re.compile(f"'+{_RUNS}")
_NUMBER = re.compile(r" *[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?\s?%? *")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    One is put before apostrophes too, so that `restore` gives every text back exactly. A number is
    none.

    >>> neutralise("=1+1"), neutralise("'=1+1"), neutralise("one = 1"), neutralise("-0.5")
    ("'=1+1", "''=1+1", 'one = 1', '-0.5')
    """
    if text.isascii() and text[:1].isalnum():
        return text
    return f"'{text}" if _WOULD_RUN.match(text) and not _NUMBER.fullmatch(text) else text


def would_run(text: str) -> bool:
    """Return whether a spreadsheet would run a text, for no apostrophe stands before it."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


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
    if fits(text):
        return text
    room = CELL_LIMIT - 1 - _units(CUT_NOTE)
    head = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return head + CUT_NOTE


def fits(text: str) -> bool:
    """Return whether a cell holds a text whole."""
    return _units(text) < CELL_LIMIT


def visible(text: str) -> str:
    """Return a text with pictures in the place of characters that no workbook may hold.

    >>> visible("\\x1b[31mred")
    '␛[31mred'
    """
    return _ILLEGAL.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0x7F:
        return "␡"
    return chr(0x2400 + code) if code < 0x20 else "�"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
