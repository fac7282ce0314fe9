"""textmine train."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    FormatOption,
    ProcessesOption,
    ProfileOption,
    SeedOption,
    WhereOption,
    WorkspaceOption,
)
from textmine.cli.shared import (
    Format,
    comma_list,
    final_of,
    open_workspace,
    print_rows,
    progress_bar,
    replaces,
    say,
    standing,
)

if TYPE_CHECKING:
    from textmine.classify import TrainingReport


class Metric(StrEnum):
    """Which score chooses among the candidates."""

    macro_f1 = "macro_f1"
    kappa = "kappa"


def train(
    corpus: Annotated[str, typer.Argument(help="A corpus with codings.")],
    name: Annotated[
        str | None, typer.Option(help="Name of the model; default: CORPUS-model.")
    ] = None,
    coder: Annotated[
        str | None, typer.Option(help="Whose codes to learn; default: the final ones.")
    ] = None,
    dimension: Annotated[
        list[str] | None, typer.Option(help="Only this dimension; may be repeated.")
    ] = None,
    codebook: Annotated[str | None, typer.Option(help="Default: the one used.")] = None,
    where: WhereOption = None,
    folds: Annotated[
        int | None, typer.Option(help="Folds of the cross-validation.", show_default=False)
    ] = None,
    metric: Annotated[
        Metric | None, typer.Option(help="Score that chooses the model.", show_default=False)
    ] = None,
    repeats: Annotated[
        int | None,
        typer.Option(help="How often folds are drawn anew; default: by n.", show_default=False),
    ] = None,
    blocks: Annotated[
        str | None,
        typer.Option(help="Feature blocks to read, with commas; 'default' stands for the usual."),
    ] = None,
    without: Annotated[
        str | None, typer.Option(help="Feature blocks to leave out, with commas.")
    ] = None,
    embeddings: Annotated[
        bool, typer.Option("--embeddings", help="Read sentence embeddings too.")
    ] = False,
    fine_tune: Annotated[
        bool,
        typer.Option("--fine-tune", help="Fine-tune a sentence encoder too; takes an hour or so."),
    ] = False,
    encoder: Annotated[
        str | None, typer.Option(help="Folder or name of the sentence encoder.")
    ] = None,
    profile: ProfileOption = None,
    processes: ProcessesOption = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Learn to code from hand-coded documents, all dimensions in one run.

    Candidates are compared by cross-validation that never cuts through a thread (else author,
    else document); the score without that care is shown beside it, as the leak it is.

    Example: textmine train forum --name forum-model
    """
    from textmine.classify import gold_codes, train_model
    from textmine.corpus import load_corpus, select_documents

    space = open_workspace(workspace)
    settings = (
        space.settings.override(
            "train",
            folds=folds,
            metric=metric,
            repeats=repeats,
            blocks=comma_list(blocks) or None,
            without=comma_list(without) or None,
            embeddings=embeddings or None,
            fine_tune=fine_tune or None,
            encoder=encoder,
        )
        .override("nlp", profile=profile, n_process=processes)
        .override("", seed=seed)
    )
    whole = load_corpus(space, corpus)
    stands = standing(space, whole, codebook)
    chosen = select_documents(whole, where or [])
    final = final_of(stands, coder, chosen, dimension or ())
    gold = gold_codes(final, stands.codebook, dimensions=dimension or ())
    name = name or f"{corpus}-model"
    former = replaces(space, "models", name)
    with progress_bar() as progress:
        report = train_model(
            space, whole, chosen, gold, stands.codebook, name, settings, progress, stands.codings
        )
    _print(report, format)
    say(f"Saved as model '{name}'; its card is models/{name}/README.md.{former}")


def _print(report: TrainingReport, format: Format) -> None:
    from textmine.classify.trained.training_report import training_rows
    from textmine.report.learned import code_rows, how_sure, overall_rows

    rows = training_rows(report)
    for part in report.dimensions if format is Format.table else ():
        mine = [row for row in rows if row["dimension"] == part.dimension]
        title = (
            f"{part.dimension}: {part.n} documents coded by {part.coder}, {part.n_groups} "
            f"{report.groups}s, {part.n_folds} folds; chosen: {part.candidate}; commonest code "
            f"{part.majority:.3f}; calibration error {part.trust.error:.3f}"
        )
        print_rows(overall_rows(mine), format, title=title)
        print_rows(code_rows(mine), format)
        if part.rare:
            rare = ", ".join(f"{code} ({n})" for code, n in part.rare.items())
            say(f"Fewer than 8 examples, not to be relied on: {rare}.")
    for part in report.dimensions:
        for remark in part.remarks(report.groups):
            say(remark)
    if format is not Format.table:
        print_rows(rows, format)
    if report.remark:
        say(f"Note: {report.remark}.")
    say(how_sure(report.groups, min(part.n_groups for part in report.dimensions)))
