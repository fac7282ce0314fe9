"""What the cells of a column of codes say, found out over all of them at once."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from textmine.cells.missing import MissingWords, find_missing, has_plus_signs, listed
from textmine.cells.rule import AS_FOUND, CellRule
from textmine.cells.several import (
    codes_of_bare_list,
    codes_of_json,
    find_marks,
    looks_like_json,
    parts_of_cell,
    says_none,
)
from textmine.cells.spelling import by_size, clean, fold, number_of
from textmine.errors import InputError

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

Cells = Mapping[str, int]
"""Each different cell -> how often it stands there."""


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
    cells: Cells,
    rule: CellRule = AS_FOUND,
    *,
    source: str = "the table",
    multi: bool = False,
    ordered: bool = False,
) -> ReadColumn:
    """Read the cells of a dimension, of every coder together; no codebook says what is a code.

    `multi` says that cells hold several codes; where some do, words such as '-' say that none
    applies. `ordered` says that codes are numbers on a scale. Raises InputError where a word may
    mean "missing" or be a code, and where a cell may hold one code or several.
    """
    filled = {cell: n for cell, n in cells.items() if clean(cell)}
    none = {cell: n for cell, n in filled.items() if says_none(cell, rule)}
    none = {} if has_plus_signs(filled) else none
    read = None if multi else _read(filled, rule, source, multi=False, ordered=ordered)
    if read is None or (read.multi and none):
        left = {cell: n for cell, n in filled.items() if cell not in none}
        column = _read(left, rule, source, multi=multi, ordered=ordered)
        codes = {fold(code) for mine in column.codes.values() for code in mine or ()}
        _refuse_doubtful(
            MissingWords(doubtful={c: n for c, n in none.items() if fold(c) in codes}), source
        )
        remarks = () if multi or not none else (f"Read as none of the codes: {listed(none)}.",)
        read = replace(
            column,
            codes=column.codes | dict.fromkeys(none, ()),
            remarks=(*remarks, *column.remarks),
        )
    empty = [cell for cell in cells if not clean(cell)]
    return replace(read, codes=dict.fromkeys(empty) | read.codes)


def _read(cells: Cells, rule: CellRule, source: str, *, multi: bool, ordered: bool) -> ReadColumn:
    lists, plain = _lists(cells, rule)
    missing = find_missing(plain, rule, ordered=ordered)
    _refuse_doubtful(missing, source)
    valued = {cell: n for cell, n in plain.items() if cell not in missing.sure}
    dates = _dates(valued, rule, source)
    parts = _parted(valued, rule, source, multi=multi, ordered=ordered)
    several = {**parts, **{cell: codes for cell, codes in lists.items() if codes is not None}}
    counts = Counter[str]()
    for cell, cell_parts in several.items():
        counts.update(dict.fromkeys(cell_parts, cells[cell]))
    if rule.missing is None:
        _refuse_doubtful(_beside_codes(parts, lists, missing, counts), source)
    spelt, alike = _spelt(counts, rule, ordered=ordered)
    codes = {
        cell: tuple(dict.fromkeys(spelt[part] for part in cell_parts))
        for cell, cell_parts in several.items()
    }
    example = next((cell for cell in codes if len(codes[cell]) != 1), None)
    remarks = [_missing_remark(missing.remark), alike]
    if dates:
        remarks.append(f"All codes are dates, such as '{dates}': {WHY}.")
    if example is not None and not multi:
        remarks.append(
            f"Cells hold several codes, such as {_shown(example)}: read as sets of codes."
        )
    return ReadColumn(
        codes={**dict.fromkeys(missing.sure), **codes},
        multi=multi or example is not None,
        odd={
            cell: f"{clean(cell)[:60]} is a list or object of more than codes"
            for cell, cell_parts in lists.items()
            if cell_parts is None
        },
        remarks=tuple(remark for remark in remarks if remark),
    )


def _lists(
    cells: Cells, rule: CellRule
) -> tuple[dict[str, tuple[str, ...] | None], dict[str, int]]:
    """Return the values of cells that are lists, None for one of more than codes, and the others.

    Without quotation marks it is a list where every other cell is one, or its values stand alone.
    """
    lists = {cell: codes_of_json(cell) for cell in cells if looks_like_json(cell)}
    bare = {cell: codes_of_bare_list(cell) for cell in cells if cell not in lists}
    rest = {cell: cells[cell] for cell, cell_parts in bare.items() if cell_parts is None}
    alone = {fold(cell) for cell in rest}
    every = len(rest) == len(find_missing(rest, rule).sure)
    for cell, cell_parts in bare.items():
        if cell_parts is None:
            continue
        if every or (not rule.exact and cell_parts and alone.issuperset(map(fold, cell_parts))):
            lists[cell] = cell_parts
    return lists, {cell: n for cell, n in cells.items() if cell not in lists}


def _beside_codes(
    parts: Mapping[str, list[str]],
    lists: Mapping[str, tuple[str, ...] | None],
    missing: MissingWords,
    cells: Cells,
) -> MissingWords:
    """Return words for no value, or for no code, that are among the codes of a cell, too."""
    cut = {part for cell_parts in parts.values() if len(cell_parts) > 1 for part in cell_parts}
    among = find_missing(cells)
    words = {part for part in cut if says_none(part)} | cut & {*among.sure, *among.doubtful}
    doubtful = {word: cells[word] for word in words}
    codes = {fold(code) for cell_parts in lists.values() for code in cell_parts or ()}
    doubtful |= {cell: n for cell, n in missing.sure.items() if fold(cell) in codes}
    return MissingWords(doubtful=doubtful)


def _refuse_doubtful(missing: MissingWords, source: str) -> None:
    if missing.doubtful:
        raise InputError(
            f"{missing.doubt} of {source} may be a code, or mean that there is none.",
            hint=f"Say which: --missing {_said(missing.doubtful)} if it means nothing, "
            "--missing - if all are codes.",
        )


def _dates(valued: Cells, rule: CellRule, source: str) -> str:
    """Return a date where all cells are dates, "" where none is; refuse dates among codes."""
    dates = [] if rule.exact else [cell for cell in valued if is_date(cell)]
    if dates and len(dates) < len(valued):
        raise InputError(
            f"'{clean(dates[0])}' of {source} is a date and stands among codes: {WHY}.",
            hint="Type the code again, in a cell formatted as text. If it is one, say --exact.",
        )
    return clean(dates[0]) if dates else ""


def _parted(
    valued: Cells, rule: CellRule, source: str, *, multi: bool, ordered: bool
) -> dict[str, list[str]]:
    """Return the values of each cell, cut at the marks that are found out; refuse doubtful ones."""
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
    return {cell: parts_of_cell(cell, marks) for cell in valued}


def _spelt(cells: Cells, rule: CellRule, *, ordered: bool) -> tuple[dict[str, str], str]:
    """Return each spelling -> the code that it is, and what is to be said of them."""
    if rule.exact:
        return {cell: cell for cell in cells}, ""
    spelt, folded = one_spelling(cells, "code", by_size if ordered else fold)
    folded = folded and f"{folded} Say --exact to keep spellings apart."
    return spelt, " ".join(filter(None, (folded, _near_remark(set(spelt.values())))))


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
    spellings = []
    for key, cells in alike.items():
        best = max(
            cells, key=lambda cell: (_is_plain(cell, key), given[cell], cell.isascii(), cell)
        )
        spelt |= dict.fromkeys(cells, best)
        if len(cells) > 1:
            spellings.append(" = ".join(f"'{cell}'" for cell in sorted(cells)))
    more = f" and {len(spellings) - 6} more" if len(spellings) > 6 else ""
    return spelt, f"Read as one {what}: {', '.join(spellings[:6])}{more}." if spellings else ""


def _near_remark(codes: Collection[str]) -> str:
    """Name the codes that differ by a mark, a blank or an accent only, or are one number; or ""."""
    near: dict[str, list[str]] = {}
    for code in sorted(codes):
        letters = unicodedata.normalize("NFKD", fold(code)).casefold()
        key = "".join(filter(str.isalnum, letters)) if number_of(code) is None else by_size(code)
        near.setdefault(key, []).append(f"'{code}'")
    lookalikes = [" and ".join(alike) for key, alike in near.items() if key and len(alike) > 1]
    return (
        f"Different codes, though they look alike: {'; '.join(lookalikes[:6])}."
        if lookalikes
        else ""
    )


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


def is_date(cell: str) -> bool:
    """Return whether a cell is written as a spreadsheet writes a day or a month.

    >>> is_date("2-Jan"), is_date("Feb-24"), is_date("2024-02-01"), is_date("1-2"), is_date("2024")
    (True, True, True, False, False)
    """
    return bool(_DATE.fullmatch(clean(cell)))
