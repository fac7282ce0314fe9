"""How common the codes of a dimension are, whatever that was measured by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textmine.classify.prevalence import Prevalence
from textmine.codebook import Codebook, Dimension
from textmine.reading.counting.tabulation import Tabulation
from textmine.report.whole.amounts import Amount, amount_of, is_more

Basis = Literal["census", "drawn", "coded", "disputed", "corrected"]
"""All units were coded; a random sample; some that no draw chose; those that are left where coders
differ on others and nobody settled it; a sample and a model."""


@dataclass(frozen=True)
class CodeShare:
    """A code by its name, with its definition, and its share of the units.

    `count` coded units have it.
    """

    code: str
    name: str
    definition: str
    count: int
    amount: Amount


@dataclass(frozen=True)
class DimensionShares:
    """The codes of one dimension in the order of the codebook.

    `n` units have final codes, of `n_corpus` (None where nobody knows), each one code or, where
    `several`, any number. `n_open` others are coded, and nobody settled on what. `unit` is what a
    unit is called.
    """

    dimension: str
    name: str
    basis: Basis
    codes: tuple[CodeShare, ...]
    n: int
    n_corpus: int | None
    unit: str
    several: bool = False
    n_open: int = 0

    @property
    def leading(self) -> list[CodeShare]:
        """The codes that somebody gave, the commonest first."""
        given = [code for code in self.codes if code.amount.share > 0]
        return sorted(given, key=lambda code_share: (-code_share.amount.share, code_share.code))

    def more(self, first: CodeShare, second: CodeShare) -> bool:
        """Return whether the first code may be called commoner than the second."""
        together = None if self.several or self.basis == "corrected" else 0.0
        return is_more(first.amount, second.amount, self.n, together)


def counted_shares(
    table: Tabulation, book: Codebook, unit: str, n_open: int = 0
) -> DimensionShares:
    """Return the shares that were counted by people's codes, of one dimension.

    On `n_open` other units the coders differ, and nobody settled it.
    """
    dimension = book.dimension(table.rows)
    codes = tuple(
        CodeShare(
            label,
            name_of(dimension, label),
            _definition(dimension, label),
            share.count,
            amount_of(share.percent / 100, share.interval),
        )
        for label, share in table.row_totals.items()
    )
    sampled = any(share.interval is not None for share in table.row_totals.values())
    without: Basis = "disputed" if n_open else "coded"
    basis: Basis = "census" if table.census else "drawn" if sampled else without
    several = dimension.labels == "multi" or table.several > 0
    return DimensionShares(
        dimension.id,
        _called(dimension),
        basis,
        codes,
        table.n,
        table.n_corpus,
        "passage" if table.unit == "passages" else unit,
        several,
        n_open,
    )


def corrected_shares(counted: DimensionShares, found: Sequence[Prevalence]) -> DimensionShares:
    """Return the shares of a dimension as a model and a random sample together give them.

    What was counted comes back where there is no such estimate.
    """
    for result in found:
        sure = result.sampling in ("drawn", "chances") and result.methods[0] in ("ppi", "hand")
        if result.question != counted.dimension or result.by or not sure:
            continue
        group = result.groups[0]
        shares = {code.code: code.shares.get(result.methods[0]) for code in group.codes}
        codes = []
        for one in counted.codes:
            share = shares.get(one.code)
            if share is None or share.interval is None or not share.interval.defined:
                return counted
            amount = amount_of(share.value, share.interval)
            codes.append(CodeShare(one.code, one.name, one.definition, one.count, amount))
        return DimensionShares(
            counted.dimension,
            counted.name,
            "corrected",
            tuple(codes),
            group.n_sampled,
            group.n_documents,
            counted.unit,
            counted.several,
            counted.n_open,
        )
    return counted


def name_of(dimension: Dimension, label: str) -> str:
    """Return the name of a code by its label, CODE or CODE:ROLE; the label of one without a name.

    Where several codes of the dimension have one name, their ids tell them apart.
    """
    code, _, role = label.partition(":")
    found = next((one for one in dimension.codes if one.id == code), None)
    name = (found.name if found else "") or code
    if found and sum(one.name == found.name for one in dimension.codes) > 1 and name != code:
        name = f"{name} ({code})"
    return f"{name} ({role})" if role else name


def _definition(dimension: Dimension, label: str) -> str:
    code = label.partition(":")[0]
    return next((one.definition for one in dimension.codes if one.id == code), "")


def _called(dimension: Dimension) -> str:
    return dimension.name or dimension.id
