"""The machine against the coders, as tables: for the terminal, for files and for a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from textmine.benchmark import AcrossCorpora, BenchmarkResult, SystemPair, SystemResult
from textmine.classify.scoring.score_table import score_rows
from textmine.report.coded import agreement_rows, number, with_interval
from textmine.report.learned import code_rows
from textmine.stats import Score
from textmine.stats.against_others import BesideCoder

EPSILON = (
    "Epsilon is the advantage that a coder may keep and a machine still pays: the more a coder "
    "costs, the larger (.2 for experts, .15 for skilled coders, .1 for a crowd). The winning rate "
    "is the share of coders over whom the machine comes out that near; .5 or more passes "
    "(Calderon, Reichart & Dror 2025)."
)

TWO_WAYS = (
    "Figures that are held against each other (coder and system side by side, the gap, alpha "
    "with a coder replaced) have the plain interval that their difference has too: a "
    "jackknife with t below 100 threads or units, else the bootstrap. The others have that of "
    "'textmine agreement', so that one figure can have other limits in two tables."
)

METRIC_NAMES = {"kappa": "kappa", "accuracy": "accuracy", "macro_f1": "macro-F1"}
"""Metric as an option -> as it is written."""


def human_rows(result: BenchmarkResult) -> list[dict[str, Any]]:
    """Return the agreement of the coders among themselves, on the benchmark's units."""
    if result.humans is None:
        return []
    return [
        {"figure": row["figure"], "value [95 %]": with_interval(row), "n": row["n"]}
        for row in agreement_rows(result.humans)
        if not row["code"] and not row["who"]
    ]


def every_pair_rows(result: BenchmarkResult) -> list[dict[str, Any]]:
    """Return a row a pair: coders among themselves first, then each system with each coder."""
    estimates = [
        *(result.humans.details if result.humans else ()),
        *(estimate for system in result.systems for estimate in system.with_coders),
    ]
    rows: dict[str, dict[str, Any]] = {}
    for estimate in estimates:
        row = rows.setdefault(estimate.who, {"pair": estimate.who, "n": estimate.n})
        row[f"{estimate.name} [95 %]"] = with_interval(_figures(estimate))
    return list(rows.values())


def beside_rows(result: BenchmarkResult, system: SystemResult) -> list[dict[str, Any]]:
    """Return a row a coder: coder and system against the others, and the gap.

    The last row holds the means: the human ceiling, the system, and the gap between them.
    """
    beside = system.beside
    if beside is None:
        return []
    metric = METRIC_NAMES[result.metric]
    rows = [
        {
            "coder": result.coders[one.coder],
            "n": one.n,
            "ties": one.ties,
            f"coder's {metric} [95 %]": shown(one.human),
            f"system's {metric} [95 %]": shown(one.system),
            "gap [95 %]": signed(one.gap),
        }
        for one in beside.coders
    ]
    mean = {
        "coder": "mean",
        "n": beside.gap.n,
        "ties": None,
        f"coder's {metric} [95 %]": shown(beside.ceiling),
        f"system's {metric} [95 %]": shown(beside.system),
        "gap [95 %]": signed(beside.gap),
    }
    return [*rows, mean]


def replaced_rows(result: BenchmarkResult, system: SystemResult) -> list[dict[str, Any]]:
    """Return alpha of the coders, then with the system in place of each, and the change."""
    replaced = system.replaced
    if replaced is None:
        return []
    n = replaced.humans.n
    coders = {"coders": "as they are", "alpha [95 %]": shown(replaced.humans), "change [95 %]": ""}
    rows = [
        {
            "coders": f"{system.system} for {result.coders[one.coder]}",
            "alpha [95 %]": shown(one.alpha),
            "change [95 %]": signed(one.change),
            "n": n,
        }
        for one in replaced.coders
    ]
    mean = {"coders": "mean", "alpha [95 %]": "", "change [95 %]": signed(replaced.change), "n": n}
    return [{**coders, "n": n}, *rows, mean]


