"""textmine saturation."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.choices import Level
from textmine.cli.codes_of_units import COUNTED, WHOSE, of_units, read_codes, with_page
from textmine.cli.command import Run
from textmine.cli.options import CodedCorpusArgument, RolesOption
from textmine.present import Section

_COUNT = Annotated[
    Level | None,
    typer.Option(help="What is counted as it comes in; default: interviews, or threads."),
]
_BY = Annotated[str | None, typer.Option(help="A column, such as case: codes by its values.")]
_OWN = {"count": (_COUNT, None), "by": (_BY, None)}


@of_units(COUNTED, _OWN, WHOSE, {"roles": (RolesOption, False)})
def saturation(run: Run, corpus: CodedCorpusArgument) -> Section:
    """Show whether more interviews bring new codes, and how many codes are likely unseen.

    Example: textmine saturation forum
    """
    from textmine.reading.code_saturation import code_saturation
    from textmine.report.saturation import code_saturation_section

    loaded, request = read_codes(run, corpus)
    found = code_saturation(
        run.workspace,
        loaded,
        request,
        level=run.given["count"],
        by=run.given["by"],
        seed=run.seed,
        tell=run.tell,
    )
    return with_page(run, code_saturation_section(corpus, found), loaded)
