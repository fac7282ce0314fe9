"""Saturation of hand codes: whether more interviews would bring codes that none had before."""

from dataclasses import dataclass

import numpy as np

from textmine.config import Tell, untold
from textmine.corpus import Corpus, Level, talk_level
from textmine.errors import InputError
from textmine.reading.code_table import CodesRequest, TableCode, code_table
from textmine.reading.counting.sides import group_levels, in_order
from textmine.stats.codes import saturation
from textmine.stats.codes.unseen_codes import CodesInAll, codes_in_all
from textmine.store import Workspace

_BASE, _RUN, _THRESHOLD = 4, 2, 0.05
_ORDERS = 500


@dataclass(frozen=True)
class PartOfCodes:
    """The codes of one case (or another group of units)."""

    name: str
    codes: saturation.CodesOfPart


@dataclass(frozen=True)
class CodeSaturation:
    """Codes seen after so many units, and the number of codes in all.

    `curve` is over random orders and in the order of the corpus; `reached` says when two further
    units bring at most 5 % of what the first four had; `in_all` estimates the codes still unseen.
    `once` are the codes of a single unit, `never` those of the codebook that nobody gave. `parts`
    are in their order, of the column `by`; `n_without` units belong to none or to several.
    """

    unit: Level
    who: str
    curve: tuple[saturation.CodesSeen, ...]
    reached: saturation.SaturationOrders
    in_all: CodesInAll
    once: tuple[TableCode, ...]
    never: tuple[TableCode, ...]
    by: str
    parts: tuple[PartOfCodes, ...]
    n_without: int
    n_incomplete: int


def code_saturation(
    workspace: Workspace,
    corpus: Corpus,
    request: CodesRequest,
    *,
    level: Level | None = None,
    by: str | None = None,
    seed: int = 0,
    tell: Tell = untold,
) -> CodeSaturation:
    """Count the codes seen after each unit, and estimate how many are unseen.

    Without a `level` that is an interview, or a thread where there are none. Raises InputError
    where nothing is coded, for a level that the corpus does not have and a column `by` that is not
    there.
    """
    level = level or request.at.counted or talk_level(corpus)
    table = code_table(workspace, corpus, request, tell, level)
    used = table.has.any(axis=0)
    if not used.any():
        raise InputError("Nobody gave a code, so saturation has no meaning here.")
    presence = table.has[:, used].astype(np.int64)
    holders = table.has.sum(axis=0)
    parts: tuple[PartOfCodes, ...] = ()
    n_without = 0
    if by is not None:
        levels = group_levels(corpus, table.codings.codebook, by)
        of = [{levels[row] for row in rows} - {""} for rows in table.members]
        here = np.array([len(unit_codes) == 1 for unit_codes in of])
        n_without = int((~here).sum())
        if not here.any():
            raise InputError(
                f"No coded {level[:-1]} belongs to one value of '{by}'.",
                hint="Choose another column, or count smaller units.",
            )
        names = in_order({name for unit_codes in of if len(unit_codes) == 1 for name in unit_codes})
        numbers = [names.index(next(iter(unit_codes))) for unit_codes in of if len(unit_codes) == 1]
        counted = saturation.codes_of_parts(presence[here], numbers)
        parts = tuple(PartOfCodes(names[of_part.part], of_part) for of_part in counted)
    return CodeSaturation(
        level,
        table.who,
        saturation.code_curve(presence, n_orders=_ORDERS, seed=seed),
        saturation.saturation_over_orders(
            presence, _BASE, _RUN, _THRESHOLD, n_orders=_ORDERS, seed=seed
        ),
        codes_in_all(presence, seed=seed),
        tuple(code for code, n in zip(table.codes, holders, strict=True) if n == 1),
        tuple(code for code, n in zip(table.codes, holders, strict=True) if n == 0),
        by or "",
        parts,
        n_without,
        table.n_incomplete,
    )
