"""Codes of a corpus as a table of units by codes: what is compared, paired and counted."""

from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools
from textmine.coding import Codings
from textmine.config import Tell
from textmine.corpus import Corpus, Level
from textmine.errors import InputError
from textmine.reading.coded_at import DOCUMENTS, CodedAt, by_rule, codings_at, rule_of_units
from textmine.reading.coded_units import CodedUnits, coded_units
from textmine.reading.counting.sides import codes_side
from textmine.store import Workspace


@dataclass(frozen=True)
class CodesRequest:
    """Whose codes are looked at, and which: those of all coded dimensions where none is named.

    `coder` None takes the final codes, `codebook` None the one used; `roll_up` reads nested codes
    as those they are grouped under, `roles` keeps the roles of a code apart; `at` is the level at
    which codes are read.
    """

    coder: str | None = None
    dimensions: tuple[str, ...] = ()
    codebook: str | None = None
    roll_up: str | None = None
    roles: bool = True
    at: CodedAt = DOCUMENTS


@dataclass(frozen=True)
class TableCode:
    """A code of a dimension as a column: its label (CODE, or CODE:ROLE) and its name."""

    dimension: str
    label: str
    name: str


@dataclass(frozen=True)
class CodeTable:
    """Units that were coded on every dimension, by codes: `has` (n_units, n_codes).

    `n_incomplete` units are left out, for nobody coded them on one of the dimensions. `final` says
    whose the codes are.
    """

    codings: Codings
    dimensions: tuple[str, ...]
    units: CodedUnits
    kept: Bools
    codes: tuple[TableCode, ...]
    has: Bools

    @property
    def n_incomplete(self) -> int:
        """How many units are left out."""
        return int((~self.kept).sum())

    @property
    def members(self) -> list[tuple[int, ...]]:
        """The rows of the corpus that each unit is made of."""
        return [rows for rows, here in zip(self.units.members, self.kept, strict=True) if here]

    @property
    def who(self) -> str:
        """Whose codes these are, as a label."""
        return self.codings.by_whom.who(*self.dimensions)


def code_table(
    workspace: Workspace,
    corpus: Corpus,
    request: CodesRequest,
    tell: Tell,
    level: Level | None = None,
) -> CodeTable:
    """Return the codes of units at a level, whole documents where None, and tell what is left out.

    Raises InputError where nothing is coded, or no unit on all of the dimensions.
    """
    stands = codings_at(workspace, corpus, request.at, request.codebook, request.roll_up)
    chosen = stands.by(request.coder)
    book, final = chosen.codebook, chosen.by_whom
    there = [dimension.id for dimension in book.dimensions if dimension.id in final.parts]
    settled = [name for name in there if not final.parts[name].unsettled]
    named = list(dict.fromkeys(request.dimensions)) or settled or there
    chosen = by_rule(chosen, request.at, tuple(named))
    rules = rule_of_units(request.at, level)
    for remark in (*chosen.remarks, *rules, *chosen.by_whom.remarks(*named)):
        tell(remark)
    for name in there:
        if not request.dimensions and name not in settled:
            tell(f"'{name}' is left out: {final.parts[name].unsettled}")
    units = coded_units(chosen, level or "passages", named, whole=level is None)
    for remark in units.remarks:
        tell(remark)
    sides = [codes_side(units, book, name, roles=request.roles) for name in named]
    known = np.asarray(np.all([side.known for side in sides], axis=0))
    if not known.any():
        raise InputError(
            f"Nothing of '{corpus.name}' is coded on all of {', '.join(named)}.",
            hint="Name one --dimension.",
        )
    codes = [
        TableCode(side.name, label, side.meanings.get(label, ""))
        for side in sides
        for label in side.labels
    ]
    has = np.hstack([side.has for side in sides])[known]
    return CodeTable(chosen, tuple(named), units, known, tuple(codes), has)
