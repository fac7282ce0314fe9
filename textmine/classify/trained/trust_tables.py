"""How far a model can be trusted, as tables: its probabilities, and codes not ruled out."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.choices import Labels
from textmine.classify.trained.trust import Trust
from textmine.present import Column, Table, Value, table_of
from textmine.stats.shares.clustered_share import EXACT_INTERVALS


def curve_table(name: str, title: str, labels: Labels, trust: Trust) -> Table:
    """Return a row a bin of the reliability curve: probabilities, and how often they were right."""
    what = "codes (yes or no each)" if labels == "multi" else "documents"
    columns = [
        Column(
            "the machine's probability",
            lambda one: f"{one.said:.2f} ({one.lowest:.2f} to {one.highest:.2f})",
        ),
        Column(what, lambda one: one.n),
        Column(
            "right",
            lambda one: Value(one.seen, one.interval.low, one.interval.high, places=2),
            "right [95 %]",
        ),
    ]
    return table_of(name, title, columns, trust.curve)


def sets_table(name: str, dimension: str, classes: Sequence[str], trust: Trust) -> Table:
    """Return how often each code was among those that could not be ruled out."""
    columns = [
        Column("code", lambda one: one[0]),
        Column("n", lambda one: one[1].n),
        Column(
            "in the set",
            lambda one: Value(one[1].value, one[1].interval.low, one[1].interval.high),
            "in the set [95 %]",
            files=False,
        ),
        Column("in the set", lambda one: one[1].value, people=False),
        Column("low", lambda one: one[1].interval.low, people=False),
        Column("high", lambda one: one[1].interval.high, people=False),
        Column("always in the set", lambda one: one[1].always, people=False),
        Column(
            "remark",
            lambda one: "too few examples: always in the set" if one[1].always else "",
            files=False,
        ),
    ]
    title = (
        f"{dimension}: codes that cannot be ruled out (class-conditional conformal sets, 90 % for "
        f"each code; {trust.sets.mean_size:.1f} codes a document; {EXACT_INTERVALS})"
    )
    return table_of(name, title, columns, zip(classes, trust.sets.codes, strict=True))


def error_at(trust: Trust, share: float) -> float:
    """Return the error at the first point of the curve that keeps this share or more, 0 to 1."""
    risk = trust.risk
    place = min(int((risk.coverage < share - 1e-9).sum()), len(risk.coverage) - 1)
    return float(risk.risk[place])
