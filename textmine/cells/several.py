"""Cells that hold several values: JSON lists and objects, and values with a mark between them."""

import ast
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from textmine.cells.rule import AS_FOUND, CellRule
from textmine.cells.spelling import clean, fold

MARKS = (";", "|", "\n", "\t", "•", "#", ",", "/", "+", "&")
"""What stands between codes in exports, the most telling first."""

AND = " and "
"""Stands between codes where each side of it stands elsewhere by itself."""

_TELLING = (";", "|", "\n", "\t", "•")
"""Marks that hardly stand within the name of one code."""

_BY_ONE = (*_TELLING, "#")
"""Marks that are evident where one of the parts stands by itself; others where all do."""

_LISTS = ("choices", "labels", "taxonomy", "accept", "selected", "values", "tags")
"""Keys under which annotation tools put the list of what was chosen."""

_LONGEST = 60
"""Characters that a value between marks has at most; more is a sentence."""

_NO_COMMA = re.compile(r"(?<=['\"])\s++(?=['\"])")
"""Between the words of an array as numpy prints it: ['rent' 'late']."""

_BARE = re.compile(r"\[[^\[\]{}]*+\]|\{[^\[\]{}]*+\}")
"""A list without quotation marks: [rent, late], {rent,late}."""

_NONE_APPLIES = ("-", "--", "none", "(none)")
"""Folded words in the place of several codes: none of them applies."""


def says_none(cell: str, rule: CellRule = AS_FOUND) -> bool:
    """Return whether a cell that may hold several codes says that none of them applies.

    >>> says_none("None"), says_none("–"), says_none("None", CellRule(missing=("none",)))
    (True, True, False)
    """
    return fold(cell) in _NONE_APPLIES and not rule.says_missing(cell)


def looks_like_json(cell: str) -> bool:
    """Return whether a cell is written as a JSON (or Python) list or object.

    >>> looks_like_json('["rent"]'), looks_like_json("[sic] rent")
    (True, False)
    """
    text = cell.strip()
    return text[:1] + text[-1:] in ("[]", "{}") and _value(text) is not None


def codes_of_bare_list(cell: str) -> tuple[str, ...] | None:
    """Return the values of a list without quotation marks; None where a cell is none.

    >>> codes_of_bare_list("[rent, late]"), codes_of_bare_list("{rent}"), codes_of_bare_list("rent")
    (('rent', 'late'), ('rent',), None)
    >>> codes_of_bare_list("[1 2]")
    ('1', '2')
    """
    text = cell.strip()
    if not _BARE.fullmatch(text):
        return None
    parts = text[1:-1].split(",")
    words = parts[0].split()
    if len(parts) == 1 and all(map(str.isdecimal, words)):
        parts = words
    shown = (clean(part).strip("'\"") for part in parts)
    return tuple(dict.fromkeys(part for part in shown if part))


def codes_of_json(cell: str) -> tuple[str, ...] | None:
    """Return the values of a list in a cell; None where it holds something else.

    Of an object the list under a key such as `choices` is taken, or the keys that are true.

    >>> codes_of_json('["rent", 2]'), codes_of_json('{"choices": ["rent"]}'), codes_of_json("[]")
    (('rent', '2'), ('rent',), ())
    >>> codes_of_json('{"rent": 1, "late": 0}'), codes_of_json('[[0, 4, "rent"]]')
    (('rent',), None)
    """
    return _plain(_value(cell.strip()))


def _plain(value: object) -> tuple[str, ...] | None:
    if isinstance(value, (list, tuple, set)):
        parts: list[str] = []
        for member in value:
            inner = _plain(member) if isinstance(member, dict) else _one(member)
            if inner is None:
                return None
            parts += inner
        return tuple(dict.fromkeys(parts))
    if isinstance(value, dict):
        if not value:
            return ()
        named = [key for key in _LISTS if key in value]
        if named:
            return _plain(value[named[0]])
        if value and all(isinstance(flag, bool) or flag in (0, 1) for flag in value.values()):
            return tuple(str(key) for key, flag in value.items() if flag)
        label = value.get("label")
        only_label = isinstance(label, str) and not {"start", "end"} & value.keys()
        return _one(label) if only_label else None
    return None


