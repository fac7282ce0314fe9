"""Columns of codes: what their names say of dimension and coder, beside a column with the coder."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.cells import clean
from textmine.coding.tables.flags import Flag
from textmine.corpus.reading.columns import is_id_like
from textmine.corpus.reading.raw import RawTable

_WORDS = r"codes?|labels?|tags?|n[or]\.?|num(?:ber)?|nummer|#"
_CODE_WORD = re.compile(rf"{_WORDS}|\d+", re.IGNORECASE)
"""What stands beside a dimension in a header and names no coder: goal_code, goal_2."""

_SAME_AGAIN = re.compile(rf".*[\W_](?:{_WORDS})\W*", re.IGNORECASE)
"""A header that may say once more, as a number or a name, what the dimension's own column says."""

_REMARK = re.compile(
    r"(?:.*[\W_])?(?:remark|memo|note|comment|bemerkung|anmerkung|kommentar|notiz)(?:s|e|en)?",
    re.IGNORECASE,
)
"""What stands in the place of a coder, or behind one, and says that a column holds remarks."""


def is_remark(name: str) -> bool:
    """Return whether what stands in the place of a coder says that a column holds remarks."""
    return _REMARK.fullmatch(name) is not None


_STAGE = re.compile(r"(.*[^:._\-/ ])[:._\-/ ]++(?:codes?|labels?)", re.IGNORECASE)
"""The name of a column with one of several codes of a row: open_code, in vivo code."""

_NO_STAGE = frozenset({"zip", "post", "postal", "area", "country", "region", "language", "lang"})

CODER = (
    *("coder", "codername", "annotator", "rater", "worker", "codedby"),
    *("modifiedby", "createdby"),
)
"""What a column with the coder's name is called, in lower case without marks."""

OF_ROWS = tuple(name for name in CODER if name not in ("modifiedby", "createdby"))
"""Names of columns that say of each row who gave its codes, and not who saved it last."""


@dataclass(frozen=True)
class WideColumn:
    """A column of codes; `dimension` or `coder` is None where another column says it.

    Where `flags` say yes or no to its codes, the column itself is not there. `memo` is the column
    with remarks on its codes.
    """

    column: str
    dimension: str | None
    coder: str | None
    flags: tuple[Flag, ...] = ()
    memo: str = ""


def stage_columns(table: RawTable, coder: str | None = None) -> dict[str, str]:
    """Return the columns called like open_code or in vivo code, each with the dimension it makes.

    They are looked for beside a column with the coder alone: without one such names may be coders'.
    """
    if coder not in table.columns and (coder or by_alias(table, OF_ROWS) is None):
        return {}
    matches = ((name, _STAGE.fullmatch(name)) for name in table.columns)
    return {
        name: dimension_named(name)
        for name, match in matches
        if match and match[1].casefold() not in _NO_STAGE and not is_id_like(name)
    }


def named_after(header: str, dimension: str, name: str = "") -> tuple[str | None] | None:
    """Return the coder that a header names beside a dimension, None in a tuple where it names none.

    Return None where it names another thing. A dimension is called by its id, blanks and marks
    for its "_", or by its `name`. What stands before a dimension in brackets is no coder: sheets
    have what a machine says in "machine (goal)".

    >>> named_after("Goal orientation (Ann)", "goal_orientation"), named_after("goal", "goal")
    (('Ann',), (None,))
    >>> named_after("Ann / Ziel", "goal", "Ziel"), named_after("goalkeeper", "goal")
    (('Ann',), None)
    """
    for called in filter(None, (dimension, name)):
        parts = map(re.escape, re.split(r"[_\s]+", called))
        word = r"[:._\-/ ]{1,3}".join(parts)
        if re.fullmatch(word, header, re.IGNORECASE):
            return (None,)
        after = re.fullmatch(rf"{word}[:._\-–/ (\[]++(.+)", header, re.IGNORECASE)
        before = re.fullmatch(rf"(.*[^:._\-–/ (\[])[:._\-–/ ]++{word}", header, re.IGNORECASE)
        if match := after or before:
            return (match.group(1).rstrip(")] "),)
    return None


def wide_column(
    header: str, dimension: str, name: str = "", coder: str | None = None
) -> WideColumn | None:
    """Return a column that is called after a dimension; None where it is not, or holds remarks.

    A `coder` is that of columns whose header names none.
    """
    found = named_after(header, dimension, name)
    if dimension_named(header).casefold() == dimension.casefold():
        found = (None,)
    if found is None or is_remark(found[0] or ""):
        return None
    is_word = re.fullmatch(_WORDS, found[0] or "", re.IGNORECASE)
    return WideColumn(header, dimension, coder if is_word else found[0] or coder)


