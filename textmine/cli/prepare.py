"""textmine prepare."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.cli.shared import comma_list, progress_bar
from textmine.present import Section


@shown("profile", "processes", without=("format",))
def prepare(
    run: Run,
    corpus: CorpusArgument,
    layers: Annotated[
        str | None,
        typer.Option(
            help="Comma-separated: words, lemmas, tags, syntax, noun_chunks, entities; "
            "default: what training and themes use.",
            show_default=False,
        ),
    ] = None,
) -> Section:
    """Clean the texts and read them with spaCy, once; later steps use what is kept.

    Example: textmine prepare forum --profile full --processes 2
    """
    import time

    from textmine.corpus import load_corpus
    from textmine.nlp import LAYERS, prepare_texts

    wanted = comma_list(layers)
    unknown = [name for name in wanted if name not in LAYERS]
    if unknown:
        raise typer.BadParameter(
            f"there is no layer '{unknown[0]}'; layers are {', '.join(LAYERS)}",
            param_hint="--layers",
        )
    space = run.workspace
    begin = time.perf_counter()
    loaded = load_corpus(space, corpus)
    with progress_bar() as progress:
        prepared = prepare_texts(loaded.texts, run.settings.nlp, wanted, space, progress)
    return Section.of(
        *([f"Note: {prepared.remark}."] if prepared.remark else []),
        f"'{corpus}': {len(prepared):,} documents, {prepared.n_tokens:,} tokens, "
        f"{prepared.new:,} read anew by {prepared.model.title}, "
        f"{time.perf_counter() - begin:.1f} s.",
    )
