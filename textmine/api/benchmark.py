"""Machines against the coders: is a machine as good as one more coder?"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from textmine.api.code_classifier import CodeClassifier
from textmine.api.prevalence import known_of
from textmine.api.reading import Texts, corpus_of, need_codings
from textmine.api.shared import Results, chosen, in_python_words, seed_of
from textmine.benchmark.results import BenchmarkResult
from textmine.benchmark.running import BenchmarkRequest, compare_systems
from textmine.benchmark.systems import System, system_of_model, system_of_table
from textmine.choices import By, CodersAre, ComparisonMetric
from textmine.coding import Codings, codes_of
from textmine.corpus import Corpus
from textmine.corpus.reading.frames import table_of_frame
from textmine.errors import InputError, did_you_mean
from textmine.report.benchmark_records import every_figure
from textmine.stats.systems.alt_test import EPSILONS

Systems = CodeClassifier | Mapping[str, Any]


@in_python_words
def run_benchmark(
    systems: Systems,
    corpus: Texts,
    codings: Codings,
    *,
    coders: Sequence[str] = (),
    reference: str | None = None,
    dimensions: Sequence[str] = (),
    metric: ComparisonMetric | None = None,
    coders_are: CodersAre = "skilled",
    by: By = "thread",
    n_resamples: int = 1000,
    random_state: Any = 42,
) -> Results[BenchmarkResult]:
    """Say whether a machine may stand in for one of the coders, as `textmine benchmark` does.

    `systems` is a fitted `CodeClassifier`, or systems by name: classifiers, codes that a machine
    predicts (a data frame with a document and a column a dimension, or a Series by document), or
    the name of a coder. A classifier is scored by its held-out codes. One result a question; the
    verdicts are in `remarks`. Raises InputError when there is no human coder or nothing in common.
    """
    need_codings(codings)
    corpus = corpus_of(corpus)
    named = {"model": systems} if isinstance(systems, CodeClassifier) else dict(systems)
    request = BenchmarkRequest(
        corpus=corpus.name,
        systems=tuple(named),
        coders=tuple(coders),
        reference=reference,
        dimensions=tuple(dimensions),
        metric=metric,
        copies=chosen("coders_are", coders_are, EPSILONS),
        by_unit=chosen("by", by, ("thread", "unit")) == "unit",
        n_resamples=n_resamples,
        seed=seed_of(random_state),
    )
    every = codings.every or codings.items

    def find(name: str, wanted: Sequence[str]) -> System:
        return _system(name, named[name], corpus, codings, wanted)

    results = tuple(compare_systems(corpus, codings.codebook, every, find, request))
    remarks = [remark for result in results for remark in result.remarks]
    remarks += [
        f"{result.question}: {system.verdict}" for result in results for system in result.systems
    ]
    rows = tuple(row for result in results for row in every_figure("benchmark", result).rows)
    return Results(results, rows, tuple(dict.fromkeys(remarks)))


def _system(
    name: str, source: Any, corpus: Corpus, codings: Codings, wanted: Sequence[str]
) -> System:
    every, book = codings.every or codings.items, codings.codebook
    if isinstance(source, CodeClassifier):
        return system_of_model(known_of(source, corpus, name), corpus, book, every, wanted)
    if isinstance(source, str):
        mine = [coding for coding in every if coding.coder == source]
        if not mine:
            known = {coding.coder for coding in every}
            raise InputError(f"There is no coder '{source}'.", hint=did_you_mean(source, known))
        return System(name, codes_of(mine))
    if isinstance(source, pd.Series) and len(book.coded_dimensions) == 1:
        source = pd.DataFrame(
            {"document": source.index.astype(str), book.coded_dimensions[0].id: source.to_numpy()}
        )
    if not isinstance(source, pd.DataFrame):
        raise InputError(
            f"'{name}' is no system: it is of the type {type(source).__name__}.",
            hint="Give a CodeClassifier, a data frame with a document and a column a dimension, or "
            "the name of a coder.",
        )
    return system_of_table(name, table_of_frame(source), corpus, book, every)
