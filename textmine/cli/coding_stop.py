"""textmine coding stop."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    FormatOption,
    ProcessesOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, say

if TYPE_CHECKING:
    from textmine.classify.growing.successive import Succession

_ROUGH = 200
"""Below this many documents a kappa of .99 hangs on one or two of them."""


def stop(
    models: Annotated[
        list[str], typer.Argument(help="Two or more models, in the order of their training.")
    ],
    corpus: Annotated[str, typer.Option(help="The corpus that is being coded.")],
    where: WhereOption = None,
    seed: SeedOption = None,
    processes: ProcessesOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Say whether more coding still changes what a model says: do successive models agree?

    All models code the same documents, up to 2,000 that none of them was trained on. When kappa of
    each model with the next is .99 or more, on average of the last three pairs, more documents of
    the same kind change little (Bloodgood and Vijay-Shanker 2009).

    Example: textmine coding stop model-1 model-2 model-3 model-4 --corpus forum
    """
    from textmine.classify.growing.successive import compare_successive
    from textmine.classify.trained.model import load_model
    from textmine.corpus import load_corpus, select_documents

    space = open_workspace(workspace)
    loaded = [load_model(space, name) for name in models]
    whole = load_corpus(space, corpus)
    chosen = select_documents(whole, where or [])
    n_process = processes or space.settings.nlp.n_process
    seed = space.settings.seed if seed is None else seed
    with progress_bar() as progress:
        found = compare_successive(space, loaded, whole, chosen, seed, n_process, progress)
    rows = [
        {
            "dimension": dimension,
            "model": one,
            "next": other,
            "kappa": None if isnan(kappa) else round(kappa, 6),
            "n": found.n,
        }
        for dimension, stopping in found.dimensions.items()
        for one, other, kappa in zip(models, models[1:], stopping.kappas, strict=False)
    ]
    title = (
        f"Agreement of successive models on {found.n:,} of the {found.n_unseen:,} documents of "
        f"'{corpus}' that none was trained on"
    )
    print_rows(rows, format, title=title)
    _say_verdict(found)


def _say_verdict(found: Succession) -> None:
    for dimension, stopping in found.dimensions.items():
        if stopping.met:
            say(
                f"{dimension}: settled. The mean kappa of the last {stopping.window} pairs is "
                f"{stopping.mean:.3f}, and the rule asks for {stopping.threshold:g}."
            )
        else:
            mean = "" if isnan(stopping.mean) else f" It is {stopping.mean:.3f}."
            say(f"{dimension}: not settled. {stopping.reason}{mean}")
    if found.left_out:
        say(f"Left out, because not every model codes them: {', '.join(found.left_out)}.")
    if found.n < _ROUGH:
        say(f"Note: {found.n} documents are few; one or two decide whether the rule is met.")
    say(
        "Agreement of models is not accuracy: models can agree on the same mistakes. How right "
        "they are, 'textmine evaluate' and the model's card say."
    )
