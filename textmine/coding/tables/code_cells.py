"""Read what a coder typed as codes of a dimension: ids or names in any case, one or several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textmine.cells import (
    AS_FOUND,
    CellRule,
    MissingWords,
    clean,
    codes_of_json,
    find_missing,
    fold,
    looks_like_json,
)
from textmine.cells.several import NONE_APPLIES, codes_of_bare_list
from textmine.codebook import Code, Codebook, Dimension
from textmine.errors import did_you_mean

NO_CODE = "-"
"""What is typed on a multi-label dimension when none of its codes applies."""


@dataclass(frozen=True)
class GivenCode:
    """A code with the role it was given in; `code` is None when none applies."""

    code: str | None
    role: str = ""

    @property
    def typed(self) -> str:
        """What stands for it in a cell."""
        return NO_CODE if self.code is None else f"{self.code}{self.role and ':'}{self.role}"


@dataclass(frozen=True)
class ReadCell:
    """The codes of a cell, or the sentence on what is wrong with it."""

    given: tuple[GivenCode, ...] = ()
    problem: str = ""


def code_lookup(dimension: Dimension, *, exact: bool = False) -> dict[str, str]:
    """Return what may be typed -> code id: ids, and names that only one code has.

    Keys are folded, but where two codes differ by what is folded, or with `exact`.
    """
    given = [code for code in dimension.codes if code.given]
    spelt = _by_key(given, clean)
    return spelt if exact else _by_key(given, fold) | spelt


def _by_key(codes: Sequence[Code], key: Callable[[str], str]) -> dict[str, str]:
    """Return key -> code id, of names first and then of ids; a key that two have is nobody's."""
    found: dict[str, str] = {}
    for keys in ([key(code.name) for code in codes], [key(code.id) for code in codes]):
        times = Counter(keys)
        found |= {k: code.id for k, code in zip(keys, codes, strict=True) if times[k] == 1}
    return found


