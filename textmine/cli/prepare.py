"""textmine prepare."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.cli.shared import comma_list, progress_bar
from textmine.present import Section


@shown("profile", "processes", "scheduler", without=("format",))
def prepare(
    run: Run,
    corpus: CorpusArgument,
    layers: Annotated[
        str | None,
        typer.Option(
            help="Comma-separated: words, lemmas, tags, syntax, noun_chunks, entities; "
            "default: what training and themes use."
        ),
    ] = None,
) -> Section:
    """Clean the texts and read them with spaCy, once; later steps use what is kept.

    Example: textmine prepare forum --profile full --processes 2
    Example: textmine prepare forum --scheduler tcp://10.0.0.1:8786
    """
    import time

    from textmine.nlp import LAYERS
    from textmine.nlp.prepare_corpus import prepare_corpus

    wanted = comma_list(layers)
    unknown = [name for name in wanted if name not in LAYERS]
    if unknown:
        raise typer.BadParameter(
            f"there is no layer '{unknown[0]}'; layers are {', '.join(LAYERS)}",
            param_hint="--layers",
        )
    space = run.workspace
    begin = time.perf_counter()
    with progress_bar() as progress:
        nlp = run.settings.nlp
        prepared = prepare_corpus(space, corpus, nlp, wanted, run.spread, progress)
    told = prepared.told
    return Section.of(
        *([f"Note: {told.remark}."] if told.remark else []),
        f"'{corpus}': {told.n_texts:,} documents, {told.n_tokens:,} tokens, "
        f"{prepared.new:,} read anew by {told.model.title}, "
        f"{time.perf_counter() - begin:.1f} s.",
    )
