"""textmine coding ledger, and coding anchoring."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CodedCorpusArgument
from textmine.cli.page import write_page
from textmine.present import Section


@shown("where", "report")
def ledger(
    run: Run,
    corpus: CodedCorpusArgument,
    by: Annotated[
        list[str] | None,
        typer.Option(help="Also by a column, or created_at:PERIOD; give it again for more."),
    ] = None,
    codebook: CodebookOption = None,
) -> Section:
    """Say how each code came about: blind, after a suggestion, settled, or of a machine.

    A row a coder, dimension and way; --format json lists every coding. Codes that were given with
    a machine's suggestion in view, or confirm it, are no proof of that machine.

    Example: textmine coding ledger forum
    """
    from textmine.coding import standing_codings
    from textmine.coding.ledger import ledger_of
    from textmine.coding.sampling.strata import stratum_names
    from textmine.corpus import load_corpus, select_documents
    from textmine.report.independence import ledger_section

    whole = load_corpus(run.workspace, corpus)
    chosen = select_documents(whole, run.where)
    stands = standing_codings(run.workspace, chosen, codebook, rounds=True)
    groups = stratum_names(chosen, by, stands) if by else {}
    section = ledger_section(ledger_of(stands, groups, " / ".join(by or ())))
    write_page(run, [section], [whole], section.title, f"in {corpus}", {})
    return section


@shown("report")
def anchoring(
    run: Run,
    corpus: CodedCorpusArgument,
    draw: Annotated[
        str | None, typer.Option(help="Of one draw; default: of all with a blind share.")
    ] = None,
    codebook: CodebookOption = None,
) -> Section:
    """Measure how far coders follow suggestions, from sheets of which a share showed none.

    'apply --queue FILE --blind-share 0.3' and 'suggest --sheets FOLDER --blind-share 0.3' write
    such sheets. It compares what the machine suggested with what coders gave, where they saw it and
    where, by lot, they did not. You may have trained the model again meanwhile.

    Example: textmine coding anchoring forum
    """
    from textmine.coding.anchored import measure_anchoring
    from textmine.corpus import load_corpus
    from textmine.report.independence import anchoring_section

    loaded = load_corpus(run.workspace, corpus)
    section = anchoring_section(measure_anchoring(run.workspace, loaded, draw, codebook))
    write_page(run, [section], [loaded], section.title, f"in {corpus}", {})
    return section
