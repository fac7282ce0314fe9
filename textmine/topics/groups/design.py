"""Covariates as columns of a regression: groups against the commonest, numbers as slopes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arrays import Bools, Floats
from textmine.corpus import Corpus, column_of, days_of, levels_of
from textmine.errors import InputError
from textmine.schema import CREATED_AT

_MOST_LEVELS = 30
_FEW_NUMBERS = 2
_YEAR, _MONTH = 365.25, 30.0


@dataclass(frozen=True)
class Term:
    """One column of the regression: `level` of a covariate against `reference`, or a slope."""

    covariate: str
    level: str
    reference: str


@dataclass(frozen=True)
class CovariateTable:
    """Columns (n_units, n_terms), without a constant; nan where a unit lacks a covariate."""

    columns: Floats
    terms: tuple[Term, ...]

    @property
    def complete(self) -> Bools:
        """Whether each unit has all covariates."""
        return np.asarray(~np.isnan(self.columns).any(axis=1))

    def without(self) -> tuple[tuple[str, int], ...]:
        """Return how many units lack each covariate."""
        names = dict.fromkeys(term.covariate for term in self.terms)
        lacking = np.isnan(self.columns)
        return tuple((name, int(lacking[:, self.places(name)[0]].sum())) for name in names)

    def places(self, covariate: str) -> list[int]:
        """Return the columns of a covariate."""
        return [index for index, term in enumerate(self.terms) if term.covariate == covariate]


def covariate_table(corpus: Corpus, covariates: Sequence[str]) -> CovariateTable:
    """Return the covariates of the documents as columns.

    A column with dates gives one slope (by year, or by 30 days where all lie within two years); one
    of more than two numbers a slope by 1; any other its levels against the commonest, which
    created_at:month makes of dates too. Raises InputError for a column that is not there, without
    variation, or with more than 30 levels.
    """
    columns, terms = [], []
    for name in dict.fromkeys(covariates):
        columns_of = _of_covariate(corpus, name)
        columns += [column for column, _ in columns_of]
        terms += [term for _, term in columns_of]
    if not terms:
        raise InputError("There is no covariate.", hint="Name columns, as in group,created_at.")
    return CovariateTable(np.column_stack(columns), tuple(terms))


def _of_covariate(corpus: Corpus, covariate: str) -> list[tuple[Floats, Term]]:
    if column_of(corpus, covariate.partition(":")[0]) == CREATED_AT and ":" not in covariate:
        days = np.array(days_of(corpus, CREATED_AT))
        span = np.nanmax(days) - np.nanmin(days)
        if not span > 0:
            raise InputError(f"'{covariate}' is the same for all documents of '{corpus.name}'.")
        per, name = (_YEAR, "year later") if span > 2 * _YEAR else (_MONTH, "30 days later")
        return [((days - np.nanmin(days)) / per, Term(covariate, name, ""))]
    levels = levels_of(corpus, covariate)
    counted = Counter(level for level in levels if level)
    if len(counted) < 2:
        raise InputError(f"'{covariate}' is the same for all documents of '{corpus.name}'.")
    numbers = _numbers(counted)
    known = np.array([level != "" for level in levels])
    if numbers is not None and len(counted) > _FEW_NUMBERS:
        values = np.array([numbers[level] if level else np.nan for level in levels])
        return [(values, Term(covariate, "1 more", ""))]
    if len(counted) > _MOST_LEVELS:
        raise InputError(
            f"'{covariate}' has {len(counted)} values, too many for a regression.",
            hint="Choose a column with fewer, or a longer period.",
        )
    reference = min(counted, key=lambda level: (-counted[level], level))
    return [
        (
            np.where(
                known,
                np.array([level_of_document == level for level_of_document in levels], dtype=float),
                np.nan,
            ),
            Term(covariate, level, reference),
        )
        for level in sorted(counted)
        if level != reference
    ]


def _numbers(levels: Counter[str]) -> dict[str, float] | None:
    try:
        values = {level: float(level) for level in levels}
    except ValueError:
        return None
    return values if np.isfinite(list(values.values())).all() else None
