"""What the machine learned, how far to trust it, what it goes by, how well it codes new texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from textmine.arrays import Ints
from textmine.classify import Evaluation
from textmine.classify.out_of_fold import read_held_out
from textmine.classify.scoring import score_table
from textmine.classify.scoring.scoring import hangs_on
from textmine.classify.trained.reliability import Trust, error_at, sets_table, trust_of
from textmine.classify.trained.training_report import TrainingReport, training_rows
from textmine.corpus import group_numbers, load_corpus
from textmine.errors import NotFoundError
from textmine.present import Column, Figure, Row, Section, Table, table_of
from textmine.report.agreement import confusion_figure
from textmine.report.figures import interval_chart, line_chart
from textmine.report.language import ENGLISH, Language
from textmine.stats.shares.share_intervals import EXACT_INTERVALS
from textmine.store import Manifest, Workspace

_KEPT = tuple(share / 20 for share in range(20, 3, -1))


def model_trust(workspace: Workspace, manifest: Manifest) -> dict[str, Trust]:
    """Return the trust in each dimension of a model, from its held-out codes.

    Documents of one thread count as depending on each other while the training corpus is there.
    """
    folder = workspace.folder("models", manifest.name)
    trusts = {}
    for part in manifest.details["dimensions"]:
        held = read_held_out(folder, part["dimension"], part["labels"]).blind
        trusts[part["dimension"]] = trust_of(
            held, _groups(held.said.documents, workspace, manifest)
        )
    return trusts


def _groups(documents: Sequence[str], workspace: Workspace, manifest: Manifest) -> Ints:
    alone = np.arange(len(documents))
    try:
        corpus = load_corpus(workspace, manifest.details["corpus"])
    except NotFoundError:
        return alone
    return group_numbers(corpus, documents) if set(corpus.ids).issuperset(documents) else alone


def trust_figures(model: str, dimension: str, trust: Trust) -> list[Figure]:
    """Return the reliability diagram and the risk-coverage curve of one dimension."""
    points = [
        {"said": point.said, "right": point.seen, **point.interval.limits} for point in trust.curve
    ]
    errors = [error_at(trust, share) for share in _KEPT]
    risks = [
        {"share": share, "error": error, "low": error, "high": error}
        for share, error in zip(_KEPT, errors, strict=True)
    ]
    highest = max(0.1, *errors)
    figures = [
        Figure(
            f"reliability_{model}_{dimension}",
            f"{dimension}: the machine's probability and how often it was right, held-out "
            f"documents in bins of equal n, {EXACT_INTERVALS}. Calibration error "
            f"{trust.error:.3f}; dashed: what would be right.",
            partial(
                line_chart,
                points,
                x="said",
                y="right",
                diagonal=True,
                titles=("the machine's probability", "share right"),
                percent=(True, True),
            ),
        ),
        Figure(
            f"risk_{model}_{dimension}",
            f"{dimension}: the share of errors that is left when only what the machine is surest "
            "of is kept and people code the rest.",
            partial(
                line_chart,
                risks,
                x="share",
                y="error",
                domain=(0.0, round(highest + 0.05, 1)),
                titles=("share of documents kept", "share of errors"),
                percent=(True, True),
            ),
        ),
    ]
    return figures if len(points) > 1 else figures[1:]


def speaking_table(model: str, dimension: str, rows: Sequence[dict[str, Any]]) -> Table:
    """Return what speaks for each code of one dimension, the heaviest first."""
    by_code: dict[str, list[str]] = {}
    mine = [row for row in rows if row["dimension"] == dimension]
    for row in mine:
        by_code.setdefault(row["code"], []).append(row["what"] or row["kind"])
    columns = [
        Column("code", lambda item: item[0]),
        Column("what speaks for it, in documents that have it", lambda item: "; ".join(item[1])),
    ]
    name, title = f"speaks_for_{model}_{dimension}", f"{dimension}: what the machine goes by"
    return replace(table_of(name, title, columns, by_code.items()), rows=mine)


FEW_GROUPS = 10
"""Below this many groups an interval says little of other groups."""


def training_section(report: TrainingReport) -> Section:
    """Return the section on a training run: scores of each dimension, and what they do not say."""
    rows = training_rows(report)
    tables: list[Table] = []
    for part in report.dimensions:
        title = (
            f"{part.dimension}: {part.n} documents coded by {part.coder}, {part.n_groups} "
            f"{report.groups}s, {part.n_folds} folds; chosen: {part.candidate}; commonest code "
            f"{part.majority:.3f}; calibration error {part.trust.error:.3f}"
        )
        name = f"scores_{report.model}_{part.dimension}"
        tables += score_tables(name, part.dimension, title, rows)
    sentences = [
        *(remark for part in report.dimensions for remark in part.remarks(report.groups)),
        *([f"Note: {report.remark}."] if report.remark else []),
        *([f"Sentence encoder: {report.encoder.told}."] if report.encoder else []),
        how_sure(report.groups, min(part.n_groups for part in report.dimensions)),
    ]
    records = Table(f"scores_{report.model}", "All scores", rows, kind="scores")
    title = f"What the machine learned: {report.model}"
    return Section(f"model-{report.model}", title, sentences, tables, records=records)


def model_section(
    manifest: Manifest,
    rows: Sequence[dict[str, Any]],
    trust: Mapping[str, Trust],
    speaking: Sequence[dict[str, Any]],
) -> Section:
    """Return the section on a model, from its manifest and what stands in its folder.

    `trust` is by dimension.
    """
    groups = manifest.details["groups"]
    figures = scores_figure(manifest, rows)
    tables = []
    for part in manifest.details["dimensions"]:
        dimension, name = part["dimension"], f"{manifest.name}_{part['dimension']}"
        coded = f"{part['n']} documents coded by {part['coder']}"
        title = f"{dimension}: {coded}, chosen: {part['candidate']}"
        tables += score_tables(f"scores_{name}", dimension, title, rows)
        if dimension in trust:
            figures += trust_figures(manifest.name, dimension, trust[dimension])
            sets = sets_table(f"sets_{name}", dimension, part["classes"], trust[dimension])
            tables.append(sets)
        if speaking:
            tables.append(speaking_table(manifest.name, dimension, speaking))
    sentences = [
        f"Model '{manifest.name}' codes documents with '{manifest.details['codebook']}'; texts are "
        f"read by {manifest.details['nlp']}.",
        f"Scores are those of nested cross-validation: whole {groups}s are held out, and all was "
        "settled without the documents that are scored. They say how well the machine repeats the "
        "coder, not how right either is; and counts of its codes are not prevalence.",
    ]
    title = f"What the machine learned: {manifest.name}"
    return Section(f"model-{manifest.name}", title, sentences, tables, figures)


def scores_figure(
    manifest: Manifest,
    rows: Sequence[Row],
    names: Mapping[str, str] = MappingProxyType({}),
    language: Language = ENGLISH,
) -> list[Figure]:
    """Draw the scores over all codes of each dimension, which may have names."""
    chart = [
        {
            **row,
            "label": f"{names.get(row['dimension'], row['dimension'])} · "
            f"{language.term(row['score'])}",
            "protocol": language.term(row["protocol"]),
        }
        for row in rows
        if not row["code"] and row["value"] is not None and row["low"] is not None
    ]
    if len(chart) < 2:
        return []
    draw = partial(
        interval_chart,
        chart,
        label="label",
        colour="protocol",
        domain=(min(0.0, *(float(row["low"]) for row in chart)), 1.0),
        machine=True,
        title=language.say("figure.scores_axis"),
    )
    groups = language.unit(manifest.details["groups"], 2)
    caption = language.say("figure.scores", model=manifest.name, groups=groups)
    return [Figure(f"scores_{manifest.name}", caption, draw)]


def score_tables(name: str, dimension: str, title: str, rows: Sequence[Row]) -> list[Table]:
    """Return the scores of a dimension over all codes, and by code."""
    mine = [row for row in rows if row["dimension"] == dimension]
    return [
        score_table.overall_table(name, title, mine),
        score_table.code_table(f"{name}_codes", f"{dimension}, by code", mine),
    ]


def how_sure(groups: str, n_groups: int) -> str:
    """Return the sentence on how the intervals were made, and when they are not to be trusted."""
    text = (
        f"Intervals: 95 %, jackknife over {n_groups} {groups}s; wide, to be safe, where few "
        "documents are right or wrong."
    )
    if n_groups < FEW_GROUPS:
        text += f" So few {groups}s say little of others."
    return text


def evaluation_section(model: str, results: Sequence[Evaluation]) -> Section:
    """Return scores and confusions of each dimension, and what they hang on."""
    tables: list[Table] = []
    rows: list[dict[str, Any]] = []
    for result in results:
        mine = score_table.score_rows(
            result.dimension, result.classes, result.scores, "unseen documents", result.labels
        )
        rows += mine
        tables += _tables(model, result, mine)
    sure = how_sure(results[0].groups, min(result.n_groups for result in results))
    sentences = [*(sentence for result in results for sentence in _sentences(model, result)), sure]
    title = f"How well '{model}' codes what it has not seen"
    records = Table("scores", "All scores", rows)
    figures = [figure for result in results for figure in _confusions(model, result)]
    return Section("evaluation", title, sentences, tables, figures, records=records)


def _confusions(model: str, result: Evaluation) -> list[Figure]:
    caption = (
        f"{result.dimension}: codes by {result.coder} and by '{model}', of {result.n:,} documents "
        "that it was not trained on."
    )
    name, counts = f"confusion_{result.dimension}", result.scores.confusion
    sides = (f"{result.coder} (people)", model)
    return confusion_figure(name, caption, result.classes, counts, sides, machine=True)


def _tables(model: str, result: Evaluation, rows: list[dict[str, Any]]) -> Iterator[Table]:
    name = f"scores_{result.dimension}"
    title = (
        f"{model} on {result.dimension}: {result.n} documents coded by {result.coder}, "
        f"{result.n_groups} {result.groups}s; commonest code {result.majority:.3f}"
    )
    yield from score_tables(name, result.dimension, title, rows)
    if result.scores.confusion:
        confusion = [
            {"coder \\ machine": code, **dict(zip(result.classes, row, strict=True))}
            for code, row in zip(result.classes, result.scores.confusion, strict=True)
        ]
        heading = "Rows: the coder; columns: the machine."
        yield Table(f"confusion_{result.dimension}", heading, confusion)


def _sentences(model: str, result: Evaluation) -> Iterator[str]:
    about = (result.dimension, result.classes, result.scores)
    yield from score_table.macro_sentences(*about)
    yield from hangs_on(*about)
    if result.left_out:
        yield (
            f"{result.left_out:,} documents coded on '{result.dimension}' are left out: "
            f"{result.why}."
        )
    if result.short:
        yield (
            f"{result.short:,} of the {result.n:,} texts are short and were trained on too "
            "(such as 'I agree.'); they count."
        )
    yield from result.remarks
    if not result.remarks and result.scores.accuracy.value == 1:
        yield (
            f"All {result.n:,} documents have the codes that '{model}' gives them: if "
            f"{result.coder} took them from it, this says nothing of it."
        )
