"""textmine coding stop."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.page import write_page
from textmine.cli.shared import progress_bar
from textmine.present import Section


@shown("where", "processes", "report", "seed")
def stop(
    run: Run,
    models: Annotated[
        list[str], typer.Argument(help="Two or more models, in the order of their training.")
    ],
    corpus: Annotated[str, typer.Option(help="The corpus that is being coded.")],
) -> Section:
    """Say whether more coding still changes what a model says: do successive models agree?

    All models code the same documents, up to 2,000 that none of them was trained on. When kappa of
    each model with the next is .99 or more, on average of the last three pairs, more documents of
    the same kind change little (Bloodgood and Vijay-Shanker 2009).

    Example: textmine coding stop model-1 model-2 model-3 model-4 --corpus forum
    """
    from textmine.classify import load_model
    from textmine.classify.growing.successive import compare_successive
    from textmine.corpus import load_corpus, select_documents
    from textmine.report.learning import succession_section

    loaded = [load_model(run.workspace, name) for name in models]
    whole = load_corpus(run.workspace, corpus)
    chosen = select_documents(whole, run.where)
    n_process = run.settings.nlp.n_process
    with progress_bar() as progress:
        found = compare_successive(
            run.workspace, loaded, whole, chosen, run.seed, n_process, progress
        )
    section = succession_section(found, corpus)
    write_page(run, [section], [whole], section.title, ", ".join(models), {"models": models})
    return section
