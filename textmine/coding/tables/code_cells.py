"""Read what a coder typed as codes of a dimension: ids or names in any case, one or several."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textmine.cells import AS_FOUND, CellRule, MissingWords, clean, find_missing, fold
from textmine.cells.missing import listed
from textmine.cells.several import known_parts, says_none
from textmine.cells.spelling import by_size
from textmine.cells.spreadsheet import visible
from textmine.codebook import Code, Codebook, Dimension
from textmine.coding.statements import NO_CODE, GivenCode
from textmine.errors import did_you_mean


@dataclass(frozen=True)
class ReadCell:
    """The codes of a cell, or the sentence on what is wrong with it."""

    given: tuple[GivenCode, ...] = ()
    problem: str = ""


def label(code: Code) -> str:
    """Return a code as a list shows it: its id, and its name where that says more."""
    alike = re.sub(r"\W|_", "", code.id).casefold() == re.sub(r"\W|_", "", code.name).casefold()
    return visible(code.id if alike or not code.name else f"{code.id}  {code.name}")


def code_lookup(dimension: Dimension, *, exact: bool = False) -> dict[str, str]:
    """Return what may be typed -> code id: ids, names and labels that only one code has.

    Keys are folded, but where two codes differ by what is folded, or with `exact`. The numbers of a
    scale are known by their size, too.
    """
    givable = [code for code in dimension.codes if code.given]
    spelt = _by_key(givable, clean)
    if exact:
        return spelt
    sizes = _by_key(givable, by_size) if dimension.scale == "ordinal" else {}
    return sizes | _by_key(givable, fold) | spelt


def _by_key(codes: Sequence[Code], key: Callable[[str], str]) -> dict[str, str]:
    """Return key -> code id, of labels, names and ids; a key that two have is nobody's."""
    code_of_key: dict[str, str] = {}
    for names in (map(label, codes), [code.name for code in codes], [code.id for code in codes]):
        keys = [key(name) for name in names]
        times = Counter(keys)
        code_of_key |= {k: code.id for k, code in zip(keys, codes, strict=True) if times[k] == 1}
    return code_of_key


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
        self.rule = rule
        self._lookup = code_lookup(dimension, exact=rule.exact)
        self._roles = {role.casefold(): role for role in dimension.roles}
        self._read: dict[str, ReadCell] = {}
        self._folded: set[tuple[str, str]] = set()
        unknown = {cell: n for cell, n in (cells or {}).items() if self._find(cell) is None}
        self._none = {cell: n for cell, n in unknown.items() if self._says_none(cell)}
        foreign = {cell: n for cell, n in unknown.items() if cell not in self._none}
        known = dict.fromkeys((code.id for code in dimension.codes if code.given), 1)
        self._missing = find_missing(known | foreign, rule)
        if rule.missing is None:
            sure = {**self._missing.sure, **self._missing.doubtful}
            self._missing = MissingWords({c: n for c, n in sure.items() if c in foreign})

    @property
    def remarks(self) -> list[str]:
        """Say what was read as no value, and which spellings were read as which codes."""
        sentences = []
        if self._missing.sure:
            sentences.append(
                f"{self.dimension.id}: {self._missing.remark} (--missing names other words, "
                "--missing - none)."
            )
        words = {cell: n for cell, n in self._none.items() if clean(cell) != NO_CODE}
        if words:
            sentences.append(f"{self.dimension.id}: read as none of the codes: {listed(words)}.")
        if self._folded:
            pairs = [f"'{typed}' = '{code}'" for typed, code in sorted(self._folded)]
            more = f" and {len(pairs) - 6} more" if len(pairs) > 6 else ""
            sentences.append(
                f"{self.dimension.id}: read as codes of the codebook: {', '.join(pairs[:6])}{more}"
                " (--exact takes ids and names as they are spelt)."
            )
        return sentences

    def is_missing(self, typed: str) -> bool:
        """Return whether a cell is empty or holds a word that means no value."""
        return not clean(typed) or typed in self._missing.sure

    def reads(self, typed: str) -> bool:
        """Return whether a cell holds codes of this dimension."""
        return not self.is_missing(typed) and not self.read(typed).problem

    def read(self, typed: str) -> ReadCell:
        """Read a cell that is not empty: one code, or several as a list or with marks between."""
        if typed not in self._read:
            self._read[typed] = self._read_anew(typed)
        return self._read[typed]

    def roles_in(self, typed: str) -> list[str]:
        """Return the roles that a cell holds and nothing else; none where it holds more."""
        parts = known_parts(typed, lambda part: self._role(part) is not None) or []
        roles = [self._role(part) for part in parts]
        return [] if None in roles else list(dict.fromkeys(role for role in roles if role))

    def _read_anew(self, typed: str) -> ReadCell:
        whole = self._one(typed)
        if whole is not None:
            return ReadCell((whole,))
        if self._says_none(typed):
            return ReadCell((GivenCode(None),))
        parts = known_parts(typed, lambda part: self._find(part) is not None)
        if parts is None:
            return ReadCell(problem=f"{clean(typed)[:60]} is a list or object of more than codes")
        multi = self.dimension.labels == "multi"
        if not parts and multi:
            return ReadCell((GivenCode(None),))
        if not parts:
            return ReadCell(problem=f"an empty list, and '{self.dimension.id}' takes one code")
        read = [(part, self._one(part)) for part in parts]
        for part, given_code in read:
            if given_code is None:
                return ReadCell(problem=self._unknown(part))
        codes = tuple(dict.fromkeys(part_code for _, part_code in read if part_code is not None))
        if len(codes) > 1 and not multi:
            several = ", ".join(part_code.typed for part_code in codes)
            return ReadCell(
                problem=f"{len(codes)} codes ({several}) where '{self.dimension.id}' takes one"
            )
        return ReadCell(codes)

    def _says_none(self, typed: str) -> bool:
        return self.dimension.labels == "multi" and says_none(typed, self.rule)

    def _role(self, typed: str) -> str | None:
        return self._roles.get(clean(typed).casefold())

    def _one(self, typed: str) -> GivenCode | None:
        given_code = self._find(typed)
        shown = clean(typed)
        if given_code is not None and given_code.code is not None and not given_code.role:
            code = self.dimension.code(given_code.code)
            if shown not in map(clean, (code.id, code.name, label(code))):
                self._folded.add((shown, code.id))
        return given_code

    def _find(self, typed: str) -> GivenCode | None:
        known = self._code(typed)
        if known is not None:
            return GivenCode(known)
        for text in (clean(typed), self._key(typed)):
            code, colon, role = text.rpartition(":")
            if not colon:
                code, _, role = text.removesuffix(")").rpartition("(")
            known, named = self._code(code), self._role(role)
            if known is not None and named is not None:
                return GivenCode(known, named)
        return None

    def _code(self, typed: str) -> str | None:
        ways = [clean] if self.rule.exact else [clean, fold]
        ways += [by_size] if self.dimension.scale == "ordinal" and not self.rule.exact else []
        return next(
            (self._lookup[key] for way in ways if (key := way(typed)) in self._lookup), None
        )

    def _key(self, typed: str) -> str:
        return clean(typed) if self.rule.exact else fold(typed)

    def _unknown(self, typed: str) -> str:
        shown = f"'{typed.strip()[:60]}'"
        retired = {name for c in self.dimension.codes if c.retired for name in (c.id, c.name)}
        if self._key(typed) in {self._key(name) for name in retired}:
            return f"{shown} is retired from '{self.dimension.id}' and given no more"
        where = f"'{self.dimension.id}' in codebook '{self.codebook.name}'"
        code, colon, role = typed.rpartition(":")
        if colon and self._code(code) is not None:
            known = ", ".join(self.dimension.roles) or "none"
            return f"'{role.strip()[:60]}' is not a role on {where} (roles: {known})"
        known_codes = {name for c in self.dimension.codes if c.given for name in (c.id, c.name)}
        return f"{shown} is not a code of {where}. {did_you_mean(typed.strip(), known_codes)}"
