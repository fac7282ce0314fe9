"""The items that a benchmark rests on: coders and systems side by side, one dimension at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.arrays import Bools, Ints
from textmine.benchmark.systems import System
from textmine.codebook import Codebook, Dimension
from textmine.coding import FinalCodes
from textmine.coding.code_matrix import codes_by_unit
from textmine.schema import Coding
from textmine.stats.systems.coder_comparison import majority_codes


@dataclass(frozen=True)
class Abstained:
    """A system gave no code to `n` of the `asked` units that some coder coded.

    `n_known` of the asked units have a reference code; `right` (0 to 1) is the share of the
    answered ones among them where the system gives it, `right_of_all` the share where each
    abstention counts as a miss; both are nan where none is known.
    """

    n: int
    asked: int
    n_known: int
    right: float
    right_of_all: float


def abstained_by(items: Items, system: int) -> Abstained:
    """Count the abstentions of a system, by its place, on all units that coders coded."""
    coded = (items.human >= 0).any(axis=1)
    codes = items.machine[:, system]
    silent = coded & items.abstained[:, system] & (codes < 0)
    answered = coded & (codes >= 0)
    gold = items.reference
    if not (gold >= 0).any():
        gold = majority_codes(items.human, len(items.categories))
    known = gold >= 0
    hits = int((answered & known & (codes == gold)).sum())
    n_answered, n_silent = int((answered & known).sum()), int((silent & known).sum())
    return Abstained(
        int(silent.sum()),
        int((silent | answered).sum()),
        n_answered + n_silent,
        hits / n_answered if n_answered else np.nan,
        hits / (n_answered + n_silent) if n_answered + n_silent else np.nan,
    )


YES, NO = "yes", "no"


@dataclass(frozen=True)
class Items:
    """Codes of coders (n_units, n_coders) and of systems (n_units, n_systems), -1 = missing.

    `question` is a dimension, or one code of a dimension that takes several: then the categories
    are no and yes. `reference` (n_units,) are the final codes, -1 where there is none, by
    `referee`. `abstained` (n_units, n_systems) are units that a system was asked about and gave no
    code. `clusters` number the threads, and `folds` the fold of each unit for a system that
    has folds, else None.
    """

    question: str
    scale: str
    categories: tuple[str, ...]
    units: tuple[str, ...]
    coders: tuple[str, ...]
    systems: tuple[str, ...]
    human: Ints
    machine: Ints
    reference: Ints
    referee: str
    abstained: Bools
    clusters: Ints
    folds: tuple[Ints | None, ...]


def items_of(
    codebook: Codebook,
    codings: Sequence[Coding],
    coders: Sequence[str],
    reference: FinalCodes | None,
    systems: Sequence[System],
    clusters: Mapping[str, int],
) -> list[Items]:
    """Return the items of every dimension that some coder and some system coded.

    A dimension that takes several codes a document becomes one question a code: given or not.
    """
    human = codes_by_unit(codings, coders)
    question_items = []
    for dimension in codebook.dimensions:
        coded = human.get(dimension.id, {})
        named = [system for system in systems if system.codes.get(dimension.id)]
        if not coded or not named:
            continue
        codes_by_coder = {coder: _of(coded, coder) for coder in coders}
        agreed = reference.on(dimension.id).codes if reference else {}
        referee = reference.who(dimension.id) if reference else ""
        question_items += [
            replace(
                _items(question, dimension, codes_by_coder, agreed, named, clusters),
                referee=referee,
            )
            for question in _questions(dimension)
        ]
    return question_items


@dataclass(frozen=True)
class _Question:
    name: str
    categories: tuple[str, ...]
    dimension: Dimension
    code: str | None = None

    def answer(self, codes: Collection[str] | None) -> int:
        """Return the category of what somebody said of a unit, -1 for nothing."""
        if codes is None:
            return -1
        plain = {self._without_role(code) for code in codes}
        if self.code is not None:
            return int(self.code in plain)
        # A document whose spans have different codes has no one code of its own.
        only_code = plain.pop() if len(plain) == 1 else ""
        return self.categories.index(only_code) if only_code in self.categories else -1

    def _without_role(self, code: str) -> str:
        """Return a code without the role it was given in; a code's id may hold a colon too."""
        known = self.dimension.code_ids
        return code if code in known else code.rpartition(":")[0] or code


def _questions(dimension: Dimension) -> list[_Question]:
    if dimension.labels == "single":
        return [_Question(dimension.id, tuple(dimension.code_ids), dimension)]
    return [
        _Question(f"{dimension.id} = {code}", (NO, YES), dimension, code)
        for code in dimension.code_ids
    ]


def _of(
    codes_by_pair: Mapping[tuple[str, str], Collection[str]], coder: str
) -> dict[str, Collection[str]]:
    return {unit: codes for (unit, name), codes in codes_by_pair.items() if name == coder}


def _items(
    question: _Question,
    dimension: Dimension,
    codes_by_coder: Mapping[str, Mapping[str, Collection[str]]],
    agreed: Mapping[str, Collection[str]],
    systems: Sequence[System],
    clusters: Mapping[str, int],
) -> Items:
    units = sorted({unit for codes in codes_by_coder.values() for unit in codes})
    machine = [system.codes[dimension.id] for system in systems]

    def column(codes: Mapping[str, Collection[str]]) -> list[int]:
        return [question.answer(codes.get(unit)) for unit in units]

    return Items(
        question=question.name,
        scale=dimension.scale if question.code is None else "nominal",
        categories=question.categories,
        units=tuple(units),
        coders=tuple(codes_by_coder),
        systems=tuple(system.name for system in systems),
        human=np.array([column(codes) for codes in codes_by_coder.values()], dtype=np.int64).T,
        machine=np.array([column(codes) for codes in machine], dtype=np.int64).T,
        reference=np.array(column(agreed), dtype=np.int64),
        referee="",
        abstained=np.array(
            [[unit in s.abstained.get(dimension.id, ()) for s in systems] for unit in units],
            dtype=np.bool_,
        ),
        clusters=np.array([clusters[unit] for unit in units], dtype=np.int64),
        folds=tuple(_fold_column(system, dimension.id, units) for system in systems),
    )


def _fold_column(system: System, dimension: str, units: Sequence[str]) -> Ints | None:
    folds = system.folds.get(dimension)
    if not folds:
        return None
    return np.array([folds.get(unit, -1) for unit in units], dtype=np.int64)
