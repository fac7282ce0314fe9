"""The page on a benchmark: a section a question, the verdict first, and a figure of the gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.benchmark import AcrossCorpora, BenchmarkResult
from textmine.corpus import Corpus
from textmine.report.against import (
    METRIC_NAMES,
    TWO_WAYS,
    across_rows,
    across_sentence,
    alt_test_note,
    alt_test_rows,
    beside_rows,
    every_pair_rows,
    flat_rows,
    human_rows,
    pair_rows,
    reference_rows,
    replaced_rows,
)
from textmine.report.document import Figure, Report, Section, Table
from textmine.report.figures import interval_chart
from textmine.report.folder import made_with, write_report_folder
from textmine.store import Workspace

HOW_TO_READ = (
    "Every figure stands on the same units. A coder and the system are each held against the "
    "majority of the OTHER coders, so that no coder is compared with a majority of which the coder "
    "is a part; the mean of the coders is the human ceiling. Human and machine codes are never "
    "counted together."
)


TESTS = (
    "Intervals: jackknife over whole threads, or units, with two imagined units on which the "
    "systems differ (Bonett and Price 2012). p swaps: approximate randomisation, whole threads "
    "swapped (9,999 times); p McNemar: mid-p, where units stand in no threads; p folds: Nadeau and "
    "Bengio's corrected t, where both systems are models with the same folds."
)
FEW_GROUPS = 30
FEW_SENTENCE = (
    "{} are few: intervals leave out one at a time, with t, and where sizes are very unequal they "
    "hold the truth a little less often than 95 %."
)


def write_benchmark(
    workspace: Workspace,
    corpora: Sequence[Corpus],
    results: Sequence[BenchmarkResult],
    across: AcrossCorpora | None,
    name: str,
    seed: int,
) -> Path:
    """Write reports/`name` and return the path of its page."""
    sections = [_section(place, result) for place, result in enumerate(results, start=1)]
    if across is not None:
        sections.append(_across_section(across))
    systems = list(dict.fromkeys(one.system for result in results for one in result.systems))
    report = Report(
        title=f"Machine against coders: {', '.join(systems)}",
        subtitle=f"on {', '.join(corpus.name for corpus in corpora)}",
        synthetic=any(corpus.info.synthetic for corpus in corpora),
        sections=sections,
        made_with=made_with(seed),
        inputs={
            f"corpora/{corpus.name}": corpus.info.files.get("documents.parquet", "")
            for corpus in corpora
        },
    )
    return write_report_folder(workspace, name, report, {"systems": systems}, seed)


def _section(place: int, result: BenchmarkResult) -> Section:
    key = f"{place}_{re.sub(r'[^A-Za-z0-9]+', '_', result.question).strip('_')}"
    drawn = "units" if result.groups == "unit" else f"{result.n_groups} {result.groups}s"
    about = (
        f"{result.n:,} units of '{result.corpus}' have codes of a coder and of every system; "
        f"{result.left_out:,} more lack a system's code. Coders: {', '.join(result.coders)}. "
        f"Intervals: 95 %, over {drawn}. {TWO_WAYS}"
    )
    few = (FEW_SENTENCE.format(drawn),) if 1 < result.n_groups < FEW_GROUPS else ()
    tables = []
    if rows := human_rows(result):
        tables.append(Table(f"coders_{key}", "The coders among themselves", rows))
    tables.append(Table(f"pairs_{key}", "Everybody with every coder", every_pair_rows(result)))
    for number, system in enumerate(result.systems, start=1):
        named = f"{key}_{number}_{re.sub(r'[^A-Za-z0-9]+', '_', system.system)}"
        reference = system.referred.reference if system.referred else ""
        parts = (
            (
                "beside",
                "beside each coder, against the majority of the others",
                beside_rows(result, system),
                "",
            ),
            ("alpha", "in place of each coder", replaced_rows(result, system), ""),
            (
                "alt_test",
                "by the alternative annotator test",
                alt_test_rows(result, system),
                alt_test_note(system),
            ),
            ("codes", f"by code, against {reference}", reference_rows(result, system), ""),
        )
        tables += [
            Table(f"{kind}_{named}", f"{system.system} {title}", rows, note)
            for kind, title, rows, note in parts
            if rows
        ]
    if result.pairs:
        rows = pair_rows(result.pairs, result.metric)
        tables.append(Table(f"systems_{key}", "The systems two by two", rows, TESTS))
    tables.append(Table(f"all_{key}", "All figures", flat_rows([result]), shown=_ALL_SHOWN))
    return Section(
        f"question-{place}",
        f"{result.corpus}: {result.question}",
        [
            *(system.verdict for system in result.systems),
            about,
            *few,
            *result.remarks,
            HOW_TO_READ,
        ],
        tables,
        _figures(key, result),
    )


_ALL_SHOWN = ({"where": "tables/ and tables.xlsx beside this page hold every figure"},)


def _figures(key: str, result: BenchmarkResult) -> list[Figure]:
    """Draw each coder and each system against the majority of the others."""
    rows: list[dict[str, Any]] = []
    for system in result.systems:
        if system.beside is None:
            continue
        for one in system.beside.coders:
            for who, score in (("coder", one.human), (system.system, one.system)):
                if score.interval.defined and score.value == score.value:
                    rows.append(
                        {
                            "label": f"beside {result.coders[one.coder]}",
                            "who": who,
                            "value": score.value,
                            "low": score.interval.low,
                            "high": score.interval.high,
                        }
                    )
    unique = list({(row["label"], row["who"]): row for row in rows}.values())
    if not unique:
        return []
    low = min(0.0, *(float(row["low"]) for row in unique))
    svg = interval_chart(
        unique,
        label="label",
        colour="who",
        domain=(low, 1.0),
        machines=[system.system for system in result.systems],
    )
    caption = (
        f"{METRIC_NAMES[result.metric]} with the majority of the other coders: the coder and each "
        "system on the same units, with 95 % intervals."
    )
    return [Figure(f"beside_{key}", caption, svg)]


def _across_section(across: AcrossCorpora) -> Section:
    table = Table("across", f"{METRIC_NAMES[across.metric]} by data set", across_rows(across))
    return Section("across", "Over all data sets", [across_sentence(across)], [table])
