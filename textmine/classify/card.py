"""The model card: what was learned from what, how well, and what the figures do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.classify.candidates import CANDIDATES
from textmine.stats import Score

if TYPE_CHECKING:
    from textmine.classify.training import DimensionReport, TrainingReport

_OVERALL = (("macro-F1", "macro_f1"), ("kappa with the coder", "kappa"), ("accuracy", "accuracy"))


def shown(score: Score) -> str:
    """Return a score with its 95 % interval, or why there is none."""
    if score.interval.defined:
        return f"{score.value:.3f} [{score.interval.low:.3f}, {score.interval.high:.3f}]"
    return f"{score.value:.3f} (no interval: {score.interval.reason})" if not score.reason else "-"


def model_card(report: TrainingReport) -> str:
    """Return the README of a model folder, in Markdown."""
    lines = [f"# Model `{report.model}`", ""]
    if report.synthetic:
        lines += [
            "**Trained on a synthetic corpus: for demonstration and tests, never for a claim about "
            "quality.**",
            "",
        ]
    lines += [
        f"Codes documents with the codebook `{report.codebook.name}` "
        f"({', '.join(part.dimension for part in report.dimensions)}), trained on the corpus "
        f"`{report.corpus}`. Texts are read by {report.nlp}.",
        "",
        f"Scores are cross-validated with whole {report.groups}s held out; each fold is predicted "
        "by the candidate that won on the other folds. Brackets: 95 % interval by bootstrap over "
        f"{report.groups}s. Where documents share a {report.groups}, the score without grouping is "
        "shown too, because others report it: it lets them stand in training and test at once.",
        "",
    ]
    for part in report.dimensions:
        lines += _dimension(part, report.groups)
    lines += [
        "## Limits",
        "",
        "- The probabilities are calibrated on held-out scores by one temperature; on texts unlike "
        "the training corpus they are too sure of themselves.",
        "- Counts of the predicted codes are not prevalence: they carry the model's errors.",
        "- Words, word parts, clauses and neighbouring messages are used; author and role are not.",
        "",
    ]
    return "\n".join(lines)


def _dimension(part: DimensionReport, groups: str) -> list[str]:
    grouped, ungrouped = part.grouped, part.ungrouped
    lines = [
        f"## {part.dimension}",
        "",
        f"{part.n} documents coded by {part.coder}, {part.n_groups} {groups}s, {part.n_folds} "
        f"folds. Chosen: {CANDIDATES[part.candidate].title}. Commonest code: {part.majority:.3f} "
        f"of the documents. Expected calibration error: {part.calibration:.3f}.",
        "",
        f"| score | {groups}s held out | without grouping (leaks) |",
        "|---|---|---|",
        *(
            f"| {name} | {shown(getattr(grouped, field))} | "
            f"{shown(getattr(ungrouped, field)) if ungrouped else '-'} |"
            for name, field in _OVERALL
        ),
        "",
        "| code | n | predicted | precision | recall | F1 |",
        "|---|---|---|---|---|---|",
    ]
    for code, each in zip(part.classes, grouped.classes, strict=True):
        lines.append(
            f"| {code} | {each.n_gold} | {each.n_predicted} | {shown(each.precision)} | "
            f"{shown(each.recall)} | {shown(each.f1)} |"
        )
    others = ", ".join(f"{name} {value:.3f}" for name, value in part.candidates.items())
    lines += ["", f"Candidates (the score that chose, out of fold): {others}.", ""]
    if part.rare:
        rare = ", ".join(f"{code} ({n})" for code, n in part.rare.items())
        lines += [f"Codes with fewer than 8 examples, not to be relied on: {rare}.", ""]
    return lines
