"""textmine curve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.learning import to_learn
from textmine.cli.options import CodebookOption, CodedCorpusArgument, CoderOption, DimensionsOption
from textmine.cli.page import write_page
from textmine.cli.shared import progress_bar, say
from textmine.present import Section


@shown("where", "profile", "processes", "report", "seed")
def curve(
    run: Run,
    corpus: CodedCorpusArgument,
    coder: CoderOption = None,
    dimension: DimensionsOption = None,
    codebook: CodebookOption = None,
    repeats: Annotated[int, typer.Option(help="How often groups are drawn anew.", min=3)] = 10,
    figure: Annotated[
        Path | None, typer.Option(help="Also draw the curves into this SVG file.")
    ] = None,
) -> Section:
    """Say how scores grow with the number of coded documents, and how many more it would take.

    Each time a quarter of the documents, in whole threads, is held out, and growing parts of the
    others are learned as 'textmine train' does. A curve fitted to kappa and macro-F1 forecasts how
    many more documents a kappa or F1 of .67 and .80 needs. The next ones must be like these.

    Example: textmine curve forum --repeats 20
    """
    from textmine.classify.next_to_code.curve import learning_curves
    from textmine.report.learning import curve_section
    from textmine.store import replacing_file

    given = to_learn(run, corpus, coder, dimension, codebook)
    with progress_bar() as progress:
        found = learning_curves(
            run.workspace,
            given.whole,
            given.chosen,
            given.gold,
            given.codebook,
            run.settings,
            repeats,
            progress,
        )
    section = curve_section(found)
    if figure is not None:
        with replacing_file(figure) as draft:
            draft.write_text(section.figures[0].svg, encoding="utf-8")
        say(f"Drawn into {figure}.")
    write_page(run, [section], [given.whole], section.title, f"in {corpus}", {"repeats": repeats})
    return section
