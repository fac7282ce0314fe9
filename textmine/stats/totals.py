"""A coefficient written as a function of totals over units.

Each unit gives a row of features, the rows are added up, and the coefficient is solved from the
totals. So an estimate, a bootstrap over units and a bootstrap over clusters are one computation
with different numbers of times that each unit counts.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from textmine.arrays import Floats, Ints
from textmine.stats import counts

TINY = 1e-12


@dataclass(frozen=True)
class Coefficient:
    """One agreement figure, with what is needed to read it.

    `value` is nan when the coefficient is undefined, and `reason` then says why; `reason` also
    warns when only one category was used, where a value of 1 shows nothing. `observed` and
    `expected` are agreements on the scale 0 to 1, except for Krippendorff's alpha, where they are
    the disagreements Do and De in the unit of the metric. `n_units` counts units with a code,
    `n_pairable` units with two or more, `n_codings` codes, `n_coders` coders with a code;
    `category_counts` are the codes in each category. `category` is set by `per_category` only.
    """

    name: str
    value: float
    reason: str
    observed: float
    expected: float
    n_units: int
    n_pairable: int
    n_codings: int
    n_coders: int
    category_counts: tuple[int, ...]
    category: int | None = None

    @property
    def defined(self) -> bool:
        """Whether the value is a number."""
        return not np.isnan(self.value)

    @property
    def prevalence(self) -> tuple[float, ...]:
        """The share of the codes in each category, 0 to 1; nan when there are no codes."""
        return tuple(n / self.n_codings if self.n_codings else np.nan for n in self.category_counts)


@dataclass(frozen=True)
class Solution:
    """Values of a coefficient for several rows of totals, nan where undefined: (n_rows,) each."""

    value: Floats
    observed: Floats
    expected: Floats


@dataclass(frozen=True)
class TotalsForm:
    """How a coefficient is computed: features of a unit, and the solution from their totals.

    `features` maps different rows (n_rows, n_columns) to (n_rows, n_features), and `solve` maps
    totals (n_totals, n_features) to a `Solution`. The rows are codes by coder when `by_coder`,
    counts by category otherwise. Units with fewer than `min_codes` codes are no part of it.
    """

    name: str
    n_categories: int
    min_codes: int
    by_coder: bool
    features: Callable[[Ints], Floats]
    solve: Callable[[Floats], Solution]

    def rows(self, codes: Ints) -> tuple[counts.UniqueRows, Ints]:
        """Return the different rows, and the indices of the units that they were found in."""
        used = np.flatnonzero((codes >= 0).sum(axis=1) >= self.min_codes)
        rows = codes[used]
        return counts.unique_rows(
            rows if self.by_coder else counts.count_categories(rows, self.n_categories)
        ), used


def chance_corrected(observed: Floats, expected: Floats) -> Solution:
    """Return (observed - expected) / (1 - expected), nan where the chance agreement is 1."""
    room = 1 - expected
    value = divide(observed - expected, np.where(room > TINY, room, 0))
    return Solution(value, observed, expected)


def divide(numerator: Floats, denominator: Floats) -> Floats:
    """Divide, giving nan where the denominator is 0."""
    shape = np.broadcast_shapes(numerator.shape, denominator.shape)
    quotient = np.full(shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient


def estimate(form: TotalsForm, codes: ArrayLike) -> Coefficient:
    """Compute the coefficient of a form from codes (n_units, n_coders).

    Raises `InputError` for codes outside the codebook.
    """
    checked = counts.check_codes(codes, form.n_categories)
    coded = checked >= 0
    per_unit = coded.sum(axis=1)
    totals = np.bincount(checked[coded], minlength=form.n_categories)
    rows, _ = form.rows(checked)
    features = form.features(rows.rows)
    solution = form.solve((rows.multiplicity @ features)[None, :])
    value = float(solution.value[0])
    n_pairable = int((per_unit >= 2).sum())
    n_coders = int(coded.any(axis=0).sum())
    used = np.flatnonzero(np.bincount(checked[per_unit >= form.min_codes].ravel() + 1)[1:])
    return Coefficient(
        name=form.name,
        value=value,
        reason=_reason(value, used, n_pairable, n_coders),
        observed=float(solution.observed[0]),
        expected=float(solution.expected[0]),
        n_units=int((per_unit >= 1).sum()),
        n_pairable=n_pairable,
        n_codings=int(per_unit.sum()),
        n_coders=n_coders,
        category_counts=tuple(int(n) for n in totals),
    )


def _reason(value: float, used: Ints, n_pairable: int, n_coders: int) -> str:
    if n_coders == 0:
        return "No unit has a code."
    if n_coders == 1:
        return "Only one coder gave codes, and agreement needs two."
    if n_pairable == 0:
        return "No unit was coded by two coders or more."
    if used.size == 1:
        what = "is undefined" if np.isnan(value) else "is 1 whatever the coders understood"
        return f"All gave one and the same code to every unit, so the coefficient {what}."
    if np.isnan(value):
        return "The disagreement expected by chance is 0, so the coefficient is undefined."
    return ""