def _one(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (clean(value),) if clean(value) else ()
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return (" / ".join(value),)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (str(value),)
    return None


def _value(text: str) -> object:
    """Return what a JSON or Python literal says; None where it is neither."""
    if text[:1] not in "[{" or not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if len(text) > 10_000:
        return None
    try:
        return ast.literal_eval(_NO_COMMA.sub(", ", text))
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None


def known_parts(cell: str, is_known: Callable[[str], bool]) -> list[str] | None:
    """Return the values of a cell where it is known what can be one; None for a list of more.

    It is cut at ; | • tabs and line ends, and at # , / + & and the word "and" where they stand
    between values that are known.

    >>> known_parts("rent, late; bus fares", {"rent", "late", "bus fares"}.__contains__)
    ['rent', ' late', ' bus fares']
    """
    if looks_like_json(cell):
        values = codes_of_json(cell)
        return None if values is None else list(values)
    listed = codes_of_bare_list(cell)
    if listed is not None and all(map(is_known, listed)):
        return list(listed)
    pieces = [piece for piece in re.split(f"[{''.join(_TELLING)}]", cell) if clean(piece)]
    return [part for piece in pieces for part in _finer(piece, is_known)] or [cell]


def _finer(piece: str, is_known: Callable[[str], bool]) -> list[str]:
    """Cut at marks that may stand within a name too: where values stand on both sides."""
    if is_known(piece):
        return [piece]
    for mark in ("#", ",", "/", "+", "&", AND):
        parts = [part for part in piece.split(mark) if clean(part)]
        known = [is_known(part) for part in parts]
        if len(parts) > 1 and (any(known) if mark == "," else all(known)):
            return parts
    return [piece]


@dataclass(frozen=True)
class Marks:
    """The marks that part the values of a column, and cells that may be parted, for a question.

    `alone` are the folded values that stand in a cell by themselves; `blanks` is a cell of several
    of them with nothing but blanks between.
    """

    sure: frozenset[str]
    doubtful: str
    blanks: str
    alone: frozenset[str]


def find_marks(cells: Mapping[str, int], *, multi: bool = False) -> Marks:
    """Find out what stands between the values of cells.

    A mark is sure where the parts that it makes stand in cells by themselves, or where `multi` says
    that cells hold several and it is one of ; | and line ends. A cell with ; or | whose parts never
    stand alone is doubtful, and so is one with another mark of whose parts some do, or one of
    values with blanks between.
    """
    shown = [cell for cell in cells if clean(cell) and not looks_like_json(cell)]
    alone = {fold(cell) for cell in shown if not any(mark in cell for mark in MARKS)}
    sure: set[str] = set(_TELLING if multi else ())
    doubtful = ""
    for mark in MARKS:
        cut = [parts for cell in shown if len(parts := _cut(cell, mark)) > 1]
        short = [parts for parts in cut if all(len(part) <= _LONGEST for part in parts)]
        if not short or len(short) < len(cut):
            continue
        if any(_is_evident(parts, alone, mark) for parts in short):
            sure.add(mark)
        elif not doubtful and mark not in sure:
            doubtful = _doubtful(shown, mark, alone)
    if any(_is_evident(_cut(cell, AND), alone, AND) for cell in shown if AND in cell):
        sure.add(AND)
    words = (cell for cell in shown if not any(mark in cell for mark in MARKS))
    blanks = next((cell for cell in words if _is_evident(clean(cell).split(" "), alone, " ")), "")
    return Marks(frozenset(sure), doubtful, blanks, frozenset(alone))


def parts_of_cell(cell: str, marks: Marks) -> list[str]:
    """Return the values of a cell, cut at the marks of its column.

    At a mark such as a comma a cell is cut only where each part stands elsewhere by itself.
    """
    parts = [cell]
    for mark in (*MARKS, AND):
        if mark in marks.sure:
            parts = [piece for part in parts for piece in _pieces(part, mark, marks)]
    return [shown for part in parts if (shown := clean(part))]


def _pieces(part: str, mark: str, marks: Marks) -> list[str]:
    pieces = part.split(mark)
    if mark in _BY_ONE:
        return pieces
    known = all(fold(piece) in marks.alone for piece in pieces if clean(piece))
    return pieces if known else [part]


def _cut(cell: str, mark: str) -> list[str]:
    if mark not in cell:
        return []
    return [part for part in cell.split(mark) if clean(part)]


def _is_evident(parts: list[str], alone: Collection[str], mark: str) -> bool:
    known = [fold(part) in alone for part in parts]
    if len(parts) < 2:
        return False
    return any(known) if mark in _BY_ONE else all(known)


def _doubtful(cells: Sequence[str], mark: str, alone: Collection[str]) -> str:
    """Return a cell that may hold several values; "" where none does."""
    for cell in cells:
        parts = _cut(cell, mark)
        if len(parts) > 1 and (mark in _TELLING or any(fold(part) in alone for part in parts)):
            return cell
    return ""
