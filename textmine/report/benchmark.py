"""What a benchmark found: a section a question, the verdict first, and a figure of the gaps."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from textmine.benchmark import AcrossCorpora, BenchmarkResult, SystemResult
from textmine.benchmark.system_pairs import BY_SCALE
from textmine.classify.scoring.score_table import code_table, score_rows
from textmine.present import (
    Column,
    Figure,
    Section,
    Table,
    number,
    table_of,
    value_of,
    with_interval,
)
from textmine.report.agreement import confusion_figure, value_of_estimate
from textmine.report.benchmark_records import METRIC_NAMES, every_figure, pairs_of_coders
from textmine.report.figures import interval_chart
from textmine.report.language import ENGLISH, Language
from textmine.stats import Score
from textmine.stats.systems.alt_test import AltTest

HOW_TO_READ = (
    "Every figure stands on the same units. A coder and the system are each compared with the "
    "majority of the OTHER coders. So no coder is a part of the majority beside which the coder "
    "stands. The mean of the coders is the human ceiling. Human and machine codes are never "
    "counted together."
)
TWO_WAYS = (
    "Some figures stand side by side: coder and system, the gap, alpha with a coder replaced. "
    "They have the plain interval that their difference has too: a jackknife with t below 100 "
    "threads or units, else the bootstrap. The others have the interval of 'textmine agreement'. "
    "So one figure can have other limits in two tables."
)
EPSILON = (
    "Epsilon is the advantage that a coder may keep and a machine still pays. The more a coder "
    "costs, the larger it is: .2 for experts, .15 for skilled coders, .1 for a crowd. The winning "
    "rate is the share of coders over whom the machine comes out that near; .5 or more passes "
    "(Calderon, Reichart & Dror 2025)."
)
TESTS = (
    "Intervals: jackknife over whole threads, or units, with two imagined units on which the "
    "systems differ (Bonett and Price 2012). 'p swaps': approximate randomisation, whole threads "
    "swapped (9,999 times). 'p McNemar': mid-p, where units stand in no threads. 'p folds': "
    "Nadeau and Bengio's corrected t, where both systems are models with the same folds."
)
_FEW_GROUPS = 30
_FEW_SENTENCE = (
    "{} are few: intervals leave out one at a time, with t. Where sizes are very unequal they hold "
    "the truth a little less often than 95 %."
)
_FEW_DATA_SETS = 6
_MOST_P = 12


def benchmark_sections(
    results: Sequence[BenchmarkResult], across: AcrossCorpora | None
) -> list[Section]:
    """Return a section a question, and one over all data sets where there are several."""
    several = len({result.corpus for result in results}) > 1
    sections = [
        _question(question_number, result, several)
        for question_number, result in enumerate(results, start=1)
    ]
    return sections if across is None else [*sections, _across(across)]


def _question(question_number: int, result: BenchmarkResult, several: bool) -> Section:
    key = f"{question_number}_{_plain(result.question)}"
    drawn = "units" if result.groups == "unit" else f"{result.n_groups} {result.groups}s"
    tables = [_coders(key, result, drawn), *_abstained(key, result), pairs_of_coders(key, result)]
    for system_number, system in enumerate(result.systems, start=1):
        tables += _of_system(f"{key}_{system_number}_{_plain(system.system)}", result, system)
    if result.pairs:
        tables.append(_two_by_two(key, result))
    where = f"{result.corpus}, {result.question}" if several else result.question
    few = 1 < result.n_groups < _FEW_GROUPS and result.groups != "unit"
    return Section(
        f"question-{question_number}",
        f"{result.corpus}: {result.question}",
        [
            *(f"{where}: {system.verdict}" for system in result.systems),
            *([f"{where}: {_FEW_SENTENCE.format(drawn)}"] if few else []),
            *(f"{where}: {sentence}" for sentence in abstentions_told(result)),
            *result.remarks,
            TWO_WAYS,
        ],
        [table for table in tables if table.rows or table.note],
        [*gaps_figure(f"beside_{key}", [result]), *_confusions(key, result)],
        records=every_figure(key, result),
        explained=[HOW_TO_READ],
    )


def _coders(key: str, result: BenchmarkResult, drawn: str) -> Table:
    title = (
        f"{result.corpus}, {result.question}: {', '.join(result.coders)} among themselves; "
        f"{result.n:,} units that every system coded ({result.left_out:,} are left out); 95 % "
        f"intervals over {drawn}"
    )
    rows = result.humans.estimates if result.humans else ()
    columns = [
        Column("figure", lambda row: row.name),
        Column("value", value_of_estimate, "value [95 %]"),
        Column("n", lambda row: row.n),
    ]
    none = "" if rows else "One coder alone: there are no coders to compare with each other."
    return table_of(f"coders_{key}", title, columns, rows, none)


def _abstained(key: str, result: BenchmarkResult) -> list[Table]:
    """Return a row a system: what it answered of the units that coders coded, if any abstained."""
    if not any(system.abstained.n for system in result.systems):
        return []
    columns = [
        Column("system", lambda row: row.system),
        Column("asked", lambda row: row.abstained.asked),
        Column("abstained", lambda row: row.abstained.n),
        Column("share", lambda row: row.abstained.n / max(1, row.abstained.asked)),
        Column("right, of those answered", lambda row: row.abstained.right),
        Column("right, of all", lambda row: row.abstained.right_of_all),
        Column("n", lambda row: row.abstained.n_known),
    ]
    title = "What systems gave no code; right: the share that has the reference code"
    return [table_of(f"abstained_{key}", title, columns, result.systems)]


def abstentions_told(result: BenchmarkResult) -> list[str]:
    """Say of each system that abstained how often, and how the figures treat it."""
    return [
        f"'{system.system}' gave no code to {system.abstained.n:,} of {system.abstained.asked:,} "
        "units that it was asked about and coders coded. Figures are of units that every system "
        "coded: they flatter a system that abstains where units are hard. The column 'right, of "
        "all' takes each abstention for a miss."
        for system in result.systems
        if system.abstained.n
    ]


def _of_system(key: str, result: BenchmarkResult, system: SystemResult) -> list[Table]:
    tables = [
        *_beside(key, result, system),
        *_replaced(key, result, system),
        *_alt_tests(key, result, system),
    ]
    if system.referred is None:
        return tables
    rows = score_rows(
        result.question, result.categories, system.referred.scores, system.referred.reference
    )
    title = f"{system.system} by code, against {system.referred.reference}"
    shown = code_table(f"codes_{key}", title, rows).for_people
    return [*tables, Table(f"codes_{key}", title, shown)]


def _beside(key: str, result: BenchmarkResult, system: SystemResult) -> list[Table]:
    """Return a row a coder: coder and system against the others, and the gap; then the means."""
    beside, metric = system.beside, METRIC_NAMES[result.metric]
    if beside is None:
        return []
    rows = [
        *((result.coders[coder.coder], coder.n, coder.ties, coder.human, coder.system, coder.gap)
          for coder in beside.coders),
        ("mean", beside.gap.n, None, beside.ceiling, beside.system, beside.gap),
    ]  # fmt: skip
    columns = [
        Column("coder", lambda row: row[0]),
        Column("n", lambda row: row[1]),
        Column("ties", lambda row: row[2]),
        Column("coder's", lambda row: value_of(row[3]), f"coder's {metric} [95 %]"),
        Column("system's", lambda row: value_of(row[4]), f"system's {metric} [95 %]"),
        Column("gap", lambda row: value_of(row[5], signed=True), "gap [95 %]"),
    ]
    title = f"{system.system} beside each coder, against the majority of the others"
    return [table_of(f"beside_{key}", title, columns, rows)]


def _replaced(key: str, result: BenchmarkResult, system: SystemResult) -> list[Table]:
    """Return alpha of the coders, then with the system in place of each, and the change."""
    replaced = system.replaced
    if replaced is None:
        return []
    rows: list[tuple[str, Score | None, Score | None]] = [
        ("as they are", replaced.humans, None),
        *(
            (f"{system.system} for {result.coders[coder.coder]}", coder.alpha, coder.change)
            for coder in replaced.coders
        ),
        ("mean", None, replaced.change),
    ]
    columns = [
        Column("coders", lambda row: row[0]),
        Column("alpha", lambda row: row[1] and value_of(row[1]), "alpha [95 %]"),
        Column("change", lambda row: row[2] and value_of(row[2], signed=True), "change [95 %]"),
        Column("n", lambda _: replaced.humans.n),
    ]
    title = f"{system.system} in place of each coder: Krippendorff's alpha"
    return [table_of(f"alpha_{key}", title, columns, rows)]


def _alt_tests(key: str, result: BenchmarkResult, system: SystemResult) -> list[Table]:
    """Return a row an epsilon: winning rate, advantage probability, each coder's p, the outcome."""
    tests = list(system.alt_tests.items())
    if not tests:
        return []
    reasons = [
        reason
        for _, test in tests
        for reason in (test.reason, *(coder.reason for coder in test.coders))
        if reason
    ]
    columns = [
        Column("coders are", lambda row: row[0]),
        Column("epsilon", lambda row: row[1].epsilon),
        Column("winning rate", lambda row: row[1].winning_rate),
        Column("advantage probability", lambda row: row[1].advantage_probability),
        *(
            Column(f"p ({result.coders[coder.coder]})", partial(_p_of, at))
            for at, coder in enumerate(tests[0][1].coders[:_MOST_P])
        ),
        Column("passed", lambda row: {None: "-", True: "yes", False: "no"}[row[1].passed]),
    ]
    title = f"{system.system} by the alternative annotator test"
    note = " ".join([EPSILON, *dict.fromkeys(reasons)])
    return [table_of(f"alt_test_{key}", title, columns, tests, note)]