def with_memos(columns: Sequence[WideColumn], headers: Sequence[str]) -> list[WideColumn]:
    """Give columns of codes those that are called after them, or their coder, and hold remarks."""

    def memo(column: WideColumn) -> str:
        for name in headers:
            for called in filter(None, (column.column, column.coder)):
                found = named_after(name, called)
                if found is not None and is_remark(found[0] or ""):
                    return name
        return ""

    return [column if column.flags else replace(column, memo=memo(column)) for column in columns]


def said_again(columns: Sequence[WideColumn]) -> list[WideColumn]:
    """Return columns such as "Topic no." beside "Topic": those of one coder that say it again."""
    whose = Counter((column.dimension, column.coder) for column in columns)
    return [
        column
        for column in columns
        if whose[column.dimension, column.coder] > 1 and _SAME_AGAIN.fullmatch(column.column)
    ]


def dimension_named(header: str) -> str:
    """Return the id of a dimension that is called after a column.

    >>> dimension_named("In vivo code")
    'In_vivo_code'
    """
    return re.sub(r"[^A-Za-z0-9_]+", "_", header).strip("_")


def of_rows(columns: Sequence[WideColumn]) -> list[WideColumn]:
    """Return the columns of codes of a table whose rows name the coder: no header does.

    Of a dimension they are those that are called after it alone, or with a word for code or a
    number; or else the only one. A colon names a coder all the same: goal:ann.
    """
    named = [column for column in columns if column.coder and ":" in column.column]
    others = [column for column in columns if column not in named]
    plain = [
        wide_column
        for wide_column in others
        if wide_column.coder is None or _CODE_WORD.fullmatch(wide_column.coder)
    ]
    times = Counter(wide_column.dimension for wide_column in others)
    known = {wide_column.dimension for wide_column in plain}
    lone = [
        wide_column
        for wide_column in others
        if wide_column.dimension not in known and times[wide_column.dimension] == 1
    ]
    taken = [*plain, *lone]
    return [
        replace(c, coder=None) if c in taken else c for c in columns if c in taken or c in named
    ]


def numbered(table: RawTable, long: Sequence[WideColumn]) -> list[WideColumn]:
    """Return a column of codes with those that are called so with a number: code, code_2."""
    word = re.escape(long[0].column)
    more = [n for n in table.columns if re.fullmatch(rf"{word}[._\- ]?\d+", n, re.IGNORECASE)]
    return [*long, *(replace(long[0], column=name) for name in more)]


def not_read(staged: Sequence[str], long: Sequence[WideColumn]) -> str:
    """Return the remark on columns that could hold codes, beside one that does."""
    listed = ", ".join(f"'{name}'" for name in staged)
    return (
        f"Not read, since '{long[0].column}' holds the codes: {listed} (--map reads it as a "
        "dimension of its own)."
    )


def by_alias(table: RawTable, aliases: Sequence[str]) -> str | None:
    """Return the column that is called by the first of some names, case and marks aside."""
    keys = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in reversed(table.columns)}
    return next((keys[alias] for alias in aliases if alias in keys), None)


CODE = ("code", "label", "codeid", "value")

CODE_TOO = (
    *("prediction", "predicted", "predictedlabel", "predictedcode", "predictedclass", "ypred"),
    *("labels", "codes", "tag", "tags", "class"),
)
"""Names of columns of codes that are taken where no column is called after a dimension."""

_LONG_TEXT = 60
"""Characters that a code has on average at most; longer cells are texts."""


def has_column_of_codes(table: RawTable) -> bool:
    """Return whether a column is called code, label, value or the like, and so makes it long."""
    return by_alias(table, CODE) is not None


def has_code_column(table: RawTable) -> bool:
    """Return whether a column is called like one of codes."""
    return by_alias(table, (*CODE, *CODE_TOO)) is not None


def lone_code_column(table: RawTable) -> str | None:
    """Return the one column of a table that can hold codes; None where there are more or none."""
    named = by_alias(table, (*CODE, *CODE_TOO))
    if named is not None:
        return named
    able = []
    for name in table.columns:
        cells = [cell for cell in table.cells(name) if clean(cell)]
        if not cells or is_id_like(name) or sum(map(len, cells)) / len(cells) > _LONG_TEXT:
            continue
        if 2 * len(set(cells)) <= max(len(cells), 4):
            able.append(name)
    return able[0] if len(able) == 1 else None