def alt_test_rows(result: BenchmarkResult, system: SystemResult) -> list[dict[str, Any]]:
    """Return a row an epsilon: winning rate, advantage probability, each coder's p, the outcome."""
    return [
        {
            "coders are": who,
            "epsilon": test.epsilon,
            "winning rate": number(test.winning_rate),
            "advantage probability": number(test.advantage_probability),
            **{
                f"p ({result.coders[one.coder]})": f"{one.p:.3g}" if one.test else "-"
                for one in test.coders[:_MOST_P]
            },
            "passed": "-" if test.passed is None else "yes" if test.passed else "no",
        }
        for who, test in system.alt_tests.items()
    ]


def alt_test_note(system: SystemResult) -> str:
    """Return what epsilon means, and what weakens the test."""
    said = [
        reason
        for test in system.alt_tests.values()
        for reason in (test.reason, *(one.reason for one in test.coders))
        if reason
    ]
    return " ".join([EPSILON, *dict.fromkeys(said)])


def reference_rows(result: BenchmarkResult, system: SystemResult) -> list[dict[str, Any]]:
    """Return a row a code: n, predicted, precision, recall and F1 against the reference."""
    if system.referred is None:
        return []
    rows = score_rows(
        result.question, result.categories, system.referred.scores, system.referred.reference
    )
    return code_rows(rows)


def pair_rows(pairs: Sequence[SystemPair], metric: str) -> list[dict[str, Any]]:
    """Return a row a pair of systems: both scores, the difference, and the tests of it.

    The p values are those of approximate randomisation, of McNemar (mid-p; not over threads), and
    over folds of Nadeau and Bengio.
    """
    return [
        {
            "first": pair.first,
            "second": pair.second,
            f"first's {METRIC_NAMES[metric]}": number(pair.difference.first),
            f"second's {METRIC_NAMES[metric]}": number(pair.difference.second),
            "difference [95 %]": signed(
                Score(pair.difference.difference, pair.difference.interval, pair.difference.n)
            ),
            "p swaps": _p(pair.difference.p),
            "p McNemar": _p(pair.mcnemar.mid_p) if pair.mcnemar else "-",
            "p folds": _p(pair.folds.p_two_sided) if pair.folds else "-",
            "n": pair.difference.n,
            "remark": pair.remark,
        }
        for pair in pairs
    ]


def _p(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3g}"


_FEW_DATA_SETS = 6


def across_rows(across: AcrossCorpora) -> list[dict[str, Any]]:
    """Return a row a data set with each system's score, and a last row of mean ranks."""
    rows: list[dict[str, Any]] = [
        {
            "corpus": corpus,
            "question": question,
            **dict(zip(across.systems, map(number, scores), strict=True)),
        }
        for (corpus, question), scores in zip(across.data_sets, across.scores, strict=True)
    ]
    ranks = dict(zip(across.systems, map(number, across.friedman.mean_ranks), strict=True))
    return [*rows, {"corpus": "mean rank", "question": "", **ranks}]


def across_sentence(across: AcrossCorpora) -> str:
    """Return what Friedman's test and Nemenyi's difference say."""
    test, nemenyi = across.friedman, across.nemenyi
    figures = (
        f"F = {test.f:.2f} with {test.f_df[0]} and {test.f_df[1]} degrees of freedom, p = "
        f"{test.f_p:.3g}"
        if math.isfinite(test.f)
        else f"chi2 = {test.chi2:.2f} with {test.df} degrees of freedom, p = {test.p:.3g}"
    )
    if not math.isnan(test.exact_p):
        figures = f"chi2 = {test.chi2:.2f}, exact p = {test.exact_p:.3g}"
    few = (
        " So few data sets say little: only very large differences of ranks stand out."
        if len(across.data_sets) < _FEW_DATA_SETS
        else ""
    )
    return (
        f"Friedman over {len(across.data_sets)} data sets: {figures}; two systems "
        f"differ when their mean ranks do by {nemenyi.critical_difference:.2f} (Nemenyi, "
        f"{nemenyi.alpha:g}).{few} Data sets of one corpus are not independent of each other."
    )


