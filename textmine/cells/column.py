"""What the cells of a column of codes say, found out over all of them at once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from textmine.cells.missing import find_missing, has_plus_signs
from textmine.cells.rule import AS_FOUND, CellRule
from textmine.cells.several import (
    NONE_APPLIES,
    codes_of_bare_list,
    codes_of_json,
    find_marks,
    looks_like_json,
    parts_of_cell,
)
from textmine.cells.spelling import clean, fold, number_of
from textmine.cells.turned_dates import WHY, is_date
from textmine.errors import InputError


@dataclass(frozen=True)
class ReadColumn:
    """What each different cell says: its codes, none where none applies, None where it is missing.

    `multi` says that cells hold several codes. `odd` maps a cell that cannot be read to the reason.
    `remarks` say what was folded, read as missing or parted.
    """

    codes: dict[str, tuple[str, ...] | None]
    multi: bool
    odd: dict[str, str]
    remarks: tuple[str, ...]


def read_code_column(
    cells: Mapping[str, int],
    rule: CellRule = AS_FOUND,
    *,
    source: str = "the table",
    multi: bool = False,
    ordered: bool = False,
) -> ReadColumn:
    """Read the cells of a dimension, of every coder together; no codebook says what is a code.

    `cells` maps each different cell to how often it stands there. `multi` says that cells hold
    several codes, `ordered` that codes are numbers on a scale. Raises InputError where a word may
    mean "missing" or be a code, and where a cell may hold one code or several.
    """
    empty: dict[str, tuple[str, ...] | None] = {cell: None for cell in cells if not clean(cell)}
    left = {cell: n for cell, n in cells.items() if cell not in empty}
    if multi and not has_plus_signs(left):
        none = {cell: n for cell, n in left.items() if fold(cell) in NONE_APPLIES}
        left = {cell: n for cell, n in left.items() if cell not in none}
        empty |= dict.fromkeys(none, ())
    listed = {cell: codes_of_json(cell) for cell in left if looks_like_json(cell)}
    plain = {cell: n for cell, n in left.items() if cell not in listed}
    bare = {cell: codes_of_bare_list(cell) for cell in plain}
    lists = {cell: codes for cell, codes in bare.items() if codes is not None}
    rest = {cell: n for cell, n in plain.items() if cell not in lists}
    if len(rest) == len(find_missing(rest, rule).sure):
        listed |= lists
        plain = rest
    missing = find_missing(plain, rule, ordered=ordered)
    if missing.doubtful:
        raise InputError(
            f"{missing.doubt} of {source} may be a code or mean that nothing was coded.",
            hint=f"Say which: --missing {_said(missing.doubtful)} if it means nothing, "
            "--missing - if all are codes.",
        )
    valued = {cell: n for cell, n in plain.items() if cell not in missing.sure}
    dates = [] if rule.exact else [cell for cell in valued if is_date(cell)]
    if dates and len(dates) < len(valued):
        raise InputError(
            f"'{clean(dates[0])}' of {source} is a date and stands among codes: {WHY}.",
            hint="Type the code again, in a cell formatted as text. If it is one, say --exact.",
        )
    cut = {cell: n for cell, n in valued.items() if not (ordered and number_of(cell) is not None)}
    marks = find_marks({} if rule.exact and not multi else cut, multi=multi)
    if marks.doubtful and not rule.exact and not multi:
        raise InputError(
            f"'{clean(marks.doubtful)[:60]}' in {source} may be several codes or one.",
            hint="If each is one code, say --exact. If cells hold several, say --multi.",
        )
    if marks.blanks and not rule.exact:
        raise InputError(
            f"'{clean(marks.blanks)[:60]}' in {source} may be several codes or one.",
            hint="If it is one code, say --exact. If it is several, put ';' between them.",
        )
    several = {cell: parts_of_cell(cell, marks) for cell in valued}
    given = Counter[str]()
    for cell, n in valued.items():
        given.update(dict.fromkeys(several[cell], n))
    for cell, found in listed.items():
        given.update(dict.fromkeys(found or (), left[cell]))
    spelt, remark = {cell: cell for cell in given}, ""
    if not rule.exact:
        spelt, remark = one_spelling(given, "code", _by_size if ordered else fold)
        remark = remark and f"{remark} Say --exact to keep spellings apart."
        remark = " ".join(part for part in (remark, _near_remark(set(spelt.values()))) if part)
    codes = {cell: tuple(dict.fromkeys(spelt[p] for p in parts)) for cell, parts in several.items()}
    codes |= {cell: tuple(spelt[p] for p in found) for cell, found in listed.items() if found}
    codes |= {cell: () for cell, found in listed.items() if found == ()}
    example = next((c for c in [*several, *listed] if len(codes.get(c, ())) != 1), None)
    remarks = [_missing_remark(missing.remark), remark]
    if dates:
        remarks.append(f"All codes are dates, such as '{clean(dates[0])}': {WHY}.")
    if example is not None and not multi:
        remarks.append(
            f"Cells hold several codes, such as {_shown(example)}: read as sets of codes."
        )
    return ReadColumn(
        codes={**empty, **dict.fromkeys(missing.sure), **codes},
        multi=multi or example is not None,
        odd={
            cell: f"{_shown(cell)} is a list or object that holds more than codes"
            for cell, found in listed.items()
            if found is None
        },
        remarks=tuple(remark for remark in remarks if remark),
    )


def one_spelling(
    given: Mapping[str, int], what: str, key_of: Callable[[str], str] = fold
) -> tuple[dict[str, str], str]:
    """Return each spelling -> the one that stands for it, and a remark on what was folded, or "".

    `given` maps spellings to how often they stand there, `what` names the kind of value; spellings
    of one key are one value. The commonest is taken, of a number the plainest.
    """
    alike: dict[str, list[str]] = {}
    for cell in given:
        alike.setdefault(key_of(cell), []).append(cell)
    spelt: dict[str, str] = {}
    told = []
    for key, cells in alike.items():
        best = max(
            cells, key=lambda cell: (_is_plain(cell, key), given[cell], cell.isascii(), cell)
        )
        spelt |= dict.fromkeys(cells, best)
        if len(cells) > 1:
            told.append(" = ".join(f"'{cell}'" for cell in sorted(cells)))
    more = f" and {len(told) - 6} more" if len(told) > 6 else ""
    return spelt, f"Read as one {what}: {', '.join(told[:6])}{more}." if told else ""


def _by_size(cell: str) -> str:
    """Return what spellings of one number have in common on a scale: 2,5 and 2.50 are one."""
    number = number_of(cell)
    return fold(cell) if number is None else f"{number:g}"


def _near_remark(codes: Collection[str]) -> str:
    """Name the codes that differ by a mark, a blank or an accent only, or are one number; or ""."""
    near: dict[str, list[str]] = {}
    for code in sorted(codes):
        letters = unicodedata.normalize("NFKD", fold(code)).casefold()
        key = "".join(filter(str.isalnum, letters)) if number_of(code) is None else _by_size(code)
        near.setdefault(key, []).append(f"'{code}'")
    told = [" and ".join(alike) for key, alike in near.items() if key and len(alike) > 1]
    return f"Different codes, though they look alike: {'; '.join(told[:6])}." if told else ""


def _said(words: Iterable[str]) -> str:
    """Return words as --missing takes them; a lone minus sign there would mean "none"."""
    listed = list(dict.fromkeys(map(clean, words)))
    return ",".join([*listed, *(["."] if listed == ["-"] else [])])


def _is_plain(cell: str, key: str) -> bool:
    """Return whether a spelling of a number is the plain one: 1 rather than 1.0."""
    return number_of(cell) is not None and cell == key


def _missing_remark(remark: str) -> str:
    return f"{remark} (--missing names other words, --missing - none)." if remark else ""


def _shown(cell: str) -> str:
    return f"'{clean(cell)[:60]}'"