class CellReader:
    """Reads the cells of one dimension; the look-up of its codes is made once.

    `cells` are the cells of the column, or columns, with how often each stands there: a word that
    means "no value" is told by the others, and is never one that is a code.
    """

    def __init__(
        self,
        dimension: Dimension,
        codebook: Codebook,
        rule: CellRule = AS_FOUND,
        cells: Mapping[str, int] | None = None,
    ) -> None:
        self.dimension = dimension
        self.codebook = codebook
        self.exact = rule.exact
        self._lookup = code_lookup(dimension, exact=rule.exact)
        self._roles = {role.casefold(): role for role in dimension.roles}
        self._read: dict[str, ReadCell] = {}
        self._folded: set[tuple[str, str]] = set()
        no_code = NONE_APPLIES if dimension.labels == "multi" else ()
        foreign = {
            cell: n
            for cell, n in (cells or {}).items()
            if self._find(cell) is None and fold(cell) not in no_code
        }
        known = dict.fromkeys((code.id for code in dimension.codes if code.given), 1)
        self._missing = find_missing(known | foreign, rule)
        if rule.missing is None:
            sure = {**self._missing.sure, **self._missing.doubtful}
            self._missing = MissingWords({c: n for c, n in sure.items() if c in foreign})

    @property
    def remarks(self) -> list[str]:
        """Say what was read as no value, and which spellings were read as which codes."""
        said = []
        if self._missing.sure:
            said.append(
                f"{self.dimension.id}: {self._missing.remark} (--missing names other words, "
                "--missing - none)."
            )
        if self._folded:
            listed = [f"'{typed}' = '{code}'" for typed, code in sorted(self._folded)]
            more = f" and {len(listed) - 6} more" if len(listed) > 6 else ""
            said.append(
                f"{self.dimension.id}: read as codes of the codebook: {', '.join(listed[:6])}{more}"
                " (--exact takes ids and names as they are spelt)."
            )
        return said

    def is_missing(self, typed: str) -> bool:
        """Return whether a cell is empty or holds a word that means no value."""
        return not clean(typed) or typed in self._missing.sure

    def reads(self, typed: str) -> bool:
        """Return whether a cell holds codes of this dimension."""
        return not self.is_missing(typed) and not self.read(typed).problem

    def read(self, typed: str) -> ReadCell:
        """Read a cell that is not empty: one code, or several as a list or with a mark between.

        Marks are ; | • tabs and line ends; # , / + & and the word "and" where they stand between
        codes.
        """
        if typed not in self._read:
            self._read[typed] = self._read_anew(typed)
        return self._read[typed]

    def _read_anew(self, typed: str) -> ReadCell:
        whole = self._one(typed)
        if whole is not None:
            return ReadCell((whole,))
        multi = self.dimension.labels == "multi"
        if multi and fold(typed) in NONE_APPLIES:
            return ReadCell((GivenCode(None),))
        parts = self._parts(typed)
        if parts is None:
            return ReadCell(problem=f"{clean(typed)[:60]} is a list or object of more than codes")
        if not parts:
            return self._nothing(multi)
        read = [(part, self._one(part)) for part in parts]
        for part, given in read:
            if given is None:
                return ReadCell(problem=self._unknown(part))
        found = tuple(dict.fromkeys(given for _, given in read if given is not None))
        if len(found) > 1 and not multi:
            listed = ", ".join(given.typed for given in found)
            return ReadCell(
                problem=f"{len(found)} codes ({listed}) where '{self.dimension.id}' takes one"
            )
        return ReadCell(found)

    def _nothing(self, multi: bool) -> ReadCell:
        if multi:
            return ReadCell((GivenCode(None),))
        return ReadCell(problem=f"an empty list, and '{self.dimension.id}' takes one code")

    def _parts(self, typed: str) -> list[str] | None:
        if looks_like_json(typed):
            codes = codes_of_json(typed)
            return None if codes is None else list(codes)
        listed = codes_of_bare_list(typed)
        if listed is not None and all(self._find(part) is not None for part in listed):
            return list(listed)
        parts: list[str] = []
        for piece in re.split(r"[;|\n\t•]", typed):
            if clean(piece):
                parts += self._finer(piece)
        return parts or [typed]

    def _finer(self, piece: str) -> list[str]:
        """Cut at marks that may stand within a name too: where codes stand on both sides."""
        if self._find(piece) is not None:
            return [piece]
        for mark in ("#", ",", "/", "+", "&", " and "):
            parts = [part for part in piece.split(mark) if clean(part)]
            known = [self._find(part) is not None for part in parts]
            if len(parts) > 1 and (any(known) if mark == "," else all(known)):
                return parts
        return [piece]

    def _one(self, typed: str) -> GivenCode | None:
        found = self._find(typed)
        shown = clean(typed)
        if found is not None and found.code is not None and not found.role:
            code = self.dimension.code(found.code)
            if shown not in (clean(code.id), clean(code.name)):
                self._folded.add((shown, code.id))
        return found

    def _find(self, typed: str) -> GivenCode | None:
        key = self._key(typed)
        for way in (clean(typed), key):
            if way in self._lookup:
                return GivenCode(self._lookup[way])
        code, colon, role = key.rpartition(":")
        if not colon:
            code, _, role = key.removesuffix(")").rpartition("(")
        code, role = self._key(code), role.strip().casefold()
        if role in self._roles and code in self._lookup:
            return GivenCode(self._lookup[code], self._roles[role])
        return None

    def _key(self, typed: str) -> str:
        return clean(typed) if self.exact else fold(typed)

    def _unknown(self, typed: str) -> str:
        shown = f"'{typed.strip()[:60]}'"
        retired = {name for c in self.dimension.codes if c.retired for name in (c.id, c.name)}
        if self._key(typed) in {self._key(name) for name in retired}:
            return f"{shown} is retired from '{self.dimension.id}' and given no more"
        where = f"'{self.dimension.id}' in codebook '{self.codebook.name}'"
        code, colon, role = typed.rpartition(":")
        if colon and self._key(code) in self._lookup:
            known = ", ".join(self.dimension.roles) or "none"
            return f"'{role.strip()[:60]}' is not a role on {where} (roles: {known})"
        known_codes = {name for c in self.dimension.codes if c.given for name in (c.id, c.name)}
        return f"{shown} is not a code of {where}. {did_you_mean(typed.strip(), known_codes)}"
