"""Words in the columns of a corpus that stand for "no value": NULL as a thread is no thread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from textmine.cells import (
    CellRule,
    MissingWords,
    find_missing,
    fold,
    is_program_word,
    with_one_name,
)
from textmine.schema import AUTHOR, CREATED_AT, GROUP, LANG, POSITION, SOURCE, THREAD_ID, TITLE

READ_BY_RULE = (TITLE, AUTHOR, GROUP, CREATED_AT, THREAD_ID, SOURCE, LANG, POSITION)
"""The fields in which a word for "no value" is none."""

_NO_NAME = "None"
"""Python's word for nothing; no person and no thread is called so."""


def without_words(name: str, cells: Sequence[str], rule: CellRule) -> tuple[list[str], str]:
    """Return the cells of a field with words for "no value" blanked, and a remark, or "".

    Numbers are never such words unless the rule names them: -1 and 99 may be a thread's id.
    """
    counts = Counter(cells)
    del counts[""]
    if rule.missing is None:
        few = with_one_name(counts)
        counts = Counter({cell: n for cell, n in few.items() if not _is_number(cell)})
    missing_words = find_missing(counts, rule)
    sure, doubtful = dict(missing_words.sure), dict(missing_words.doubtful)
    if name in (AUTHOR, THREAD_ID) and _NO_NAME in doubtful:
        sure[_NO_NAME] = doubtful.pop(_NO_NAME)
    remarks = []
    if sure:
        remarks.append(f"{name}: {_listed(sure)}, read as no value (--missing - takes it as one)")
    if doubtful:
        remarks.append(
            f"{name}: {_listed(doubtful)}, read as a value (--missing WORD if it means nothing)"
        )
    cleaned = ["" if cell in sure else cell for cell in cells] if sure else [*cells]
    return cleaned, "; ".join(remarks)


def is_no_text(text: str, rule: CellRule) -> bool:
    """Return whether a whole text is a word for "no value": one that programs write, or given.

    >>> is_no_text("NULL", CellRule()), is_no_text("none", CellRule())
    (True, False)
    """
    if rule.missing is None:
        return is_program_word(text)
    return len(text) <= 40 and fold(text) in {fold(word) for word in rule.missing}


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?\d+([.,]\d+)?", cell) is not None


def _listed(words: dict[str, int]) -> str:
    return MissingWords(sure=words).remark.removeprefix("Read as no value: ")