def flat_rows(results: Sequence[BenchmarkResult]) -> list[dict[str, Any]]:
    """Return every figure as rows with the same columns, for CSV and JSON."""
    rows: list[dict[str, Any]] = []
    for result in results:
        if result.humans is not None:
            rows += [
                _flat(result, "", f"coders: {row['figure']}", row["who"], row["code"], row)
                for row in agreement_rows(result.humans)
            ]
        for system in result.systems:
            rows += _system_rows(result, system)
        rows += [
            {
                **_flat(result, pair.first, f"{METRIC_NAMES[result.metric]}, less", pair.second),
                "value": number(pair.difference.difference),
                "low": number(pair.difference.interval.low),
                "high": number(pair.difference.interval.high),
                "n": pair.difference.n,
                "p": number(pair.difference.p),
                "remark": pair.remark,
            }
            for pair in result.pairs
        ]
    return rows


def shown(score: Score) -> str:
    """Return a score with its interval, as text."""
    if math.isnan(score.value):
        return "undefined"
    if not score.interval.defined:
        return f"{score.value:.3f}"
    return f"{score.value:.3f} [{score.interval.low:.3f}, {score.interval.high:.3f}]"


def signed(score: Score) -> str:
    """Return a difference with its interval, with signs."""
    if math.isnan(score.value):
        return "undefined"
    if not score.interval.defined:
        return f"{score.value:+.3f}"
    return f"{score.value:+.3f} [{score.interval.low:+.3f}, {score.interval.high:+.3f}]"


_MOST_P = 12


def _system_rows(result: BenchmarkResult, system: SystemResult) -> list[dict[str, Any]]:
    name, metric = system.system, METRIC_NAMES[result.metric]
    rows = [
        _flat(result, name, estimate.name, estimate.who, "", _figures(estimate))
        for estimate in system.with_coders
    ]
    if system.beside is not None:
        beside = system.beside
        for one in beside.coders:
            rows += _coder_rows(result, name, metric, one)
        rows += [
            _of_score(result, name, f"human ceiling ({metric})", "", beside.ceiling),
            _of_score(result, name, f"system against the others ({metric})", "", beside.system),
            _of_score(result, name, f"gap ({metric})", "", beside.gap),
        ]
    if system.replaced is not None:
        rows += [
            _of_score(result, name, "change of alpha", result.coders[one.coder], one.change)
            for one in system.replaced.coders
        ]
    for who, test in system.alt_tests.items():
        for figure, value in (
            ("winning rate", test.winning_rate),
            ("advantage probability", test.advantage_probability),
        ):
            row = _flat(result, name, f"{figure} (epsilon {test.epsilon:g}, {who})", "", "")
            rows.append({**row, "value": number(value), "n": test.n_units, "remark": test.reason})
    if system.referred is not None:
        scores = score_rows(result.question, result.categories, system.referred.scores, "")
        rows += [
            _flat(result, name, row["score"], system.referred.reference, row["code"], row)
            for row in scores
        ]
    return rows


def _coder_rows(
    result: BenchmarkResult, system: str, metric: str, one: BesideCoder
) -> list[dict[str, Any]]:
    coder = result.coders[one.coder]
    return [
        _of_score(result, system, f"coder against the others ({metric})", coder, one.human),
        _of_score(result, system, f"system against the others ({metric})", coder, one.system),
        _of_score(result, system, f"gap ({metric})", coder, one.gap),
    ]


def _figures(estimate: Any) -> dict[str, Any]:
    return {
        "value": number(estimate.coefficient.value),
        "low": number(estimate.interval.low),
        "high": number(estimate.interval.high),
        "n": estimate.n,
        "remark": estimate.coefficient.reason,
    }


def _of_score(
    result: BenchmarkResult, system: str, figure: str, who: str, score: Score
) -> dict[str, Any]:
    found = {
        "value": number(score.value),
        "low": number(score.interval.low),
        "high": number(score.interval.high),
        "n": score.n,
        "remark": score.reason,
    }
    return _flat(result, system, figure, who, "", found)


def _flat(
    result: BenchmarkResult,
    system: str,
    figure: str,
    who: str = "",
    code: str = "",
    found: dict[str, Any] | None = None,
) -> dict[str, Any]:
    given = found or {}
    return {
        "corpus": result.corpus,
        "question": result.question,
        "system": system,
        "figure": figure,
        "who": who,
        "code": code,
        "value": given.get("value"),
        "low": given.get("low"),
        "high": given.get("high"),
        "n": given.get("n"),
        "p": None,
        "remark": given.get("remark", ""),
    }
