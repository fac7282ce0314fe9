"""What a benchmark found: coders among themselves, each system beside them, systems compared."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.benchmark.items import Abstained
from textmine.coding import DimensionAgreement, Estimate
from textmine.stats import ClassificationScores
from textmine.stats.systems.alt_test import AltTest
from textmine.stats.systems.coder_comparison import AgainstOthers, ReplacedAlpha
from textmine.stats.systems.friedman import CorrectedT, Friedman, NemenyiDifference
from textmine.stats.systems.paired import McNemar, PairedDifference

FEW_APART = 12
"""Fewer units or threads on which two systems differ leave a wide interval and no small p."""


@dataclass(frozen=True)
class Referred:
    """A system scored against the reference codes; `ties` units had no majority to refer to."""

    reference: str
    ties: int
    scores: ClassificationScores


@dataclass(frozen=True)
class SystemResult:
    """One system on one question.

    `with_coders` is its agreement with each coder, `beside` the coders and the system against the
    majority of the others, `replaced` alpha with the system in place of each coder, `alt_tests`
    the alternative annotator test at every epsilon of `EPSILONS`, `verdict` what may be said.
    `abstained` are units it gave no code: none of the other figures has them.
    """

    system: str
    with_coders: tuple[Estimate, ...]
    beside: AgainstOthers | None
    replaced: ReplacedAlpha | None
    alt_tests: dict[str, AltTest]
    referred: Referred | None
    verdict: str
    abstained: Abstained


@dataclass(frozen=True)
class SystemPair:
    """Two systems against the same reference codes; `folds` where both were held out alike.

    `mcnemar` is None where units stand in threads: it takes them for independent.
    """

    first: str
    second: str
    difference: PairedDifference
    mcnemar: McNemar | None
    folds: CorrectedT | None

    @property
    def remark(self) -> str:
        """What weakens the comparison, "" for nothing."""
        weaknesses = []
        if self.difference.n_apart < FEW_APART:
            drawn = "units" if self.difference.permuted == "units" else "threads"
            weaknesses.append(
                f"one is right more often in {self.difference.n_apart} {drawn} only: the interval "
                "is wide, and p can hardly be small"
            )
        if self.folds is not None:
            weaknesses.append("p folds is strict: below .05 by chance in 1 to 3 of 100 cases")
        return "; ".join(weaknesses)


@dataclass(frozen=True)
class BenchmarkResult:
    """One question of one corpus: `n` units have a code of every system and of some coder.

    `left_out` more lack a system's code. `humans` is None with one coder; its details are the
    coders pair by pair.
    """

    corpus: str
    question: str
    metric: str
    categories: tuple[str, ...]
    coders: tuple[str, ...]
    n: int
    n_groups: int
    groups: str
    left_out: int
    humans: DimensionAgreement | None
    systems: tuple[SystemResult, ...]
    pairs: tuple[SystemPair, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class AcrossCorpora:
    """Systems ranked over several data sets: (corpus, question) -> score of each system."""

    systems: tuple[str, ...]
    data_sets: tuple[tuple[str, str], ...]
    scores: tuple[tuple[float, ...], ...]
    friedman: Friedman
    nemenyi: NemenyiDifference
    metric: str
