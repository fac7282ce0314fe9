"""How far a model can be trusted: its probabilities, and codes not ruled out, also as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.arrays import Ints
from textmine.choices import Labels
from textmine.classify.machine_codes import confidence_of
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.present import Column, Table, Value, table_of
from textmine.stats.shares.share_intervals import EXACT_INTERVALS
from textmine.stats.systems.conformal import ConformalCoverage, conformal_coverage
from textmine.stats.systems.reliability_curve import (
    ReliabilityPoint,
    calibration_error,
    reliability_curve,
)
from textmine.stats.systems.risk_coverage import RiskCoverage, risk_coverage

CERTAINTY = 0.9
"""With which the coverage of a code's conformal sets is what was promised, in this very corpus."""


def curve_table(name: str, title: str, labels: Labels, trust: Trust) -> Table:
    """Return a row a bin of the reliability curve: probabilities, and how often they were right."""
    what = "codes (yes or no each)" if labels == "multi" else "documents"
    columns = [
        Column(
            "the machine's probability",
            lambda curve_bin: (
                f"{curve_bin.said:.2f} ({curve_bin.lowest:.2f} to {curve_bin.highest:.2f})"
            ),
        ),
        Column(what, lambda curve_bin: curve_bin.n),
        Column(
            "right",
            lambda curve_bin: Value(
                curve_bin.seen, curve_bin.interval.low, curve_bin.interval.high, places=2
            ),
            "right [95 %]",
        ),
    ]
    return table_of(name, title, columns, trust.curve)


def sets_table(name: str, dimension: str, classes: Sequence[str], trust: Trust) -> Table:
    """Return how often each code was among those that could not be ruled out."""
    columns = [
        Column("code", lambda item: item[0]),
        Column("n", lambda item: item[1].n),
        Column(
            "in the set",
            lambda item: Value(item[1].value, item[1].interval.low, item[1].interval.high),
            "in the set [95 %]",
            files=False,
        ),
        Column("in the set", lambda item: item[1].value, people=False),
        Column("low", lambda item: item[1].interval.low, people=False),
        Column("high", lambda item: item[1].interval.high, people=False),
        Column("always in the set", lambda item: item[1].always, people=False),
        Column(
            "remark",
            lambda item: "too few examples: always in the set" if item[1].always else "",
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
    index = min(int((risk.coverage < share - 1e-9).sum()), len(risk.coverage) - 1)
    return float(risk.risk[index])


@dataclass(frozen=True)
class Trust:
    """The calibration error and curve, the coverage of conformal sets, and the error that is left
    when only what the machine is surest of is kept.
    """

    error: float
    curve: tuple[ReliabilityPoint, ...]
    sets: ConformalCoverage
    risk: RiskCoverage


def trust_of(held_out: HeldOutCodes, groups: Ints) -> Trust:
    """Measure the trust in held-out probabilities; `groups` (n_documents,) depend on each other."""
    machine_codes = held_out.said
    single = machine_codes.labels == "single"
    gold = held_out.gold.argmax(axis=1) if single else held_out.gold
    wrong = (machine_codes.given != held_out.gold).any(axis=1)
    return Trust(
        calibration_error(machine_codes.probabilities, gold),
        tuple(reliability_curve(machine_codes.probabilities, gold, clusters=groups)),
        conformal_coverage(
            machine_codes.probabilities,
            held_out.gold,
            held_out.fold,
            certainty=CERTAINTY,
            clusters=groups,
        ),
        risk_coverage(confidence_of([machine_codes]), wrong),
    )
