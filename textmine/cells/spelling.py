"""Spellings of one value: what is the same but for case, blanks, quotes, marks and number forms."""

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ＇`´", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        "…": "...",
    }
)
_WHOLE = re.compile(r"([+-]?)(?>0*(?=\d))(\d++)(?: ?[.,]0+)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?", re.IGNORECASE)


def clean(cell: str) -> str:
    """Return a cell as a person sees it: composed characters, no invisible ones, single blanks.

    >>> clean(" yes\\u200b\\u00a0 sir ")
    'yes sir'
    """
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", cell)).split())


def fold(cell: str) -> str:
    """Return what two spellings of one value have in common.

    Case, blanks, Unicode form, curly quotes, dashes and spellings of a whole number are folded; a
    fraction stays as it is, since 1.10 may be the tenth section and 1.1 the first.

    >>> fold("Don’t  Know") == fold("don't know"), fold("01"), fold("1 .0"), fold("1.10")
    (True, '1', '1', '1.10')
    """
    text = _plain(cell).casefold()
    whole = _WHOLE.fullmatch(text) if _may_be_number(text) else None
    if whole is None:
        return text
    sign, digits = whole.groups()
    return f"-{digits}" if sign == "-" and digits != "0" else digits


def number_of(cell: str) -> float | None:
    """Return the number that a cell holds, with a point or a comma for decimals; else None.

    >>> number_of("2,5"), number_of("1.00E+05"), number_of("rent")
    (2.5, 100000.0, None)
    """
    text = _plain(cell)
    if not _may_be_number(text) or not _NUMBER.fullmatch(text) or len(text) > 40:
        return None
    try:
        number = float(Decimal(text.replace(",", ".")))
    except (InvalidOperation, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _plain(cell: str) -> str:
    """Return a cell with the signs that are alike as one."""
    text = clean(cell)
    if text.isascii():
        return text.replace("`", "'")
    return unicodedata.normalize("NFKC", text).translate(_QUOTES)


def _may_be_number(text: str) -> bool:
    return text[:1] in "+-.," or text[0].isdecimal()


def by_size(cell: str) -> str:
    """Return what spellings of one number have in common on a scale; of a word what `fold` does.

    >>> by_size("2,5"), by_size("2.50"), by_size("1234567"), by_size("High")
    ('2.5', '2.5', '1234567', 'high')
    """
    number = number_of(cell)
    return fold(cell) if number is None else f"{number:.15g}"


def same_number(one: str, other: str) -> bool:
    """Return whether two cells are spellings of one number, as 7 and 007, or 1.00E+05 and 100000.

    >>> same_number("7", "007"), same_number("1.00E+05", "100000"), same_number("a", "a")
    (True, True, False)
    """
    first, second = number_of(one), number_of(other)
    return first is not None and first == second


_YES = frozenset(
    {
        *("1", "x", "yes", "y", "true", "t", "✓", "✔", "☑", "☒"),
        *("checked", "selected", "on", "ja", "oui", "si", "sí"),
    }
)
_NO = frozenset(
    {"0", "no", "n", "false", "f", "☐", "unchecked", "not selected", "off", "nein", "non"}
)


def yes_or_no(cell: str) -> bool | None:
    """Return whether a cell says yes; None where it says neither, or nothing.

    >>> yes_or_no("1.0"), yes_or_no("No"), yes_or_no("rent"), yes_or_no("")
    (True, False, None, None)
    """
    key = fold(cell)
    return True if key in _YES else False if key in _NO else None
