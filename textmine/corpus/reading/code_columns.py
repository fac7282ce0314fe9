"""Columns of codes beside the texts: named, with how they are brought in as codings."""

import re
from collections.abc import Collection, Sequence

from textmine.corpus.reading.column_values import CODES, NUMBERS, kind_of_values, values_of
from textmine.corpus.reading.raw import RawTable
from textmine.schema import META

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
