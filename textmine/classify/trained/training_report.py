"""What a training run found: scores, how far they can be trusted, and what the rules changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textmine.arrays import Bools
from textmine.choices import Labels
from textmine.classify.learning.decoding import decode
from textmine.classify.learning.problem import Problem, in_one
from textmine.classify.learning.select_candidate import candidate_title
from textmine.classify.learning.validating import Validated
from textmine.classify.out_of_fold import HeldOutCodes
from textmine.classify.scoring.score_table import UNGROUPED, score_rows
from textmine.classify.scoring.scoring import GoldCodes, hangs_on, score_marks
from textmine.classify.trained.reliability import Trust, trust_of
from textmine.codebook import Codebook
from textmine.config import Settings
from textmine.corpus.duplicates.word_for_word import LONG
from textmine.nlp.encoders import Transformer
from textmine.stats import ClassificationScores

RARE = 8
_FAR, _FAR_NONE = 0.2, 0.05
"""From which difference on machine and coder are said to give another number of codes."""


@dataclass(frozen=True)
class SizesOfSets:
    """How many codes a document has on average, and which share has none (0 to 1): by the coder,
    and by the machine.
    """

    people: float
    machine: float
    people_none: float
    machine_none: float

    @classmethod
    def of(cls, gold: Bools, given: Bools) -> SizesOfSets:
        """Return those of codes, (n_documents, n_classes)."""
        sizes = gold.sum(axis=1), given.sum(axis=1)
        means = [float(n.mean()) for n in sizes]
        return cls(*means, *(float((n == 0).mean()) for n in sizes))

    def told(self, dimension: str) -> str:
        """Return it as a sentence, with a warning where they are far apart."""
        said = (
            f"A document has {self.people:.2f} codes on '{dimension}' by the coder and "
            f"{self.machine:.2f} by the machine; {self.people_none:.0%} and "
            f"{self.machine_none:.0%} have none"
        )
        far = abs(self.machine - self.people) > _FAR * self.people
        if far or abs(self.machine_none - self.people_none) > _FAR_NONE:
            said += ": do not read the machine's number of codes as the coders'"
        return f"{said}."


@dataclass(frozen=True)
class DimensionReport:
    """How well one dimension was learned, on documents that the scoring models had not seen.

    `grouped` is scored by nested cross-validation with whole groups held out, under the codebook's
    rules; `ungrouped` lets a group stand on both sides, and is only there to show the leak (None
    where each document is a group of its own). `in_folds` counts which candidate won how many
    outer folds. `rare` codes have fewer than eight examples, `alone` codes stand in one "group" or
    "fold": nothing was learned of them when it was held out. `shown` documents were coded with a
    model's suggestion in view: the scores leave them out, or (`flattered`) cannot. `copied`
    documents are near copies of one in another group. `sets` compares how many codes
    coders and machine give, where documents take several.
    """

    dimension: str
    labels: Labels
    classes: tuple[str, ...]
    coder: str
    n: int
    n_groups: int
    n_folds: int
    repeats: int
    candidate: str
    title: str
    candidates: dict[str, float]
    in_folds: dict[str, int]
    grouped: ClassificationScores
    ungrouped: ClassificationScores | None
    calibration: str
    trust: Trust
    majority: float
    rare: dict[str, int]
    alone: dict[str, str]
    shown: int
    flattered: bool
    copied: int
    sets: SizesOfSets | None

    def remarks(self, groups: str) -> list[str]:
        """Return what the scores do not say by themselves; `groups` is thread, author and so on."""
        sentences = []
        if self.rare:
            rare = ", ".join(f"{code} ({n})" for code, n in self.rare.items())
            sentences.append(
                f"Codes on '{self.dimension}' with fewer than {RARE} examples, not to be relied "
                f"on: {rare}."
            )
        sentences += [
            f"Code '{code}' on '{self.dimension}' stands in one "
            f"{groups if part == 'group' else part}: its held-out recall is 0 by construction, and "
            "says nothing of the classifier."
            for code, part in self.alone.items()
        ]
        if self.shown:
            count = (
                "the scores count them and flatter, for too few were coded without"
                if self.flattered
                else "they are learned from, and no score counts them"
            )
            sentences.append(
                f"{self.shown:,} documents were coded on '{self.dimension}' with a model's "
                f"suggestion in view: {count}."
            )
        if self.copied:
            sentences.append(
                f"{self.copied:,} documents coded on '{self.dimension}' are near copies of one in "
                f"another {groups} (texts of {LONG} words or more). No copy was learned from where "
                "another was scored. They err alike, so that intervals may be too narrow."
            )
        if self.sets is not None:
            sentences.append(self.sets.told(self.dimension))
        return sentences + hangs_on(self.dimension, self.classes, self.grouped)


@dataclass(frozen=True)
class TrainingReport:
    """What a training run made and measured; `changed_by_rules` counts held-out documents.

    `encoder` is the one on torch that texts were read with, None without.
    """

    model: str
    corpus: str
    synthetic: bool
    codebook: Codebook
    groups: str
    nlp: str
    remark: str
    dimensions: tuple[DimensionReport, ...]
    changed_by_rules: int
    encoder: Transformer | None = None


def under_rules(
    held_out: Sequence[HeldOutCodes],
    learned: Sequence[tuple[GoldCodes, Problem, Validated]],
    codebook: Codebook,
    attributes: Mapping[str, Mapping[str, str]],
) -> tuple[list[HeldOutCodes], int]:
    """Return the held-out codes as the codebook's rules allow them, and how many documents changed.

    Each document's preferences are those of the outer fold that held it out.
    """
    preferences = {}
    for part, (_, problem, validated) in zip(held_out, learned, strict=True):
        first = validated.nested[0]
        table = np.zeros(part.said.probabilities.shape)
        for fold, settled in enumerate(first.settled):
            mine = first.fold == fold
            table[mine] = settled.decision.preference(part.said.probabilities[mine])
        preferences[problem.dimension] = table
    machine_codes = {part.said.dimension: part.said for part in held_out}
    decoded = decode(machine_codes, preferences, codebook, attributes)
    return (
        [replace(part, said=decoded.codes[part.said.dimension]) for part in held_out],
        len(decoded.changed),
    )


def report_dimension(
    codes: GoldCodes,
    problem: Problem,
    validated: Validated,
    held_out: HeldOutCodes,
    settings: Settings,
) -> DimensionReport:
    """Return the scores of one dimension; its first repeat is scored as the rules decoded it.

    Only documents that were coded blind are scored, where there are enough.
    """
    first, settled = validated.nested[0], validated.settled
    at = held_out.blind_places
    alone = dict.fromkeys(in_one(problem.gold, first.fold), "fold")
    alone |= dict.fromkeys(in_one(problem.gold, problem.groups), "group")
    repeats = [held_out.said.given, *(nested.given for nested in validated.nested[1:])]

    def scored(predicted: list[Bools]) -> ClassificationScores:
        return score_marks(
            problem.gold[at],
            [marks[at] for marks in predicted],
            problem.labels,
            problem.groups[at],
            ordinal=codes.ordinal,
        )

    won = [fold.candidate for nested in validated.nested for fold in nested.settled]
    counts = problem.gold.sum(axis=0)
    n_of = {code: int(n) for code, n in zip(problem.classes, counts, strict=True)}
    return DimensionReport(
        dimension=problem.dimension,
        labels=problem.labels,
        classes=problem.classes,
        coder=codes.coder,
        n=len(problem.rows),
        n_groups=len(np.unique(problem.groups)),
        n_folds=len(np.unique(first.fold)),
        repeats=len(validated.nested),
        candidate=settled.candidate,
        title=candidate_title(settled.candidate, settled.members),
        candidates=settled.values,
        in_folds={name: won.count(name) for name in settled.values if name in won},
        grouped=scored(repeats),
        ungrouped=None if validated.leaky is None else scored([validated.leaky]),
        calibration=settled.calibration.title,
        trust=trust_of(held_out.blind, problem.groups[at]),
        majority=float(counts.max() / len(problem.rows)),
        rare={code: n for code, n in n_of.items() if n < RARE}
        | {code: 0 for code in codes.codes if code not in n_of},
        alone={problem.classes[index]: part for index, part in sorted(alone.items())},
        shown=len(held_out.shown),
        flattered=bool(held_out.shown) and len(at) == len(problem.rows),
        copied=problem.n_copied,
        sets=(
            SizesOfSets.of(problem.gold[at], held_out.said.given[at])
            if problem.labels == "multi"
            else None
        ),
    )


def training_rows(report: TrainingReport) -> list[dict[str, Any]]:
    """Return every score of a training run as rows, grouped and ungrouped."""
    rows: list[dict[str, Any]] = []
    for part in report.dimensions:
        held = f"{report.groups}s held out"
        rows += score_rows(part.dimension, part.classes, part.grouped, held, part.labels)
        if part.ungrouped is not None:
            leak = score_rows(part.dimension, part.classes, part.ungrouped, UNGROUPED, part.labels)
            rows += [row for row in leak if not row["code"]]
    return rows
