"""Which codes a reader wants the passages of: by id or name, with those below, all or any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.codebook import Codebook, Dimension, code_with_name
from textmine.coding import read_as, refuse_no_level
from textmine.coding.parent_codes import LEVELS
from textmine.errors import InputError, UsageError, did_you_mean
from textmine.schema import Coding


@dataclass(frozen=True)
class Term:
    """A code of a dimension with the codes below it; `role` "" takes it in any role."""

    dimension: str
    code: str
    name: str = ""
    role: str = ""
    below: frozenset[str] = frozenset()

    @property
    def codes(self) -> frozenset[str]:
        """The code and those below it."""
        return self.below | {self.code}

    def takes(self, coding: Coding) -> bool:
        """Whether a coding gives the code."""
        return (
            coding.dimension == self.dimension
            and (coding.code == self.code or coding.code in self.below)
            and self.role in ("", coding.role)
        )

    def __str__(self) -> str:
        """Return the code as a heading says it: its id, its role and its name."""
        own = f"{self.code}:{self.role}" if self.role else self.code
        says_more = self.name and code_with_name(self.code, self.name) != self.name
        named = f"{own} ({self.name})" if says_more else own
        return f"{named} with {len(self.below)} below it" if self.below else named


@dataclass(frozen=True)
class Wanted:
    """Codes whose passages are looked for: those that have all of them, or `any` of them.

    `title` is what they are called together, such as the name of a cell, whose id is `cell`.
    """

    terms: tuple[Term, ...]
    any: bool = False
    title: str = ""
    cell: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions of the codes, each once."""
        return tuple(dict.fromkeys(term.dimension for term in self.terms))

    @property
    def key(self) -> str:
        """What is looked for as a table says it: A1, A, "A and 1", "A or 1", or a title."""
        codes = [f"{term.code}:{term.role}" if term.role else term.code for term in self.terms]
        joined = (" or " if self.any else " and ").join(codes)
        if self.cell and len(codes) == 2:
            return self.cell
        return joined or self.title

    def __str__(self) -> str:
        """Return what is looked for as a heading says it."""
        joined = (" or " if self.any else " and ").join(map(str, self.terms))
        return f"{self.title}: {joined}" if self.title else joined


def read_term(book: Codebook, given: str, roll_up: str | None = None) -> Term:
    """Return the code that `[DIM=]CODE[:ROLE]` means; ids and names may be in any case.

    A heading, which nobody can give, comes with the codes below it; with `roll_up`, a level such as
    "top", every code comes with those that are read as it there. Raises InputError for a code that
    is not there, or that several dimensions have.
    """
    dimension, equals, code = given.partition("=")
    if equals and dimension.strip() in [own_dimension.id for own_dimension in book.dimensions]:
        looked_in, wanted = [book.dimension(dimension.strip())], code.strip()
    else:
        looked_in, wanted = list(book.dimensions), given.strip()
    terms = [
        term for looked_dimension in looked_in for term in _terms(looked_dimension, wanted, roll_up)
    ]
    if len(terms) == 1:
        return terms[0]
    if terms:
        candidates = ", ".join(f"{term.dimension}={term.code}" for term in terms)
        raise InputError(
            f"'{given}' may mean several codes: {candidates}.", hint="Name one of these."
        )
    known = [
        name
        for looked_dimension in looked_in
        for code in looked_dimension.codes
        for name in (code.id, code.name)
    ]
    raise InputError(
        f"Codebook '{book.name}' has no code '{given}'.",
        hint=did_you_mean(wanted, filter(None, known)),
    )


