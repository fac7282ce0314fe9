"""textmine benchmark."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.shared import (
    By,
    Format,
    FormatOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
    comma_list,
    open_workspace,
    print_rows,
    progress_bar,
    replaces,
    say,
)

if TYPE_CHECKING:
    from textmine.benchmark import BenchmarkResult


class Metric(StrEnum):
    """What coder and system are compared by."""

    kappa = "kappa"
    accuracy = "accuracy"
    macro_f1 = "macro_f1"


class Coders(StrEnum):
    """Who the coders are, which says how much worse a machine may be and still pay."""

    experts = "experts"
    skilled = "skilled"
    crowd = "crowd"


def benchmark(
    corpora: Annotated[
        list[str], typer.Argument(help="A corpus that people coded, or several of them.")
    ],
    system: Annotated[
        list[str],
        typer.Option(
            help="A trained model, a file of predictions (NAME=FILE.csv: document and a column a "
            "dimension), or a coder; may be repeated."
        ),
    ],
    coders: Annotated[str | None, typer.Option(help="Comma-separated; default: all human.")] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            help="Whose codes precision and recall refer to; default: the final ones, "
            "where some were settled."
        ),
    ] = None,
    dimension: Annotated[
        list[str] | None, typer.Option(help="Only this dimension; may be repeated.")
    ] = None,
    metric: Annotated[Metric, typer.Option(help="Score of the comparison.")] = Metric.kappa,
    coders_are: Annotated[
        Coders,
        typer.Option(
            help="Sets epsilon of the alternative annotator test: experts .2, skilled .15, crowd "
            ".1, the advantage that a coder may keep and the machine still pays."
        ),
    ] = Coders.skilled,
    by: Annotated[
        By, typer.Option(help="What intervals take as independent: threads, or units.")
    ] = By.thread,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    where: WhereOption = None,
    report: Annotated[
        str | None, typer.Option(help="Write the page reports/NAME with tables and figures.")
    ] = None,
    resamples: Annotated[
        int,
        typer.Option(
            help="Resamples, with 100 threads or units or more; below, each is left out in turn.",
            min=100,
        ),
    ] = 1000,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Say whether a machine may stand in for one of the coders, on the same items as they.

    A trained model is scored by codes that it gave while the thread was held out. Coder and machine
    are each held against the majority of the OTHER coders; then alpha with each coder replaced, the
    alternative annotator test, scores by code, systems two by two, and over several corpora.

    Example: textmine benchmark forum --system forum-model --coders coder-1,coder-2
    Example: textmine benchmark forum --system forum-model --system llm=predictions.csv
    """
    from textmine.benchmark import BenchmarkRequest, rank_across, run_benchmark
    from textmine.corpus import load_corpus

    space = open_workspace(workspace)
    results: list[BenchmarkResult] = []
    for corpus in corpora:
        request = BenchmarkRequest(
            corpus=corpus,
            systems=tuple(system),
            coders=comma_list(coders),
            reference=reference,
            codebook=codebook,
            dimensions=tuple(dimension or ()),
            where=tuple(where or ()),
            metric=metric.value,
            copies=coders_are.value,
            by_unit=by is By.unit,
            n_resamples=resamples,
            seed=seed,
        )
        with progress_bar() as progress:
            results += run_benchmark(space, request, progress)
    across = rank_across(results)
    _print(results, format)
    if across is not None and format is Format.table:
        from textmine.report.against import across_rows, across_sentence

        print_rows(across_rows(across), format, title="Over all data sets")
        say(across_sentence(across))
    if report is not None:
        from textmine.report.benchmark_page import write_benchmark

        former = replaces(space, "reports", report)
        used = space.settings.seed if seed is None else seed
        loaded = [load_corpus(space, corpus) for corpus in corpora]
        page = write_benchmark(space, loaded, results, across, report, used)
        say(f"The report is {page}.{former}")


def _print(results: list[BenchmarkResult], format: Format) -> None:
    from textmine.report.against import TWO_WAYS, flat_rows
    from textmine.report.benchmark_page import FEW_GROUPS, FEW_SENTENCE

    if format is not Format.table:
        print_rows(flat_rows(results), format)
    for result in results if format is Format.table else ():
        _print_question(result)
    say(TWO_WAYS)
    for remark in dict.fromkeys(remark for result in results for remark in result.remarks):
        say(remark)
    several = len({result.corpus for result in results}) > 1
    for result in results:
        where = f"{result.corpus}, {result.question}" if several else result.question
        if 1 < result.n_groups < FEW_GROUPS and result.groups != "unit":
            say(f"{where}: {FEW_SENTENCE.format(f'{result.n_groups} {result.groups}s')}")
        for system in result.systems:
            say(f"{where}: {system.verdict}")


def _print_question(result: BenchmarkResult) -> None:
    from textmine.report.against import (
        alt_test_rows,
        beside_rows,
        every_pair_rows,
        human_rows,
        pair_rows,
        reference_rows,
        replaced_rows,
    )

    drawn = "units" if result.groups == "unit" else f"{result.n_groups} {result.groups}s"
    title = (
        f"{result.corpus}, {result.question}: {', '.join(result.coders)} among themselves; "
        f"{result.n:,} units that every system coded ({result.left_out:,} are left out); 95 % "
        f"intervals over {drawn}"
    )
    if rows := human_rows(result):
        print_rows(rows, Format.table, title=title)
    else:
        typer.echo(title)
    print_rows(every_pair_rows(result), Format.table, title="Everybody with every coder")
    for system in result.systems:
        parts = [
            ("beside each coder, against the majority of the others", beside_rows(result, system)),
            ("in place of each coder: Krippendorff's alpha", replaced_rows(result, system)),
            ("by the alternative annotator test", alt_test_rows(result, system)),
        ]
        if system.referred is not None:
            name = f"by code, against {system.referred.reference}"
            parts.append((name, reference_rows(result, system)))
        for what, rows in parts:
            if rows:
                print_rows(_told(rows), Format.table, title=f"{system.system} {what}")
    if result.pairs:
        rows = _told(pair_rows(result.pairs, result.metric))
        print_rows(rows, Format.table, title="Systems two by two")


def _told(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Leave out columns that say nothing in any row."""
    kept = [key for key in rows[0] if any(row[key] not in ("", None) for row in rows)]
    return [{key: row[key] for key in kept} for row in rows]
