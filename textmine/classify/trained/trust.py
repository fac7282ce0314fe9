"""How far a model's probabilities can be trusted, by what it said of documents it never saw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.classify.machine_codes import confidence_of
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.stats.systems.conformal import ConformalCoverage, conformal_coverage
from textmine.stats.systems.reliability_curve import (
    ReliabilityPoint,
    calibration_error,
    reliability_curve,
)
from textmine.stats.systems.risk_coverage import RiskCoverage, risk_coverage

CERTAINTY = 0.9
"""With which the coverage of a code's conformal sets is what was promised, in this very corpus."""


@dataclass(frozen=True)
class Trust:
    """The calibration error and curve, the coverage of conformal sets, and the error that is left
    when only what the machine is surest of is kept.
    """

    error: float
    curve: tuple[ReliabilityPoint, ...]
    sets: ConformalCoverage
    risk: RiskCoverage


def trust_of(held_out: HeldOutCodes, groups: NDArray[np.int64]) -> Trust:
    """Measure the trust in held-out probabilities; `groups` (n_documents,) depend on each other."""
    said = held_out.said
    single = said.labels == "single"
    gold = held_out.gold.argmax(axis=1) if single else held_out.gold
    wrong = (said.given != held_out.gold).any(axis=1)
    return Trust(
        calibration_error(said.probabilities, gold),
        tuple(reliability_curve(said.probabilities, gold, clusters=groups)),
        conformal_coverage(
            said.probabilities,
            held_out.gold,
            held_out.fold,
            certainty=CERTAINTY,
            clusters=groups,
        ),
        risk_coverage(confidence_of([said]), wrong),
    )
