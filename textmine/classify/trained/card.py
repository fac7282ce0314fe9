"""The model card: what was learned from what, how well, and what the figures do not say."""

from collections.abc import Sequence

from textmine.cells.acting import marked
from textmine.cells.markdown import in_markdown
from textmine.classify.scoring.score_table import code_table, overall_table
from textmine.classify.trained.reliability import curve_table, error_at, sets_table
from textmine.classify.trained.training_report import DimensionReport, TrainingReport, training_rows
from textmine.present import Row, markdown_lines
from textmine.stats import ClassificationScores

_KEPT = (1.0, 0.9, 0.8, 0.7, 0.5)
"""Shares of documents, the surest first, at which the remaining error is told."""


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
        f"Scores are those of nested cross-validation with whole {report.groups}s held out. The "
        "documents that are scored had no part in the choice of the classifier, or in how its "
        "scores become probabilities and codes. Brackets: 95 % interval by jackknife over "
        f"{report.groups}s. Where documents share a {report.groups}, the score without grouping is "
        "shown too, because others report it. There they are in training and test at once.",
        "",
    ]
    if report.encoder is not None:
        lines += [f"Sentence encoder: {in_markdown(report.encoder.told)}.", ""]
    if report.codebook.rules:
        lines += [
            f"The codebook's rules changed the codes of {report.changed_by_rules} held-out "
            "documents: each got the most probable combination that the rules allow.",
            "",
        ]
    rows = training_rows(report)
    for part in report.dimensions:
        mine = [row for row in rows if row["dimension"] == part.dimension]
        lines += _dimension(part, report.groups, mine)
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


def _dimension(part: DimensionReport, groups: str, rows: Sequence[Row]) -> list[str]:
    repeats = f", {part.repeats} times over" if part.repeats > 1 else ""
    others = ", ".join(f"{name} {value:.3f}" for name, value in part.candidates.items())
    won = ", ".join(f"{name} {n}" for name, n in part.in_folds.items())
    errors = ", ".join(
        f"{error_at(part.trust, share):.3f} of {100 * share:.0f} %" for share in _KEPT
    )
    sets = sets_table("sets", part.dimension, part.classes, part.trust)
    lines = [
        f"## {in_markdown(part.dimension)}",
        "",
        f"{part.n} documents coded by {in_markdown(part.coder)}, {part.n_groups} {groups}s, "
        f"{part.n_folds} folds{repeats}. Chosen: {part.title}. Commonest code: {part.majority:.3f} "
        "of the documents.",
        "",
        *markdown_lines(overall_table("scores", "", rows)),
        *markdown_lines(code_table("codes", "", rows)),
    ]
    for sentence in (*_without_interval(part.grouped), *part.remarks(groups)):
        lines += [in_markdown(sentence), ""]
    return [
        *lines,
        f"Candidates (the held-out score that chose): {others}. Chosen in the outer folds: {won}.",
        "",
        f"Probabilities are calibrated by {part.calibration}. Expected calibration error: "
        f"{part.trust.error:.3f}.",
        "",
        *markdown_lines(curve_table("curve", "", part.labels, part.trust)),
        f"Keeping only what the machine is surest of leaves this share of errors: {errors}.",
        "",
        f"{in_markdown(sets.title)}:",
        "",
        *markdown_lines(sets),
    ]


def _without_interval(scores: ClassificationScores) -> list[str]:
    """Return why scores have no interval, a sentence a reason."""
    every = [scores.macro_f1, scores.kappa, scores.accuracy]
    every += [scores.weighted_kappa] if scores.weighted_kappa else []
    every += [
        score
        for code_scores in scores.classes
        for score in (code_scores.precision, code_scores.recall, code_scores.f1)
    ]
    reasons = [
        score.interval.reason for score in every if not score.reason and not score.interval.defined
    ]
    return [f"Where there is no interval: {reason}." for reason in dict.fromkeys(reasons)]
