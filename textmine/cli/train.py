"""textmine train."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.choices import LearningMetric
from textmine.cli.command import Run, shown
from textmine.cli.gated import hold_scores
from textmine.cli.learning import to_learn
from textmine.cli.options import (
    CodebookOption,
    CodedCorpusArgument,
    CoderOption,
    DimensionsOption,
    GatedScoreOption,
)
from textmine.cli.shared import comma_list, progress_bar, replaces
from textmine.present import Section


@shown(
    *("where", "profile", "processes", "scheduler", "seed", "fail_under", "on"),
    then="textmine report {corpus}",
)
def train(
    run: Run,
    corpus: CodedCorpusArgument,
    name: Annotated[
        str | None, typer.Option(help="Name of the model; default: CORPUS-model.")
    ] = None,
    coder: CoderOption = None,
    dimension: DimensionsOption = None,
    codebook: CodebookOption = None,
    folds: Annotated[
        int | None, typer.Option(help="Folds of the cross-validation.", show_default=False)
    ] = None,
    metric: Annotated[
        LearningMetric | None,
        typer.Option(
            help="Score that chooses the model; default: by_scale, weighted kappa where codes have "
            "an order, else macro-F1.",
            show_default=False,
        ),
    ] = None,
    repeats: Annotated[
        int | None,
        typer.Option(help="How often folds are drawn anew; default: by n.", show_default=False),
    ] = None,
    blocks: Annotated[
        str | None,
        typer.Option(help="Feature blocks to read, with commas; 'default' means the usual ones."),
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
        str | None,
        typer.Option(
            help="Folder or name of the sentence encoder; read with --embeddings, unless "
            "--fine-tune alone is said."
        ),
    ] = None,
    of: GatedScoreOption = "macro_f1",
) -> Section:
    """Learn to code from hand-coded documents, all dimensions in one run.

    Cross-validation compares candidates. It never cuts through a thread (else author, else
    document). The score of cross-validation that does is shown beside it: it is too high.

    The model is saved even where --fail-under ends the command with 3.

    Example: textmine train forum --name forum-model
    Example: textmine train forum --fail-under 0.6 --of kappa --on lower
    """
    from textmine.classify import train_model
    from textmine.report.learned import training_section

    settings = run.settings.override(
        "train",
        folds=folds,
        metric=metric,
        repeats=repeats,
        blocks=comma_list(blocks) or None,
        without=comma_list(without) or None,
        embeddings=embeddings or (bool(encoder) and not fine_tune) or None,
        fine_tune=fine_tune or None,
        encoder=encoder,
    )
    given = to_learn(run, corpus, coder, dimension, codebook)
    name = name or f"{corpus}-model"
    former = replaces(run.workspace, "models", name)
    with progress_bar() as progress:
        report = train_model(
            run.workspace,
            given.whole,
            given.chosen,
            given.gold,
            given.codebook,
            name,
            settings,
            progress,
            given.codings,
            coder,
            run.spread,
        )
    saved = f"Saved as model '{name}'; its card is models/{name}/README.md.{former}"
    hold_scores(run, of, {one.dimension: one.grouped for one in report.dimensions})
    return training_section(report).saying(saved)
