"""What the user said about how cells are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from textmine.cells.spelling import clean, fold

NOTHING = "-"
"""Said in the place of missing words: no word means "not coded", an empty cell alone does."""


@dataclass(frozen=True)
class CellRule:
    """How cells are read.

    `missing` are the words that mean "no value": None lets them be found out, an empty tuple says
    that there are none. With `exact` spellings are not folded: every one is a value of its own.
    """

    missing: tuple[str, ...] | None = None
    exact: bool = False

    @classmethod
    def said(cls, missing: tuple[str, ...], exact: bool = False) -> CellRule:
        """Return the rule for the words of --missing; none were said where it is empty."""
        words = tuple(word.strip() for option in missing for word in option.split(","))
        words = tuple(word for word in words if word)
        if not words:
            return cls(None, exact)
        return cls(() if words == (NOTHING,) else words, exact)

    def says_missing(self, cell: str) -> bool:
        """Return whether the user said that this word means "no value"."""
        return (clean(cell) if self.exact else fold(cell)) in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(map(clean if self.exact else fold, self.missing or ()))


AS_FOUND = CellRule()
"""Nothing was said: everything is found out, and said."""