def _two_by_two(key: str, result: BenchmarkResult) -> Table:
    """Return a row a pair of systems: both scores, the difference, and the tests of it.

    The p values are those of approximate randomisation, of McNemar (mid-p; not over threads), and
    over folds of Nadeau and Bengio.
    """
    metric = METRIC_NAMES[result.metric]
    columns = [
        Column("first", lambda pair: pair.first),
        Column("second", lambda pair: pair.second),
        Column(f"first's {metric}", lambda pair: pair.difference.first),
        Column(f"second's {metric}", lambda pair: pair.difference.second),
        Column(
            "difference",
            lambda pair: with_interval(
                pair.difference.difference, pair.difference.interval, signed=True
            ),
            "difference [95 %]",
        ),
        Column("p swaps", lambda pair: _p(pair.difference.p)),
        Column("p McNemar", lambda pair: _p(pair.mcnemar.mid_p) if pair.mcnemar else "-"),
        Column("p folds", lambda pair: _p(pair.folds.p_two_sided) if pair.folds else "-"),
        Column("n", lambda pair: pair.difference.n),
        Column("remark", lambda pair: pair.remark),
    ]
    return table_of(f"systems_{key}", "Systems two by two", columns, result.pairs, TESTS)


def _across(across: AcrossCorpora) -> Section:
    """Return a row a data set with each system's score, and a last row of mean ranks."""
    rows = [
        {
            "corpus": corpus,
            "question": question,
            **dict(zip(across.systems, map(number, scores), strict=True)),
        }
        for (corpus, question), scores in zip(across.data_sets, across.scores, strict=True)
    ]
    ranks = dict(zip(across.systems, map(number, across.friedman.mean_ranks), strict=True))
    rows.append({"corpus": "mean rank", "question": "", **ranks})
    table = Table("across", f"{METRIC_NAMES[across.metric]} by data set", rows)
    return Section("across", "Over all data sets", [_across_sentence(across)], [table])


