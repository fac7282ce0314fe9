"""Every figure of a benchmark, a row each with the same columns, for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from textmine import present
from textmine.benchmark import BenchmarkResult, SystemResult
from textmine.benchmark.system_pairs import BY_SCALE
from textmine.classify.scoring.score_table import score_rows
from textmine.report.agreement import remark_on, value_of_estimate
from textmine.stats import Score

METRIC_NAMES = {
    "kappa": "kappa",
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "weighted_kappa": "weighted kappa",
    BY_SCALE: "kappa, weighted where codes have an order",
}
"""Metric as an option -> as it is written."""


@dataclass(frozen=True)
class _Record:
    """One figure: of which system (none: of the coders alone), with whom, of which code."""

    system: str
    figure: str
    who: str
    code: str
    value: present.Value
    n: int | None
    p: float | None = None
    remark: str = ""


def every_figure(key: str, result: BenchmarkResult) -> present.Table:
    """Return the table of all figures of a question."""
    columns = [
        present.Column("corpus", lambda _: result.corpus),
        present.Column("question", lambda _: result.question),
        *present.columns_of("system", "figure", "who", "code", "value", "n", "p", "remark"),
    ]
    return present.table_of(
        f"all_{key}", "All figures", columns, _records(result), kind="benchmark"
    )


def pairs_of_coders(key: str, result: BenchmarkResult) -> present.Table:
    """Return a row a pair: coders among themselves first, then each system with each coder."""
    rows: dict[str, dict[str, str | int]] = {}
    for estimate in (
        *(result.humans.details if result.humans else ()),
        *(estimate for system in result.systems for estimate in system.with_coders),
    ):
        row = rows.setdefault(estimate.who, {"pair": estimate.who, "n": estimate.n})
        row[f"{estimate.name} [95 %]"] = str(value_of_estimate(estimate))
    names = dict.fromkeys(name for row in rows.values() for name in row)
    every = [{name: row.get(name) for name in names} for row in rows.values()]
    return present.Table(f"pairs_{key}", "Everybody with every coder", every)


def _records(result: BenchmarkResult) -> Iterator[_Record]:
    humans = result.humans
    for estimate in (*humans.estimates, *humans.codes, *humans.details) if humans else ():
        name, value = f"coders: {estimate.name}", value_of_estimate(estimate)
        yield _Record(
            "", name, estimate.who, estimate.code, value, estimate.n, remark=remark_on(estimate)
        )
    for system in result.systems:
        yield from _of_system(result, system)
    for pair in result.pairs:
        less = pair.difference
        value = present.with_interval(less.difference, less.interval)
        name = f"{METRIC_NAMES[result.metric]}, less"
        yield _Record(pair.first, name, pair.second, "", value, less.n, less.p, pair.remark)


def _of_system(result: BenchmarkResult, system: SystemResult) -> Iterator[_Record]:
    name, metric, coders = system.system, METRIC_NAMES[result.metric], result.coders
    for with_coder in system.with_coders:
        value = value_of_estimate(with_coder)
        remark = with_coder.coefficient.reason
        yield _Record(name, with_coder.name, with_coder.who, "", value, with_coder.n, remark=remark)
    silent = system.abstained
    if silent.n:
        yield _Record(
            name, "abstained", "", "", present.Value(silent.n / silent.asked), silent.asked
        )
        for figure, share in (
            ("right, of those answered", silent.right),
            ("right, each abstention a miss", silent.right_of_all),
        ):
            yield _Record(name, figure, "", "", present.Value(share), silent.n_known)
    if system.beside is not None:
        for coder_result in system.beside.coders:
            coder = coders[coder_result.coder]
            yield _of_score(name, f"coder against the others ({metric})", coder, coder_result.human)
            yield _of_score(
                name, f"system against the others ({metric})", coder, coder_result.system
            )
            yield _of_score(name, f"gap ({metric})", coder, coder_result.gap)
        yield _of_score(name, f"human ceiling ({metric})", "", system.beside.ceiling)
        yield _of_score(name, f"system against the others ({metric})", "", system.beside.system)
        yield _of_score(name, f"gap ({metric})", "", system.beside.gap)
    if system.replaced is not None:
        for changed in system.replaced.coders:
            yield _of_score(name, "change of alpha", coders[changed.coder], changed.change)
    for who, test in system.alt_tests.items():
        of = f"(epsilon {test.epsilon:g}, {who})"
        for figure, score in (
            ("winning rate", test.winning_rate),
            ("advantage probability", test.advantage_probability),
        ):
            value = present.Value(score)
            yield _Record(name, f"{figure} {of}", "", "", value, test.n_units, remark=test.reason)
    if system.referred is not None:
        reference = system.referred.reference
        for row in score_rows(result.question, result.categories, system.referred.scores, ""):
            yield _of_row(name, row["score"], reference, row)


def _of_score(system: str, figure: str, who: str, score: Score) -> _Record:
    return _Record(system, figure, who, "", present.value_of(score), score.n, remark=score.reason)


def _of_row(system: str, figure: str, who: str, row: dict[str, Any]) -> _Record:
    remark = row.get("remark", "")
    return _Record(system, figure, who, row["code"], present.value_in(row), row["n"], remark=remark)
