"""textmine evaluate and benchmark: how well machines code, and the limits they are held to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.choices import CodersAre, ComparisonMetric, GatedFigure
from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.shared import comma_list, progress_bar
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.benchmark import BenchmarkResult
    from textmine.choices import ModelMetric
    from textmine.stats import ClassificationScores, Score

_NAMES: dict[ModelMetric, str] = {
    "macro_f1": "macro-F1",
    "kappa": "kappa",
    "weighted_kappa": "weighted kappa",
}
_MORE = "Code more documents ('textmine curve' says how many), or sharpen the codebook."


def hold_scores(run: Run, of: ModelMetric, scores: Mapping[str, ClassificationScores]) -> None:
    """Hold the score of each dimension to the limit."""
    run.hold(_NAMES[of], {name: _score(score, of) for name, score in scores.items()}, _MORE)


def hold_systems(run: Run, of: GatedFigure, results: Sequence[BenchmarkResult]) -> None:
    """Hold each system to the limit on each question: its gap to the coders, or its score.

    The gap is that on average over coders, of the score by which systems are compared; the score
    is that against the reference codes.
    """
    from textmine.stats.systems.gates import undefined_score

    named = {
        f"{system.system} on {result.question} of {result.corpus}": system
        for result in results
        for system in result.systems
    }
    if of == "gap":
        alone = undefined_score("it needs the codes of two people or more")
        gaps = {
            name: result.beside.gap if result.beside else alone for name, result in named.items()
        }
        run.hold("the gap to the coders", gaps, _MORE)
        return
    none = undefined_score("there are no reference codes")
    scores = {
        name: _score(result.referred.scores, of) if result.referred else none
        for name, result in named.items()
    }
    run.hold(_NAMES[of], scores, _MORE)


def _score(scores: ClassificationScores, of: ModelMetric) -> Score:
    from textmine.stats.systems.gates import undefined_score

    found: Score | None = getattr(scores, of)
    return found or undefined_score("it needs one code a document, and codes that have an order")


@shown("where", "processes", "fail_under", "on", "report")
def evaluate(
    run: Run,
    model: options.ModelArgument,
    corpus: options.CodedCorpusArgument,
    coder: options.CoderOption = None,
    codebook: options.ModelCodebookOption = None,
    of: options.GatedScoreOption = "macro_f1",
) -> Section:
    """Score a model on coded documents; what it has seen in training is left out and counted.

    The model has seen the documents it learned from and others of their threads in the same
    corpus. It has also seen texts of eight words or more that repeat these word for word. Documents
    that people coded with its suggestion in view are left out too.

    Example: textmine evaluate forum-model other-forum --coder ann
    Example: textmine evaluate forum-model other-forum --fail-under 0.7 --of kappa
    """
    from textmine.classify.evaluating.evaluating import evaluate_on
    from textmine.report.training import evaluation_section

    whole = run.corpus(corpus)
    with progress_bar() as progress:
        results = evaluate_on(
            run.workspace,
            model,
            whole,
            coder=coder,
            codebook=codebook,
            where=run.where,
            n_process=run.settings.nlp.n_process,
            progress=progress,
            tell=run.tell,
        )
    section = evaluation_section(model, results)
    run.paged(section, [whole], about=f"on {corpus}", settings={"models": [model]})
    hold_scores(run, of, {evaluation.dimension: evaluation.scores for evaluation in results})
    return section


@shown("where", "fail_under", "on", "report", "seed", then="textmine report {corpora}")
def benchmark(
    run: Run,
    corpora: Annotated[
        list[str], typer.Argument(help="A corpus that people coded, or several of them.")
    ],
    system: Annotated[
        list[str],
        "A trained model, a file of predictions (NAME=FILE.csv: document and a column a "
        "dimension), or a coder; give it again for more.",
    ],
    coders: options.CodersOption = None,
    reference: Annotated[
        str | None,
        "Whose codes precision and recall refer to; default: the final ones, "
        "where some were settled.",
    ] = None,
    dimension: options.DimensionsOption = None,
    metric: Annotated[
        ComparisonMetric | None,
        "Score of the comparison; default: kappa, weighted where codes have an order.",
    ] = None,
    coders_are: Annotated[
        CodersAre,
        "Sets epsilon of the alternative annotator test: experts .2, skilled .15, crowd "
        ".1, the advantage that a coder may keep and the machine still pays.",
    ] = "skilled",
    by: options.ByOption = "thread",
    codebook: options.CodebookOption = None,
    resamples: Annotated[
        int,
        typer.Option(
            help="Resamples, with 100 threads or units or more; below, each is left out in turn.",
            min=100,
        ),
    ] = 1000,
    of: Annotated[
        GatedFigure,
        "What --fail-under looks at, for each system and dimension. gap: to the coders, "
        "below 0 where it is worse. Or its score against the reference.",
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
    names = list(
        dict.fromkeys(
            system_result.system for result in results for system_result in result.systems
        )
    )
    loaded = [run.corpus(corpus) for corpus in corpora]
    run.tell_repeated(loaded)
    title, subtitle = f"Machine against coders: {', '.join(names)}", f"on {', '.join(corpora)}"
    run.paged(sections, loaded, title=title, about=subtitle, settings={"systems": names})
    hold_systems(run, of, results)
    return sections