def _across_sentence(across: AcrossCorpora) -> str:
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
        f"Friedman over {len(across.data_sets)} data sets: {figures}. Two systems "
        f"differ when their mean ranks do by {nemenyi.critical_difference:.2f} (Nemenyi, "
        f"{nemenyi.alpha:g}).{few} Data sets of one corpus are not independent of each other."
    )


def gaps_figure(
    name: str,
    results: Sequence[BenchmarkResult],
    called: Mapping[str, str] = MappingProxyType({}),
    language: Language = ENGLISH,
) -> list[Figure]:
    """Draw each coder and each system against the majority of the others.

    Of several questions each has its lines, under what it is `called`.
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for result in results:
        before = f"{called.get(result.question, result.question)}, " if len(results) > 1 else ""
        for system in result.systems:
            for beside_coder in system.beside.coders if system.beside else ():
                beside = language.say("figure.beside", coder=result.coders[beside_coder.coder])
                label = f"{before}{beside}"
                coder = language.say("figure.coder")
                for who, score in (
                    (coder, beside_coder.human),
                    (system.system, beside_coder.system),
                ):
                    if score.interval.defined and not math.isnan(score.value):
                        low, high = score.interval.low, score.interval.high
                        figure = {"value": score.value, "low": low, "high": high}
                        rows[label, who] = {"label": label, "who": who, **figure}
    if len(rows) < 2:
        return []
    low = min(0.0, *(float(row["low"]) for row in rows.values()))
    draw = partial(
        interval_chart,
        list(rows.values()),
        label="label",
        colour="who",
        domain=(low, 1.0),
        machines=[system.system for result in results for system in result.systems],
    )
    metrics = {result.metric for result in results}
    metric = language.term(METRIC_NAMES[metrics.pop() if len(metrics) == 1 else BY_SCALE])
    return [
        Figure(name, language.say("figure.gaps", metric=f"{metric[0].upper()}{metric[1:]}"), draw)
    ]


def _confusions(key: str, result: BenchmarkResult) -> list[Figure]:
    return [
        figure
        for system_number, system in enumerate(result.systems, start=1)
        if system.referred is not None
        for figure in confusion_figure(
            f"confusion_{key}_{system_number}_{_plain(system.system)}",
            f"{result.question}: {system.system} against {system.referred.reference}, of "
            f"{system.referred.scores.n:,} units.",
            result.categories,
            system.referred.scores.confusion,
            (system.referred.reference, system.system),
            machine=True,
        )
    ]


def _p(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3g}"


def _p_of(at: int, row: tuple[str, AltTest]) -> str:
    test = row[1].coders[at]
    return f"{test.p:.3g}" if test.test else "-"


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
