"""textmine codebook sortings."""

from __future__ import annotations

from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import PageOutOption, PermutationsOption
from textmine.cli.page import write_shown
from textmine.present import Section


@shown("report", "seed")
def sortings(
    run: Run,
    first: Annotated[
        str,
        typer.Argument(
            help="A table: a column code and one for each person, or code, theme and person. Or "
            "a codebook, NAME or NAME@VERSION."
        ),
    ],
    second: Annotated[str | None, typer.Argument(help="The other codebook.")] = None,
    dimension: Annotated[
        str | None, typer.Option(help="The dimension whose codes are sorted.")
    ] = None,
    corpus: Annotated[
        str | None,
        typer.Option(help="Also measure how alike the documents of a theme are in this corpus."),
    ] = None,
    codebook: Annotated[
        str | None, typer.Option(help="The codebook of its codings; default: the one used.")
    ] = None,
    permutations: PermutationsOption = 4999,
    out: PageOutOption = None,
) -> Section:
    """Compare how people sort the same codes into themes, and list the pairs to be settled.

    It compares two codebooks by the codes above their codes.

    Example: textmine codebook sortings sortings.csv
    Example: textmine codebook sortings my-book@3 my-book --dimension practice
    """
    from pathlib import Path

    from textmine.codebook import find_codebook
    from textmine.coding import chosen_codings
    from textmine.corpus import load_corpus
    from textmine.errors import UsageError
    from textmine.reading.displays.sortings import (
        alike_within,
        compare_all,
        read_sortings,
        sorting_of,
    )
    from textmine.report.folder import refuse_other_endings
    from textmine.report.two_codings import sortings_section

    if out is not None:
        refuse_other_endings(out)
    if dimension is None and (second is not None or corpus is not None):
        raise UsageError(
            "Say which dimension has the codes of this sorting.",
            hint="Name it: --dimension DIMENSION.",
        )
    if corpus is None and (codebook is not None or (second is None and dimension is not None)):
        raise UsageError(
            "A dimension and a codebook say which codings are looked at.", hint="Add --corpus NAME."
        )
    if second is None:
        found = read_sortings(Path(first))
    else:
        books = [find_codebook(one, run.workspace) for one in (first, second)]
        found = [sorting_of(book, dimension or "") for book in books]
    pairs = compare_all(found, n_permutations=permutations, seed=run.seed)
    alike, loaded = [], []
    if corpus is not None:
        loaded = [load_corpus(run.workspace, corpus)]
        chosen = chosen_codings(run.workspace, loaded[0], None, codebook)
        for remark in (*chosen.remarks, *chosen.by_whom.remarks(dimension or "")):
            run.tell(remark)
        alike = [
            alike_within(
                sorting, chosen, dimension or "", n_permutations=permutations, seed=run.seed
            )
            for sorting in found
        ]
    section = sortings_section(pairs, alike)
    write_shown(run, section, loaded, out)
    return section
