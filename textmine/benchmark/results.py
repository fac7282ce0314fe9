"""What a benchmark found: coders among themselves, each system beside them, systems compared."""

import math
from dataclasses import dataclass

from textmine.benchmark.items import Abstained
from textmine.coding import DimensionAgreement, Estimate
from textmine.stats import ClassificationScores
from textmine.stats.systems.alt_test import AltTest
from textmine.stats.systems.coder_comparison import AgainstOthers, ReplacedAlpha
from textmine.stats.systems.friedman import CorrectedT, Friedman, NemenyiDifference
from textmine.stats.systems.paired import McNemar, PairedDifference

RELIABLE = 0.667
"""Below this lower limit of alpha, Krippendorff (2004) draws not even tentative conclusions."""

CLOSE = 0.1
"""A gap within this of a coder is close; where more is possible, nothing is claimed."""

_FEW = 30

FEW_THREADS = (
    "{} threads or other groups are few: take this as a first look. With 12 to 20, the verdict is "
    "too kind: of seventeen systems that are no better than a coder, about one is called better. "
    "It should be one in forty."
)


def verdict_on(
    system: str,
    beside: AgainstOthers | None,
    test: AltTest | None,
    humans: DimensionAgreement | None,
    n: int,
    n_threads: int = 0,
) -> str:
    """Return what may be said of a system: the gap, the test, and what weakens both.

    `n` units are shared by coders; `n_threads` are those that they stand in, 0 where each is drawn
    by itself.
    """
    if beside is None or not beside.coders:
        return (
            f"With one coder nobody can say how well two people agree: '{system}' can be scored "
            "against that coder, and not against a human ceiling."
        )
    gap = beside.gap
    if not gap.interval.defined or math.isnan(gap.value):
        why = gap.reason or gap.interval.reason
        return f"Nothing can be said of '{system}' beside the coders: {why}"
    metric = beside.metric.replace("weighted_", "weighted ")
    figures = (
        f"{metric} {beside.system.value:.3f} against {beside.ceiling.value:.3f} for a "
        f"coder, gap {gap.value:+.3f} [{gap.interval.low:+.3f}, {gap.interval.high:+.3f}]"
    )
    if gap.interval.low == gap.interval.high:
        verdict = (
            f"'{system}' and the coders have the same score whichever units "
            f"are left out ({figures}), which "
            "says little of units not yet seen"
        )
    elif gap.interval.low > 0:
        verdict = f"'{system}' agrees with the other coders better than a coder does ({figures})"
    elif gap.interval.high < 0:
        verdict = f"'{system}' agrees with the other coders less than a coder does ({figures})"
    elif gap.interval.low > -CLOSE:
        verdict = (
            f"'{system}' cannot be told from a coder ({figures}): that it is worse by more than "
            f"{abs(gap.interval.low):.3f} is ruled out"
        )
    else:
        verdict = (
            f"There is too little data to say whether '{system}' is as good as a coder "
            f"({figures}): it may be worse by {abs(gap.interval.low):.3f}"
        )
    return " ".join([f"{verdict}.", *_tested(test), *_weakened(humans, n, n_threads)])


def _tested(test: AltTest | None) -> list[str]:
    if test is None:
        return []
    if test.passed is None:
        return [f"The alternative annotator test cannot be made: {test.reason}"]
    counted = (
        f"winning rate {test.winning_rate:.2f} over {test.n_coders} coders, epsilon "
        f"{test.epsilon:g}"
    )
    warning = f" {test.reason}" if test.reason else ""
    if test.passed:
        return [
            f"It passes the alternative annotator test ({counted}): by that test it may stand in "
            f"for one coder.{warning}"
        ]
    return [
        f"It does not pass the alternative annotator test ({counted}): it may not stand in for a "
        f"coder.{warning}"
    ]


def _weakened(humans: DimensionAgreement | None, n: int, n_threads: int) -> list[str]:
    sentences = []
    if humans is not None and humans.has_alpha:
        alpha = humans.alpha
        if alpha.interval.defined and alpha.interval.low < RELIABLE:
            sentences.append(
                f"The coders' own alpha is {alpha.coefficient.value:.3f} (lower limit "
                f"{alpha.interval.low:.3f}): to be as good as they are is not yet to be reliable."
            )
    if n < _FEW:
        sentences.append(f"{n} shared units are few; take this as a first look.")
    elif 0 < n_threads < _FEW:
        sentences.append(FEW_THREADS.format(n_threads))
    return sentences


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
