"""What the values of a column are: texts, or dates, numbers, ids, addresses, lists, codes."""

import ipaddress
import re
from collections.abc import Callable, Collection, Sequence
from itertools import islice

from textmine.cells import is_program_word, looks_like_json, yes_or_no
from textmine.corpus.reading.dates import share_of_dates
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.spaceless import spaceless_share
from textmine.schema import META

TEXTS, CODES, IDS, NUMBERS, DATES = "texts", "codes", "ids", "numbers", "dates"
E_MAIL, IP, COORDINATES, PHONES = (
    "e-mail addresses",
    "IP addresses",
    "coordinates",
    "phone numbers",
)
NOTHING = "nothing"

_SAMPLE = 1_000
_NEARLY_ALL = 0.9
_NUMBER = re.compile(r"[^\w\s]?\s?[-+]?\d[\d.,' ]*(e[-+]?\d+)?\s?(%|[^\W\d]{1,4}|[€$£])?", re.I)
_CLOCK = re.compile(r"-?\d{1,4}:\d\d(:\d\d)?([.,]\d+)?(\s?[ap]m)?", re.I)
_EMAIL = re.compile(r"(mailto:)?(.{0,80}<)?[\w.+'-]+@[\w-]+(\.[\w-]+)+>?")
_URL = re.compile(r"(https?://|ftp://|www\.|mailto:)\S+", re.I)
_PLACE = re.compile(
    r"[(\[]?\s*-?\d{1,3}[.,]\d++(\s*+[,;]\s*+|[^\S ]*+ \s*+)-?\d{1,3}[.,]\d++\s*[)\]]?"
    r"|(POINT\s*\(.*\))"
)
_PHONE = re.compile(r"(\+|00|0|\()[\d ()/.-]{7,20}\d")
_ID = re.compile(r"(?=\S*[\d_:/#])[\x21-\x7e]+|[0-9a-f]{8,}|[A-Za-z]\d+", re.I)
_DATE_LIKE = re.compile(r"(?=.*\d).{6,40}")
_BROWSER = re.compile(r"(Mozilla|Opera)/\d.*")


def _is_ip(cell: str) -> bool:
    try:
        ipaddress.ip_address(cell)
    except ValueError:
        return False
    return not cell.isdigit()


_FORMS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("lists or objects", looks_like_json),
    (E_MAIL, _EMAIL.fullmatch),
    ("URLs", _URL.fullmatch),
    (IP, _is_ip),
    (COORDINATES, _PLACE.fullmatch),
    ("clock times", _CLOCK.fullmatch),
    (NUMBERS, _NUMBER.fullmatch),
    (PHONES, _PHONE.fullmatch),
    ("names of browsers", _BROWSER.fullmatch),
)
_ONE_WORD, _SHORT, _LINE = 20, 40, 200


def values_of(table: RawTable, name: str) -> list[str]:
    """Return the first 1,000 cells of a column, stripped, that hold a value."""
    cells = (cell.strip() for cell in table.each_cell(name))
    return list(islice((c for c in cells if c and not is_program_word(c)), _SAMPLE))


def kind_of_values(cells: Sequence[str]) -> str:
    """Return what nine in ten of the cells are; "texts" where they are nothing else.

    >>> kind_of_values(["2024-01-02", "2024-01-03"]), kind_of_values(["R_1", "R_2"])
    ('dates', 'ids')
    >>> kind_of_values(["yes", "no", "yes"]), kind_of_values(["Good day", "More buses, please"])
    ('codes', 'texts')
    """
    if not cells:
        return NOTHING
    for kind, test in _FORMS:
        if kind == NUMBERS and _are_dates(cells):
            return DATES
        if _most(cells, test):
            return kind
    if all(yes_or_no(cell) is not None for cell in cells) or _are_codes(cells):
        return CODES
    return IDS if _most(cells, _ID.fullmatch) else TEXTS


def are_e_mail(cells: Sequence[str]) -> bool:
    """Whether `kind_of_values` would call cells e-mail addresses, without looking for dates.

    >>> are_e_mail(["ann@example.org", "bob@example.org"]), are_e_mail(["ann", "bob"])
    (True, False)
    """
    return bool(cells) and not _most(cells, looks_like_json) and _most(cells, _EMAIL.fullmatch)


def _most(cells: Sequence[str], test: Callable[[str], object]) -> bool:
    if not any(test(cell) for cell in cells[:5]):
        return False
    return sum(bool(test(cell)) for cell in cells) >= _NEARLY_ALL * len(cells)


def _are_dates(cells: Sequence[str]) -> bool:
    """Whether nearly all are dates; a number is none, though it may count seconds."""
    sample = cells[:200]
    if not _most(sample, _DATE_LIKE.fullmatch) or _most(sample, lambda cell: cell.isdigit()):
        return False
    if _most(sample, re.compile(r"-?\d+([.,]\d+)?").fullmatch):
        return False
    return share_of_dates(sample) >= _NEARLY_ALL


def _are_codes(cells: Sequence[str]) -> bool:
    """Whether few short values come back again and again."""
    n, different = len(cells), len(set(cells))
    if n < 3 or different == n or spaceless_share(cells[:20]) > 0.5:
        return False
    longest = max(map(len, cells))
    words = max(len(cell.split()) for cell in cells)
    if words == 1 and longest <= _ONE_WORD:
        return n >= 1.5 * different
    return words <= 4 and longest <= _SHORT and n >= 3 * different


def is_choice(cells: Sequence[str]) -> bool:
    """Whether the cells look like answers that were ticked: lines that come back four times."""
    n, different = len(cells), len(set(cells))
    return n >= 12 and n >= 4 * different and max(map(len, cells)) <= _LINE


_MOST = 30
_NAMES = re.compile(
    r"label|code|categor|class|stance|sentiment|theme|topic|annotat|coding|frame|tag|tone|intent"
)


def code_columns(table: RawTable, left: Collection[str]) -> dict[str, int]:
    """Return the columns among `left` that look like codes, and how many values each has.

    Those whose names speak of codes come first; numbers are codes only under such a name.
    """
    counts: dict[str, int] = {}
    for name in table.columns:
        if name not in left:
            continue
        cells = values_of(table, name)
        kind, named = kind_of_values(cells), _is_named(name)
        if (kind == CODES or (kind == NUMBERS and named)) and _are_few(cells):
            counts[name] = len(set(cells))
    return dict(sorted(counts.items(), key=lambda item: not _is_named(item[0])))


def _is_named(name: str) -> bool:
    return _NAMES.search(name.lower()) is not None


def _are_few(cells: Sequence[str]) -> bool:
    return 2 <= len(set(cells)) <= _MOST and len(cells) >= 2 * len(set(cells))


def codes_remark(found: dict[str, int]) -> str:
    """Return which columns hold codes and how to import them, or ""."""
    if not found:
        return ""
    shown = [
        f"{META}{name.removeprefix(META)[:60]}: {n:,} values" for name, n in list(found.items())[:6]
    ]
    more = f" and {len(found) - 6} columns more" if len(found) > 6 else ""
    return (
        f"{', '.join(shown)}{more}; if they are codes, import them with textmine coding import "
        "FILE --corpus NAME --codebook NAME"
    )
