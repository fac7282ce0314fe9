"""Words that stand in a cell for "no value", and when that is sure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from textmine.cells.rule import AS_FOUND, CellRule
from textmine.cells.spelling import clean, fold, number_of

_ALWAYS = frozenset(
    {
        "null", "nan", "<na>", "n/a", "n.a.", "n. a.", "nat", "nil", "\\n", "(null)", "<null>",
        "(blank)", "(missing)", "#null!", ".", "-", "--", "---", "k.a.", "k. a.",
    }
)  # fmt: skip
"""Folded words that stand for a value in no scheme of codes."""

_BY_PROGRAMS = frozenset({"NA", "NaN", "nan", "NULL", "null", "<NA>", "\\N", "NaT", "(null)"})
"""What programs write into cells of texts; people write n/a or none as an answer."""
_BEGIN_PROGRAMS = frozenset(word[0] for word in _BY_PROGRAMS)

_PERHAPS = frozenset({"none", "missing", "?", "not coded", "uncoded", "blank", "empty"})
"""Folded words that are read as values, and said to be."""

_SIGNS = re.compile(r"-{1,3}")
"""Folded minus signs: no value, or the lower end of a scale on which a plus stands too."""

_NEGATIVE = re.compile(r"-([987])\1*|-(98|97)")
_POSITIVE = re.compile(r"([987])\1{1,3}|98|97|998|997")
_SINGLE = frozenset({"7", "8", "9", "-1"})
"""Folded numbers that some write for "no value", and many for a value."""

_DIGIT = re.compile(r"[0-9]")
NO_NUMBER = "[!-*/:-DF-df-~]"
"""A sign that stands in no number."""
_IN_NO_NUMBER = re.compile(NO_NUMBER)

_APART = 3
"""Times the largest other number that a number must be to look like a mark for "missing"."""


@dataclass(frozen=True)
class MissingWords:
    """Cells as they stand that mean "no value", with how many there are.

    `doubtful` ones may mean it, or be a value: only the user knows. `kept` ones are read as values
    although some write them for "no value".
    """

    sure: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    @property
    def remark(self) -> str:
        """Return what was read as missing and what was not, in a sentence, or ""."""
        missing_words = f"Read as no value: {listed(self.sure)}" if self.sure else ""
        kept_words = f"read as a value: {listed(self.kept)}" if self.kept else ""
        both = "; ".join(part for part in (missing_words, kept_words) if part)
        return both[:1].upper() + both[1:]

    @property
    def doubt(self) -> str:
        """Return what may be missing, in a few words, or ""."""
        return listed(self.doubtful) if self.doubtful else ""


def is_program_word(cell: str) -> bool:
    """Return whether a whole text is a word that programs write for "missing".

    >>> is_program_word("NULL"), is_program_word("none")
    (True, False)
    """
    first = cell[:1]
    if " " < first < "\x7f" and first not in _BEGIN_PROGRAMS:
        return False
    return clean(cell) in _BY_PROGRAMS


def find_missing(
    cells: Mapping[str, int], rule: CellRule = AS_FOUND, *, ordered: bool = False
) -> MissingWords:
    """Find the words among the cells of one or more columns that mean "no value".

    `cells` maps each different cell to how often it stands there. A word that the other values
    could include (NA beside EU and US, 99 beside 1 to 5) is doubtful, unless something beside it
    makes it sure. `ordered` says that the values are numbers on a scale, where 99 beside 1 to 5 is
    no value.
    """
    if rule.missing is not None:
        filled = {cell: n for cell, n in cells.items() if clean(cell)}
        return MissingWords({cell: n for cell, n in filled.items() if rule.says_missing(cell)})
    words = {cell: n for cell, n in with_one_name(cells).items() if clean(cell)}
    sure = {cell: n for cell, n in words.items() if fold(cell) in _ALWAYS}
    doubtful: dict[str, int] = {}
    if has_plus_signs(words):
        doubtful = {cell: n for cell, n in sure.items() if _SIGNS.fullmatch(fold(cell))}
        sure = {cell: n for cell, n in sure.items() if cell not in doubtful}
    others = {cell: n for cell, n in words.items() if cell not in sure and cell not in doubtful}
    for cell, n in list(others.items()):
        shown = clean(cell)
        if fold(cell) == "na" or shown == "None":
            rest = {clean(word) for word in others} - {shown}
            (doubtful if _is_like(shown, rest) else sure)[cell] = n
    others = {cell: n for cell, n in words.items() if cell not in sure and cell not in doubtful}
    _marks(others, sure, doubtful, ordered=ordered)
    kept_words = {cell: n for cell, n in others.items() if fold(cell) in _PERHAPS}
    kept_words |= {} if ordered else _single_marks(others)
    return MissingWords(sure, doubtful, kept_words)


def with_one_name(cells: Mapping[str, int]) -> Mapping[str, int]:
    """Return the cells with only one of those that are neither words nor numbers: ids, times.

    Whether there are some counts, not how many, unless it matters how they are written.
    """
    plain_cells = {cell: n for cell, n in cells.items() if not _is_name(cell)}
    if len(plain_cells) == len(cells) or any(clean(cell) == "None" for cell in plain_cells):
        return cells
    first = next(cell for cell in cells if cell not in plain_cells)
    return {cell: n for cell, n in cells.items() if cell in plain_cells or cell == first}


def _is_name(cell: str) -> bool:
    """Return whether an ASCII cell with a digit is no number, for what else stands in it: m17."""
    if not cell.isascii() or _DIGIT.search(cell) is None:
        return False
    return _IN_NO_NUMBER.search(cell) is not None


def has_plus_signs(cells: Iterable[str]) -> bool:
    """Return whether a cell is made of plus signs alone: then a minus sign is a value beside it.

    >>> has_plus_signs(["+", "-"]), has_plus_signs(["+1", "-"])
    (True, False)
    """
    return any(fold(cell).strip("+") == "" and clean(cell) for cell in cells)


def _is_like(word: str, others: set[str]) -> bool:
    """Return whether a word is written as other values are: EU beside NA, Rent beside None."""
    if word.casefold() == "none":
        return any(other.istitle() or other.casefold() == "none" for other in others)
    return any(
        other.isalpha() and len(other) == 2 and other.isupper() == word.isupper()
        for other in others
    )


def _marks(
    others: Mapping[str, int], sure: dict[str, int], doubtful: dict[str, int], *, ordered: bool
) -> None:
    """Sort numbers such as -99 and 99 into what is surely no value and what may be none."""
    numbers = {cell: number for cell in others if (number := number_of(cell)) is not None}
    negative = {cell for cell in numbers if _NEGATIVE.fullmatch(fold(cell))}
    positive = {cell for cell in numbers if _POSITIVE.fullmatch(fold(cell))}
    plain = [number for cell, number in numbers.items() if cell not in negative | positive]
    if not plain and len(numbers) == len(others):
        return
    top = max(map(abs, plain), default=0.0)
    below = any(number < 0 for number in plain)
    for cell in negative:
        if not below and -numbers[cell] > top:
            sure[cell] = others[cell]
        elif -numbers[cell] > _APART * top:
            doubtful[cell] = others[cell]
    for cell in positive:
        if numbers[cell] <= _APART * top:
            continue
        (sure if sure or ordered or not plain else doubtful)[cell] = others[cell]


def _single_marks(others: Mapping[str, int]) -> dict[str, int]:
    """Return 7, 8, 9 and -1 beside numbers that begin with 1 and end far below: 9 beside 1 to 3."""
    numbers = {cell: number for cell in others if (number := number_of(cell)) is not None}
    plain = [number for cell, number in numbers.items() if fold(cell) not in _SINGLE]
    if not plain or min(plain) < 1 or max(plain) < 2 or len(numbers) < len(others):
        return {}
    marks = {cell for cell in numbers if fold(cell) in _SINGLE}
    if any(0 < numbers[cell] <= 2 * max(plain) for cell in marks):
        return {}
    return {cell: others[cell] for cell in numbers if cell in marks}


def listed(words: Mapping[str, int]) -> str:
    """Return words with how often each stands there, the commonest first."""
    parts = [
        f"'{clean(word)}' ({n:,} {'cell' if n == 1 else 'cells'})"
        for word, n in sorted(words.items(), key=lambda item: (-item[1], item[0]))
    ]
    return ", ".join(parts[:8]) + (f" and {len(parts) - 8} more" if len(parts) > 8 else "")
