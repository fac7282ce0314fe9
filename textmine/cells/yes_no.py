"""Cells that say yes or no: ticks, flags, checkboxes."""

from textmine.cells.spelling import fold

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
