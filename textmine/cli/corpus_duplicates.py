"""textmine corpus duplicates: exact and near copies, quotations, and what was changed in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DryRunOption, ReplaceOption
from textmine.cli.page import write_page
from textmine.cli.shared import progress_bar
from textmine.present import Section


@shown("scheduler", "report")
def duplicates(
    run: Run,
    corpus: CorpusArgument,
    threshold: Annotated[
        float,
        typer.Option(
            min=0.4, max=1, help="Share of three-word sequences that near copies have in common."
        ),
    ] = 0.6,
    edits: Annotated[
        Path | None,
        typer.Option(
            help="Write what was added to and left out of the copied texts into this CSV.",
            show_default=False,
        ),
    ] = None,
    passages: Annotated[
        str | None,
        typer.Option(
            help="Make a new corpus of this name: what was added, from five words on.",
            show_default=False,
        ),
    ] = None,
    replace: ReplaceOption = False,
    dry_run: DryRunOption = False,
) -> Section:
    """Find documents that repeat each other, and mark them; none is deleted.

    Exact: the same words, whatever their case and marks. Near: nearly the same words. Quoted: a
    document that holds all of another (8 words or more) or 25 of its words in a row. The corpus
    gets the columns meta.duplicate_group, _kind, _size and _first. 'tabulate --per group' then
    counts the copies of one text once. With --where duplicate_first=yes so do training, topics,
    prevalence and all else that works on a part of the corpus.

    Example: textmine corpus duplicates forum --edits edits.csv
    """
    from textmine.coding.taken import after_replacing, replaces_corpus, telling_what_stands
    from textmine.corpus import load_corpus, open_documents
    from textmine.corpus.corpus import refuse_taken, save_corpus
    from textmine.corpus.duplicates import (
        added_passages,
        find_edits,
        store_duplicates,
        stored_duplicates,
        write_edits,
    )
    from textmine.errors import InputError
    from textmine.report.duplicates import duplicates_section
    from textmine.report.imports import replaced_sentences

    if passages == corpus:
        raise InputError(
            f"The passages need another name than '{corpus}': the corpus stays.",
            hint="Give --passages another name.",
        )
    space = run.workspace
    documents = open_documents(space, corpus)
    if passages is not None and not replace:
        with telling_what_stands(space, passages, "--passages"):
            refuse_taken(space, passages)
    with progress_bar() as progress:
        found = stored_duplicates(documents, threshold, run.spread, progress, space)
    section = duplicates_section(documents, found)
    told, made, whole = [], None, []
    if edits or passages or run.given["report"]:  # what is written then holds their other columns
        loaded = load_corpus(space, corpus)
        changed = list(find_edits(loaded.texts, found)) if edits or passages else []
        made, whole = added_passages(loaded, changed, passages) if passages else None, [loaded]
        if edits is not None:
            write_edits(edits, loaded, changed)
            told.append(f"{len(changed):,} edits are in {edits}.")
    write_page(run, [section], whole, f"Copies in {corpus}", "exact, near and quoted", {})
    if dry_run:
        return section.saying(*told, "Dry run: the corpus stays as it is.")
    if made is not None:
        former = replaces_corpus(space, made.name)
        save_corpus(space, made, replace=replace, reads=[f"corpora/{corpus}"])
        told.append(f"Corpus '{passages}': {len(made):,} passages that were added.{former}")
        if former:
            told += replaced_sentences(after_replacing(space, made.name))
    store_duplicates(space, documents, found)
    return section.saying(
        *told,
        f"Corpus '{corpus}' has them as meta.duplicate_group, _kind, _size and _first. Say "
        "--where duplicate_first=yes to count each text once.",
    )
