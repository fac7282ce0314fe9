"""textmine cooccurrence."""

from __future__ import annotations

from textmine.cli.codes_of_units import COUNTED, TESTED, WHOSE, of_units, read_codes, with_page
from textmine.cli.command import Run
from textmine.cli.options import CodedCorpusArgument
from textmine.present import Section


@of_units(COUNTED, TESTED, WHOSE)
def cooccurrence(run: Run, corpus: CodedCorpusArgument) -> Section:
    """Show which codes stand together in one text, passage or interview, against chance.

    A lift of 2 means: twice as often as chance inside the interviews has it. With --count passages
    codes stand together at the same stretch of text; stretches that overlap are counted apart.

    Example: textmine cooccurrence forum
    """
    from textmine.reading.pairing import codes_together
    from textmine.report.pairs_of_codes import pairs_section

    loaded, request = read_codes(run, corpus)
    found = codes_together(
        run.workspace,
        loaded,
        request,
        level=run.given["count"],
        kind=run.given["clusters"],
        n_permutations=run.given["permutations"],
        seed=run.seed,
        tell=run.tell,
    )
    return with_page(run, pairs_section(corpus, found), loaded)
