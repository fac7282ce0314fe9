"""textmine prepare."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.options import ProcessesOption, ProfileOption, WorkspaceOption
from textmine.cli.shared import open_workspace, progress_bar, say


def prepare(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    profile: ProfileOption = None,
    layers: Annotated[
        str | None,
        typer.Option(
            help="Comma-separated: words, lemmas, tags, syntax, noun_chunks, entities; "
            "default: what training and themes use.",
            show_default=False,
        ),
    ] = None,
    processes: ProcessesOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Clean the texts and read them with spaCy, once; later steps use what is kept.

    Example: textmine prepare forum --profile full --processes 2
    """
    import time

    from textmine.corpus import load_corpus
    from textmine.errors import InputError
    from textmine.nlp import LAYERS, prepare_texts

    space = open_workspace(workspace)
    settings = space.settings.override("nlp", profile=profile, n_process=processes).nlp
    wanted = [name.strip() for name in (layers or "").split(",") if name.strip()]
    unknown = [name for name in wanted if name not in LAYERS]
    if unknown:
        raise InputError(
            f"There is no layer '{unknown[0]}'.", hint=f"Layers are: {', '.join(LAYERS)}."
        )
    begin = time.perf_counter()
    loaded = load_corpus(space, corpus)
    with progress_bar() as progress:
        prepared = prepare_texts(loaded.texts, settings, wanted, space, progress)
    if prepared.remark:
        say(f"Note: {prepared.remark}.")
    say(
        f"'{corpus}': {len(prepared):,} documents, {prepared.n_tokens:,} tokens, "
        f"{prepared.new:,} read anew by {prepared.model.title}, "
        f"{time.perf_counter() - begin:.1f} s."
    )
