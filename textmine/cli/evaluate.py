"""textmine evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.options import FormatOption, ProcessesOption, WhereOption, WorkspaceOption
from textmine.cli.shared import (
    Format,
    final_of,
    open_workspace,
    print_rows,
    progress_bar,
    say,
    standing,
)

if TYPE_CHECKING:
    from textmine.classify import Evaluation
    from textmine.codebook import Codebook


_FEWEST = 20
"""Documents from which on a machine that is right in every one is worth a question."""


def evaluate(
    model: Annotated[str, typer.Argument(help="A trained model.")],
    corpus: Annotated[str, typer.Argument(help="A corpus with codings.")],
    coder: Annotated[
        str | None, typer.Option(help="Whose codes to score against; default: the final ones.")
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the model's.")] = None,
    where: WhereOption = None,
    processes: ProcessesOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Score a model on coded documents; what it has seen in training is left out and counted.

    Seen are the documents it was trained on, others of their threads in the same corpus, and
    texts of eight words or more that it was trained on word for word. Documents that people coded
    with its suggestion in view are left out too.

    Example: textmine evaluate forum-model other-forum --coder ann
    """
    from textmine.classify import apply_model, evaluate_model, gold_codes, load_model
    from textmine.coding import by_people, codebooks_of, open_codings
    from textmine.corpus import load_corpus, select_documents

    space = open_workspace(workspace)
    loaded = load_model(space, model)
    whole = load_corpus(space, corpus)
    chosen = select_documents(whole, where or [])
    used = codebooks_of(by_people(open_codings(space).current(corpus)))
    if codebook is None and loaded.codebook.name in used:
        codebook = loaded.codebook.name
    stands = standing(space, whole, codebook)
    if stands.codebook.name == loaded.codebook.name:
        _refuse_older(loaded.codebook, stands.codebook, model)
    known = [part.dimension for part in loaded.dimensions]
    gold = gold_codes(final_of(stands, coder, chosen, known), loaded.codebook, dimensions=known)
    n_process = processes or space.settings.nlp.n_process
    with progress_bar() as progress:
        predictions = apply_model(space, loaded, whole, chosen, n_process, progress)
    results = evaluate_model(
        loaded,
        chosen,
        predictions,
        gold,
        stands.codings,
        whole=whole,
    )
    _print(results, model, format)


def _refuse_older(trained: Codebook, now: Codebook, model: str) -> None:
    """Refuse a model whose codes are no longer those of the codebook."""
    from textmine.errors import InputError

    if [d.code_ids for d in trained.dimensions] != [d.code_ids for d in now.dimensions]:
        raise InputError(
            f"'{model}' was trained with version {trained.version} of codebook '{now.name}', whose "
            f"codes changed until version {now.version}.",
            hint=f"Train it again: 'textmine train CORPUS --name {model}'.",
        )


def _print(results: list[Evaluation], model: str, format: Format) -> None:
    from textmine.classify.scoring.macro_f1 import hangs_on
    from textmine.classify.scoring.score_table import macro_sentences, score_rows
    from textmine.report.learned import code_rows, how_sure, overall_rows

    rows: list[dict[str, Any]] = []
    for result in results:
        mine = score_rows(
            result.dimension, result.classes, result.scores, "unseen documents", result.labels
        )
        rows += mine
        if format is Format.table:
            title = (
                f"{model} on {result.dimension}: {result.n} documents coded by {result.coder}, "
                f"{result.n_groups} {result.groups}s; commonest code {result.majority:.3f}"
            )
            print_rows(overall_rows(mine), format, title=title)
            print_rows(code_rows(mine), format)
            if result.scores.confusion:
                rows_are = "Rows: the coder; columns: the machine."
                print_rows(_confusion(result), format, title=rows_are)
        about = (result.dimension, result.classes, result.scores)
        for sentence in macro_sentences(*about) + hangs_on(*about):
            say(sentence)
        if result.left_out:
            say(
                f"{result.left_out:,} documents coded on '{result.dimension}' are left out: "
                f"{result.why}."
            )
        if result.short:
            say(
                f"{result.short:,} of the {result.n:,} texts are short and were trained on too "
                "(such as 'I agree.'); they count."
            )
        if result.n >= _FEWEST and result.scores.accuracy.value == 1:
            say(
                f"All {result.n:,} documents have the codes that '{model}' gives them: if "
                f"{result.coder} took them from it, this says nothing of it."
            )
    if format is not Format.table:
        print_rows(rows, format)
    say(how_sure(results[0].groups, min(result.n_groups for result in results)))


def _confusion(result: Evaluation) -> list[dict[str, Any]]:
    return [
        {"coder \\ machine": code, **dict(zip(result.classes, row, strict=True))}
        for code, row in zip(result.classes, result.scores.confusion, strict=True)
    ]
