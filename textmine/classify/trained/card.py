"""The model card: what was learned from what, how well, and what the figures do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.cells.acting import marked
from textmine.cells.markdown import in_markdown
from textmine.stats import Score
from textmine.stats.clustered_share import EXACT_INTERVALS

if TYPE_CHECKING:
    from textmine.classify.trained.training_report import DimensionReport, TrainingReport

_OVERALL = (
    ("macro-F1", "macro_f1"),
    ("kappa with the coder", "kappa"),
    ("kappa with quadratic weights (ordered codes)", "weighted_kappa"),
    ("accuracy", "accuracy"),
)
_SEVERAL = {"kappa": "kappa with the coder, mean over the codes", "accuracy": "all codes right"}
_KEPT = (1.0, 0.9, 0.8, 0.7, 0.5)
"""Shares of documents, the surest first, at which the remaining error is told."""


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
        f"({', '.join(in_markdown(part.dimension) for part in report.dimensions)}), "
        f"trained on the corpus `{report.corpus}`. Texts are read by {report.nlp}.",
        "",
        f"Scores are those of nested cross-validation with whole {report.groups}s held out: which "
        "classifier, how its scores become probabilities and those codes was settled without the "
        "documents that are scored. Brackets: 95 % interval by jackknife over "
        f"{report.groups}s. Where documents share a {report.groups}, the score without grouping is "
        "shown too, because others report it: it lets them stand in training and test at once.",
        "",
    ]
    if report.codebook.rules:
        lines += [
            f"The codebook's rules changed the codes of {report.changed_by_rules} held-out "
            "documents: each got the most probable combination that the rules allow.",
            "",
        ]
    for part in report.dimensions:
        lines += _dimension(part, report.groups)
    lines += [
        "## Limits",
        "",
        "- The probabilities are calibrated on held-out scores of the training corpus; on texts "
        "unlike it they are too sure of themselves.",
        "- Counts of the predicted codes are not prevalence: they carry the model's errors.",
        "- Words, word parts, clauses and neighbouring messages are used; author and role are not.",
        "",
    ]
    return marked("\n".join(lines))


def _dimension(part: DimensionReport, groups: str) -> list[str]:
    grouped, ungrouped = part.grouped, part.ungrouped
    coder = in_markdown(part.coder)
    repeats = f", {part.repeats} times over" if part.repeats > 1 else ""
    several = part.labels == "multi"
    overall = [
        (_SEVERAL.get(field, name) if several else name, field)
        for name, field in _OVERALL
        if getattr(grouped, field) is not None
    ]
    lines = [
        f"## {in_markdown(part.dimension)}",
        "",
        f"{part.n} documents coded by {coder}, {part.n_groups} {groups}s, {part.n_folds} "
        f"folds{repeats}. Chosen: {part.title}. Commonest code: {part.majority:.3f} of the "
        "documents.",
        "",
        f"| score | {groups}s held out | without grouping (leaks) |",
        "|---|---|---|",
        *(
            f"| {name} | {shown(getattr(grouped, field))} | "
            f"{shown(getattr(ungrouped, field)) if ungrouped else '-'} |"
            for name, field in overall
        ),
        "",
        "| code | n | predicted | precision | recall | F1 |",
        "|---|---|---|---|---|---|",
    ]
    for code, each in zip(map(in_markdown, part.classes), grouped.classes, strict=True):
        lines.append(
            f"| {code} | {each.n_gold} | {each.n_predicted} | {shown(each.precision)} | "
            f"{shown(each.recall)} | {shown(each.f1)} |"
        )
    others = ", ".join(f"{name} {value:.3f}" for name, value in part.candidates.items())
    won = ", ".join(f"{name} {n}" for name, n in part.in_folds.items())
    lines += [
        "",
        f"Candidates (the held-out score that chose): {others}. Chosen in the outer folds: {won}.",
        "",
        *_trust(part),
    ]
    if part.rare:
        rare = ", ".join(f"{in_markdown(code)} ({n})" for code, n in part.rare.items())
        lines += [f"Codes with fewer than 8 examples, not to be relied on: {rare}.", ""]
    for remark in part.remarks(groups):
        lines += [in_markdown(remark), ""]
    return lines


def _trust(part: DimensionReport) -> list[str]:
    trust = part.trust
    what = "codes (yes or no each)" if part.labels == "multi" else "documents"
    lines = [
        f"Probabilities are calibrated by {part.calibration}. Expected calibration error: "
        f"{trust.error:.3f}.",
        "",
        f"| the machine's probability | {what} | right |",
        "|---|---|---|",
        *(
            f"| {point.said:.2f} ({point.lowest:.2f} to {point.highest:.2f}) | {point.n} | "
            f"{point.seen:.2f} [{point.interval.low:.2f}, {point.interval.high:.2f}] |"
            for point in trust.curve
        ),
        "",
        "Keeping only what the machine is surest of leaves this share of errors: "
        + ", ".join(f"{_error_at(part, share):.3f} of {share:.0%}" for share in _KEPT)
        + ".",
        "",
        "Codes that cannot be ruled out (class-conditional conformal sets, 90 % for each "
        f"code; {trust.sets.mean_size:.1f} codes a document; {EXACT_INTERVALS}):",
        "",
        "| code | n | in the set | |",
        "|---|---|---|---|",
    ]
    for code, each in zip(part.classes, trust.sets.codes, strict=True):
        told = f"{each.value:.3f} [{each.interval.low:.3f}, {each.interval.high:.3f}]"
        remark = "too few examples: always in the set" if each.always else ""
        lines.append(f"| {in_markdown(code)} | {each.n} | {told} | {remark} |")
    return [*lines, ""]


def _error_at(part: DimensionReport, share: float) -> float:
    """Return the error at the first point of the curve that keeps this share or more."""
    risk = part.trust.risk
    place = min(int((risk.coverage < share - 1e-9).sum()), len(risk.coverage) - 1)
    return float(risk.risk[place])
