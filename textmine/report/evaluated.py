"""How well a model codes documents that it was not trained on."""

from collections.abc import Iterator, Sequence
from typing import Any

from textmine.classify import Evaluation
from textmine.classify.scoring.score_table import macro_sentences, score_rows
from textmine.classify.scoring.scoring import hangs_on
from textmine.present import Figure, Section, Table
from textmine.report.agreement import confusion_figure
from textmine.report.training import how_sure, score_tables


def evaluation_section(model: str, results: Sequence[Evaluation]) -> Section:
    """Return scores and confusions of each dimension, and what they hang on."""
    tables: list[Table] = []
    rows: list[dict[str, Any]] = []
    for result in results:
        mine = score_rows(
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
    yield from macro_sentences(*about)
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
