"""textmine benchmark."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.choices import CodersAre, ComparisonMetric, GatedFigure
from textmine.cli.command import Run, shown
from textmine.cli.gated import hold_systems
from textmine.cli.options import ByOption, CodebookOption, CodersOption, DimensionsOption
from textmine.cli.page import write_page
from textmine.cli.shared import comma_list, progress_bar
from textmine.present import Section


@shown("where", "fail_under", "on", "report", "seed", then="textmine report {corpora}")
def benchmark(
    run: Run,
    corpora: Annotated[
        list[str], typer.Argument(help="A corpus that people coded, or several of them.")
    ],
    system: Annotated[
        list[str],
        typer.Option(
            help="A trained model, a file of predictions (NAME=FILE.csv: document and a column a "
            "dimension), or a coder; give it again for more."
        ),
    ],
    coders: CodersOption = None,
    reference: Annotated[
        str | None,
        typer.Option(
            help="Whose codes precision and recall refer to; default: the final ones, "
            "where some were settled."
        ),
    ] = None,
    dimension: DimensionsOption = None,
    metric: Annotated[
        ComparisonMetric | None,
        typer.Option(
            help="Score of the comparison; default: kappa, weighted where codes have an order.",
            show_default=False,
        ),
    ] = None,
    coders_are: Annotated[
        CodersAre,
        typer.Option(
            help="Sets epsilon of the alternative annotator test: experts .2, skilled .15, crowd "
            ".1, the advantage that a coder may keep and the machine still pays."
        ),
    ] = "skilled",
    by: ByOption = "thread",
    codebook: CodebookOption = None,
    resamples: Annotated[
        int,
        typer.Option(
            help="Resamples, with 100 threads or units or more; below, each is left out in turn.",
            min=100,
        ),
    ] = 1000,
    of: Annotated[
        GatedFigure,
        typer.Option(
            help="What --fail-under looks at, for each system and dimension. gap: to the coders, "
            "below 0 where it is worse. Or its score against the reference."
        ),
    ] = "gap",
) -> list[Section]:
    """Say whether a machine may stand in for one of the coders, on the same items as they.

    A trained model is scored by codes that it gave while the thread was held out. It compares
    each coder and the machine with the majority of the OTHER coders. Then come alpha with each
    coder replaced, the alternative annotator test, scores by code, systems two by two, and over
    several corpora.

    Example: textmine benchmark forum --system forum-model --coders coder-1,coder-2
    Example: textmine benchmark forum --system forum-model --system llm=predictions.csv
    Example: textmine benchmark forum --system forum-model --fail-under -0.1 --on lower
    """
    from textmine.benchmark import BenchmarkRequest, rank_across, run_benchmark
    from textmine.corpus import load_corpus
    from textmine.report.benchmark import benchmark_sections

    results = []
    for corpus in corpora:
        request = BenchmarkRequest(
            corpus=corpus,
            systems=tuple(system),
            coders=comma_list(coders),
            reference=reference,
            codebook=codebook,
            dimensions=tuple(dimension or ()),
            where=tuple(run.where),
            metric=metric,
            copies=coders_are,
            by_unit=by == "unit",
            n_resamples=resamples,
            seed=run.given["seed"],
        )
        with progress_bar() as progress:
            results += run_benchmark(run.workspace, request, progress)
    sections = benchmark_sections(results, rank_across(results))
    names = list(dict.fromkeys(one.system for result in results for one in result.systems))
    loaded = [load_corpus(run.workspace, corpus) for corpus in corpora]
    title, subtitle = f"Machine against coders: {', '.join(names)}", f"on {', '.join(corpora)}"
    write_page(run, sections, loaded, title, subtitle, {"systems": names})
    hold_systems(run, of, results)
    return sections
