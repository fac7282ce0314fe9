"""Read what a coder typed as codes of a dimension: ids or names in any case, one or several."""

from __future__ import annotations

import re
from dataclasses import dataclass

from textmine.codebook import Codebook, Dimension
from textmine.errors import did_you_mean

NO_CODE = "-"
"""What is typed on a multi-label dimension when none of its codes applies."""

_NO_CODE_TYPED = (NO_CODE, "–", "—", "none", "(none)")


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


def code_key(typed: str) -> str:
    """Return a typed code as it is compared: in lower case, 1.0 as 1 (spreadsheets write both)."""
    return re.sub(r"^(-?\d+)\.0+$", r"\1", typed.strip().casefold())


def code_lookup(dimension: Dimension) -> dict[str, str]:
    """Return `code_key` of what may be typed -> code id: ids, and names that only one code has."""
    given = [code for code in dimension.codes if code.given]
    names = [code_key(code.name) for code in given]
    lookup = {
        code_key(code.name): code.id for code in given if names.count(code_key(code.name)) == 1
    }
    return lookup | {code_key(code.id): code.id for code in given}


class CellReader:
    """Reads the cells of one dimension; the look-up of its codes is made once."""

    def __init__(self, dimension: Dimension, codebook: Codebook) -> None:
        self.dimension = dimension
        self.codebook = codebook
        self._lookup = code_lookup(dimension)
        self._roles = {role.casefold(): role for role in dimension.roles}

    def read(self, typed: str) -> ReadCell:
        """Read a cell that is not empty: one code, or several with ';', '|' or ',' between them."""
        whole = self._one(typed)
        if whole is not None:
            return ReadCell((whole,))
        multi = self.dimension.labels == "multi"
        if multi and code_key(typed) in _NO_CODE_TYPED:
            return ReadCell((GivenCode(None),))
        parts = self._parts(typed)
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

    def _parts(self, typed: str) -> list[str]:
        parts = [part for part in re.split(r"[;|\n]", typed) if part.strip()]
        if any(self._one(part) is None for part in parts) and len(parts) <= 1:
            by_comma = [part for part in typed.split(",") if part.strip()]
            if len(by_comma) > 1 and any(self._one(part) is not None for part in by_comma):
                return by_comma
        return parts or [typed]

    def _one(self, typed: str) -> GivenCode | None:
        key = code_key(typed)
        if key in self._lookup:
            return GivenCode(self._lookup[key])
        code, colon, role = key.rpartition(":")
        if not colon:
            code, _, role = key.removesuffix(")").rpartition("(")
        code, role = code_key(code), role.strip()
        if role in self._roles and code in self._lookup:
            return GivenCode(self._lookup[code], self._roles[role])
        return None

    def _unknown(self, typed: str) -> str:
        shown = f"'{typed.strip()[:60]}'"
        retired = {name for c in self.dimension.codes if c.retired for name in (c.id, c.name)}
        if code_key(typed) in {code_key(name) for name in retired}:
            return f"{shown} is retired from '{self.dimension.id}' and given no more"
        where = f"'{self.dimension.id}' in codebook '{self.codebook.name}'"
        code, colon, role = typed.rpartition(":")
        if colon and code_key(code) in self._lookup:
            known = ", ".join(self.dimension.roles) or "none"
            return f"'{role.strip()[:60]}' is not a role on {where} (roles: {known})"
        known_codes = {name for c in self.dimension.codes if c.given for name in (c.id, c.name)}
        return f"{shown} is not a code of {where}. {did_you_mean(typed.strip(), known_codes)}"
