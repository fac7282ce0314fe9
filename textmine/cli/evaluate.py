"""textmine evaluate."""

from __future__ import annotations

from textmine.cli.command import Run, shown
from textmine.cli.gated import hold_scores
from textmine.cli.options import (
    CodedCorpusArgument,
    CoderOption,
    GatedScoreOption,
    ModelArgument,
    ModelCodebookOption,
)
from textmine.cli.page import write_page
from textmine.cli.shared import progress_bar
from textmine.present import Section


@shown("where", "processes", "fail_under", "on", "report")
def evaluate(
    run: Run,
    model: ModelArgument,
    corpus: CodedCorpusArgument,
    coder: CoderOption = None,
    codebook: ModelCodebookOption = None,
    of: GatedScoreOption = "macro_f1",
) -> Section:
    """Score a model on coded documents; what it has seen in training is left out and counted.

    The model has seen the documents it learned from and others of their threads in the same
    corpus. It has also seen texts of eight words or more that repeat these word for word. Documents
    that people coded with its suggestion in view are left out too.

    Example: textmine evaluate forum-model other-forum --coder ann
    Example: textmine evaluate forum-model other-forum --fail-under 0.7 --of kappa
    """
    from textmine.classify.evaluating.evaluating import evaluate_on
    from textmine.corpus import load_corpus
    from textmine.report.evaluated import evaluation_section

    whole = load_corpus(run.workspace, corpus)
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
    write_page(run, [section], [whole], section.title, f"on {corpus}", {"models": [model]})
    hold_scores(run, of, {evaluation.dimension: evaluation.scores for evaluation in results})
    return section
