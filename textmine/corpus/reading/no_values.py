"""Words in the columns of a corpus that stand for "no value": NULL as a thread is no thread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from textmine.cells import (
    CellRule,
    MissingWords,
    clean,
    find_missing,
    fold,
    is_program_word,
    with_one_name,
)
from textmine.cells.missing import NO_NUMBER
from textmine.corpus.reading.cell_arrays import among, blanked, counted, may_be_program_words
from textmine.corpus.white_space import offsets_and_bytes
from textmine.lazily import npt, pa, pc
from textmine.schema import AUTHOR, CREATED_AT, GROUP, LANG, POSITION, SOURCE, THREAD_ID, TITLE

READ_BY_RULE = (TITLE, AUTHOR, GROUP, CREATED_AT, THREAD_ID, SOURCE, LANG, POSITION)
"""The fields in which a word for "no value" is none."""

_NO_NAME = "None"
"""Python's word for nothing; no person and no thread is called so."""
_NUMBER_FORM = r"^[-+]?\d+([.,]\d+)?$"
"""For Arrow: what `_is_number` calls a number in ASCII."""
_LONGEST_WORD, _BYTES = 40, 4


def without_words(name: str, cells: Sequence[str], rule: CellRule) -> tuple[list[str], str]:
    """Return the cells of a field with words for "no value" blanked, and a remark, or "".

    Numbers are never such words unless the rule names them: -1 and 99 may be a thread's id.
    """
    counts = Counter(cells)
    del counts[""]
    sure, remark = _words_for_none(name, counts, rule)
    return ["" if cell in sure else cell for cell in cells] if sure else [*cells], remark


def without_words_in(name: str, cells: pa.Array, rule: CellRule) -> tuple[pa.Array, str]:
    """Return what `without_words` does; ids, times and numbers are not counted one by one."""
    sure, remark = _words_for_none(name, _counts(cells, rule), rule)
    return blanked(cells, among(cells, [*sure])) if sure else cells, remark


def _counts(cells: pa.Array, rule: CellRule) -> dict[str, int]:
    """Return the filled cells that may be words, the first of those that are names, and counts."""
    filled = cells.filter(pc.not_equal(cells, ""))
    if rule.missing is not None:
        return counted(filled)
    words = filled.filter(pc.invert(pc.match_substring_regex(filled, _NUMBER_FORM)))
    is_name = pc.and_(
        pc.string_is_ascii(words),
        pc.and_(
            pc.match_substring_regex(words, "[0-9]"), pc.match_substring_regex(words, NO_NUMBER)
        ),
    )
    plain = counted(words.filter(pc.invert(is_name)))
    if any(clean(cell) == _NO_NAME for cell in plain):
        return counted(words)
    first = pc.index(is_name, True).as_py()
    return plain if first < 0 else plain | {words[first].as_py(): 1}


def _words_for_none(
    name: str, counts: Mapping[str, int], rule: CellRule
) -> tuple[dict[str, int], str]:
    """Return the cells of a field that surely mean "no value", and a remark, or ""."""
    if rule.missing is None:
        few = with_one_name(counts)
        counts = {cell: n for cell, n in few.items() if not _is_number(cell)}
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
    return sure, "; ".join(remarks)


def may_be_no_text(texts: pa.Array, rule: CellRule) -> npt.NDArray[np.bool_]:
    """Return where `is_no_text` may be true, by the first byte or the length."""
    if rule.missing is None:
        return may_be_program_words(texts)
    return np.diff(offsets_and_bytes(texts)[0]) <= _LONGEST_WORD * _BYTES


def is_no_text(text: str, rule: CellRule) -> bool:
    """Return whether a whole text is a word for "no value": one that programs write, or given.

    >>> is_no_text("NULL", CellRule()), is_no_text("none", CellRule())
    (True, False)
    """
    if rule.missing is None:
        return is_program_word(text)
    return len(text) <= _LONGEST_WORD and fold(text) in {fold(word) for word in rule.missing}


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?\d+([.,]\d+)?", cell) is not None


def _listed(words: dict[str, int]) -> str:
    return MissingWords(sure=words).remark.removeprefix("Read as no value: ")