def read_cell(book: Codebook, given: str) -> Wanted:
    """Return the two codes that make a cell of the product, named A1 or by what it means.

    Raises InputError where there is no such cell.
    """
    if book.product is None:
        raise InputError(
            f"Codebook '{book.name}' names no product, so that it has no cells.",
            hint="Name both codes: --code CODE --code CODE.",
        )
    rows, columns = book.dimension(book.product.rows), book.dimension(book.product.columns)
    for row in rows.code_ids:
        for column in columns.code_ids:
            name = book.product.cells.get(row + column, "")
            if _same(given, row + column) or _same(given, name):
                terms = (_term(rows, row), _term(columns, column))
                title = f"{row}{column}{f', {name}' if name else ''}"
                return Wanted(terms, title=title, cell=row + column)
    raise InputError(f"There is no cell '{given}'.", hint=did_you_mean(given, book.cells()))


def wanted_codes(
    book: Codebook,
    codes: Sequence[str] = (),
    cell: str | None = None,
    roll_up: str | None = None,
    *,
    any: bool = False,
) -> Wanted | None:
    """Return what is looked for, None where neither codes nor a cell are named."""
    if roll_up is not None:
        refuse_no_level(book, roll_up)
    terms = [read_term(book, code, roll_up) for code in codes]
    if cell is None:
        return Wanted(tuple(dict.fromkeys(terms)), any) if terms else None
    cell_wanted = read_cell(book, cell)
    if not terms:
        return cell_wanted
    if any:
        raise UsageError("A cell has both of its codes.", hint="Leave out --any, or the cell.")
    return Wanted(
        tuple(dict.fromkeys((*cell_wanted.terms, *terms))),
        title=cell_wanted.title,
        cell=cell_wanted.cell,
    )


def every_code(book: Codebook, dimensions: Sequence[str]) -> list[Wanted]:
    """Return each code of dimensions by itself, in the order of the codebook."""
    return [
        Wanted((_term(book.dimension(name), code),))
        for name in dimensions
        for code in book.dimension(name).code_ids
    ]


def below_told(book: Codebook, term: Term, codings: Iterable[Coding]) -> str:
    """Return what to do where a code has no passage of its own, and codes below it have: or ""."""
    dimension = book.dimension(term.dimension)
    used = {coding.code for coding in codings if coding.dimension == term.dimension}
    below = [
        code.id
        for code in dimension.codes
        if code.id in used and term.code in dimension.ancestors(code.id)
    ]
    if not below or not term.codes.isdisjoint(used):
        return ""
    stages = {code.stage for code in dimension.codes}
    levels = [
        level
        for level in LEVELS
        if level in (*stages, LEVELS[-1])
        and all(read_as(dimension, level)[code] == term.code for code in (term.code, *below))
    ]
    named = " ".join(f"--code {code}" for code in below)
    how = f"--roll-up {levels[-1]}" if levels else f"{named} --any"
    return (
        f"'{term.code}' has no passage of its own. Codes below it have: {', '.join(below)}. "
        f"{how} quotes these."
    )


def _terms(dimension: Dimension, wanted: str, roll_up: str | None) -> list[Term]:
    """Return the codes of a dimension that are called so, by id before by name."""
    for name, role in ((wanted, ""), wanted.rpartition(":")[::2]):
        if role and role not in dimension.roles:
            continue
        for named in ("id", "name"):
            codes = [code for code in dimension.codes if _same(name, getattr(code, named))]
            if codes:
                return [_term(dimension, code.id, role, roll_up) for code in codes]
    return []


def _term(dimension: Dimension, code: str, role: str = "", roll_up: str | None = None) -> Term:
    own = dimension.code(code)
    below: set[str] = set()
    if roll_up is not None:
        read = read_as(dimension, roll_up)
        if read[code] != code:
            raise InputError(
                f"'{code}' is read as '{read[code]}' at the level '{roll_up}'.",
                hint=f"Name '{read[code]}', or another level.",
            )
        below = {identity for identity, at_level in read.items() if at_level == code}
    elif not own.codable:
        below = {other.id for other in dimension.codes if code in dimension.ancestors(other.id)}
    return Term(dimension.id, code, own.name, role, frozenset(below - {code}))


def _same(typed: str, known: str) -> bool:
    return bool(known) and " ".join(typed.split()).casefold() == " ".join(known.split()).casefold()
