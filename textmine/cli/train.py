"""textmine train and curve: learn to code, and say how scores grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.choices import LearningMetric
from textmine.cli import options
from textmine.cli.command import Run, shown
from textmine.cli.evaluate import hold_scores
from textmine.cli.shared import comma_list, final_of, progress_bar, replaces, say, tell_current
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.classify.scoring.scoring import GoldCodes
    from textmine.cli.command import Run
    from textmine.codebook import Codebook
    from textmine.corpus import Corpus
    from textmine.schema import Coding


@dataclass(frozen=True)
class ToLearn:
    """A corpus and those of its documents that are learned from, with all that codes them."""

    whole: Corpus
    chosen: Corpus
    codebook: Codebook
    codings: Sequence[Coding]
    gold: Sequence[GoldCodes]


def to_learn(
    run: Run, corpus: str, coder: str | None, dimensions: Sequence[str] | None, codebook: str | None
) -> ToLearn:
    """Return what is to be learned, and say what is left out and whose codes they are."""
    from textmine.classify import gold_codes

    whole = run.corpus(corpus)
    stands = tell_current(run.workspace, whole, codebook, run.tell)
    chosen = run.chosen(whole)
    final = final_of(stands, coder, chosen, dimensions or ())
    gold = gold_codes(final, stands.codebook, dimensions=dimensions or ())
    return ToLearn(whole, chosen, stands.codebook, stands, gold)


@shown(
    *("where", "profile", "processes", "scheduler", "seed", "fail_under", "on"),
    then="textmine report {corpus}",
)
def train(
    run: Run,
    corpus: options.CodedCorpusArgument,
    name: Annotated[str | None, "Name of the model; default: CORPUS-model."] = None,
    coder: options.CoderOption = None,
    dimension: options.DimensionsOption = None,
    codebook: options.CodebookOption = None,
    folds: Annotated[int | None, "Folds of the cross-validation."] = None,
    metric: Annotated[
        LearningMetric | None,
        "Score that chooses the model; default: by_scale, weighted kappa where codes have "
        "an order, else macro-F1.",
    ] = None,
    repeats: Annotated[int | None, "How often folds are drawn anew; default: by n."] = None,
    blocks: Annotated[
        str | None, "Feature blocks to read, with commas; 'default' means the usual ones."
    ] = None,
    without: Annotated[str | None, "Feature blocks to leave out, with commas."] = None,
    embeddings: Annotated[bool, "Read sentence embeddings too."] = False,
    fine_tune: Annotated[bool, "Fine-tune a sentence encoder too; takes half an hour."] = False,
    encoder: Annotated[
        str | None,
        "Folder or name of the sentence encoder; read with --embeddings, unless "
        "--fine-tune alone is said.",
    ] = None,
    of: options.GatedScoreOption = "macro_f1",
) -> Section:
    """Learn to code from hand-coded documents, all dimensions in one run.

    Cross-validation compares candidates. It never cuts through a thread (else author, else
    document). The score of cross-validation that does is shown beside it: it is too high.

    The model is saved even where --fail-under ends the command with 3.

    Example: textmine train forum --name forum-model
    Example: textmine train forum --fail-under 0.6 --of kappa --on lower
    """
    from textmine.classify import train_model
    from textmine.report.training import training_section

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
    learning_set = to_learn(run, corpus, coder, dimension, codebook)
    name = name or f"{corpus}-model"
    former = replaces(run.workspace, "models", name)
    with progress_bar() as progress:
        report = train_model(
            run.workspace,
            learning_set.whole,
            learning_set.chosen,
            learning_set.gold,
            learning_set.codebook,
            name,
            settings,
            progress,
            learning_set.codings,
            coder,
            run.spread,
        )
    saved = f"Saved as model '{name}'; its card is models/{name}/README.md.{former}"
    hold_scores(run, of, {part.dimension: part.grouped for part in report.dimensions})
    return training_section(report).saying(saved)


@shown("where", "profile", "processes", "report", "seed")
def curve(
    run: Run,
    corpus: options.CodedCorpusArgument,
    coder: options.CoderOption = None,
    dimension: options.DimensionsOption = None,
    codebook: options.CodebookOption = None,
    repeats: Annotated[int, typer.Option(help="How often groups are drawn anew.", min=3)] = 10,
    figure: Annotated[Path | None, "Also draw the curves into this SVG file."] = None,
) -> Section:
    """Say how scores grow with the number of coded documents, and how many more it would take.

    Each time a quarter of the documents, in whole threads, is held out, and growing parts of the
    others are learned as 'textmine train' does. Scores are kappa and macro-F1, and weighted kappa
    where codes have an order. A curve fitted to each forecasts how many more documents .67 and .80
    need. The next ones must be like these.

    Example: textmine curve forum --repeats 20
    """
    from textmine.classify.next_to_code.curve import learning_curves
    from textmine.report.learning_curve import curve_section
    from textmine.store import replacing_file

    learning_set = to_learn(run, corpus, coder, dimension, codebook)
    with progress_bar() as progress:
        curves = learning_curves(
            run.workspace,
            learning_set.whole,
            learning_set.chosen,
            learning_set.gold,
            learning_set.codebook,
            run.settings,
            repeats,
            progress,
        )
    section = curve_section(curves)
    if figure is not None:
        with replacing_file(figure) as draft:
            draft.write_text(section.figures[0].svg, encoding="utf-8")
        say(f"Drawn into {figure}.")
    return run.paged(
        section, [learning_set.whole], about=f"in {corpus}", settings={"repeats": repeats}
    )
