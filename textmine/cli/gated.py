"""Hold the scores of machines to the limit of --fail-under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textmine.cli.command import Run

if TYPE_CHECKING:
    from textmine.benchmark import BenchmarkResult
    from textmine.choices import GatedFigure, ModelMetric
    from textmine.stats import ClassificationScores, Score

_NAMES: dict[ModelMetric, str] = {
    "macro_f1": "macro-F1",
    "kappa": "kappa",
    "weighted_kappa": "weighted kappa",
}
_MORE = "Code more documents ('textmine curve' says how many), or sharpen the codebook."


def hold_scores(run: Run, of: ModelMetric, scores: Mapping[str, ClassificationScores]) -> None:
    """Hold the score of each dimension to the limit."""
    run.hold(_NAMES[of], {name: _score(score, of) for name, score in scores.items()}, _MORE)


def hold_systems(run: Run, of: GatedFigure, results: Sequence[BenchmarkResult]) -> None:
    """Hold each system to the limit on each question: its gap to the coders, or its score.

    The gap is that on average over coders, of the score by which systems are compared; the score
    is that against the reference codes.
    """
    from textmine.stats.systems.gates import undefined_score

    named = {
        f"{system.system} on {result.question} of {result.corpus}": system
        for result in results
        for system in result.systems
    }
    if of == "gap":
        alone = undefined_score("it needs the codes of two people or more")
        gaps = {
            name: result.beside.gap if result.beside else alone for name, result in named.items()
        }
        run.hold("the gap to the coders", gaps, _MORE)
        return
    none = undefined_score("there are no reference codes")
    scores = {
        name: _score(result.referred.scores, of) if result.referred else none
        for name, result in named.items()
    }
    run.hold(_NAMES[of], scores, _MORE)


def _score(scores: ClassificationScores, of: ModelMetric) -> Score:
    from textmine.stats.systems.gates import undefined_score

    found: Score | None = getattr(scores, of)
    return found or undefined_score("it needs one code a document, and codes that have an order")
