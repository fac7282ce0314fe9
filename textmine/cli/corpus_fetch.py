"""textmine corpus fetch: a public corpus by its name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import DryRunOption, ReplaceOption
from textmine.cli.shared import progress_bar
from textmine.errors import InputError
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.corpus.public import PublicSource


@shown()
def fetch(
    run: Run,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="The public corpus; without it all are listed."),
    ] = None,
    accept_licence: Annotated[bool, "You have read the licence and accept it."] = False,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="A folder or the address of a mirror that has the files; default: the folder of "
            "TEXTMINE_DATA, else the source.",
        ),
    ] = None,
    as_name: Annotated[
        str | None, typer.Option("--name", help="Name of the corpus; default: NAME.")
    ] = None,
    cache: Annotated[Path | None, "Where downloads are kept; default: the user's cache."] = None,
    skip_bad_rows: Annotated[
        Path | None, "Put the rows that have no text into this file; default: leave them out."
    ] = None,
    replace: ReplaceOption = False,
    dry_run: DryRunOption = False,
) -> Section:
    """Get a public corpus by its name and import it, or list what there is.

    Its licence is shown and has to be accepted. Every file is checked against the registry, from
    wherever it comes, and the corpus against the counts of its source. No other command reaches
    the network.

    Example: textmine corpus fetch decide-madrid --accept-licence
    """
    from textmine.coding.taken import after_replacing, replaces_corpus, telling_what_stands
    from textmine.corpus import public
    from textmine.report.corpora import files_section, public_section, source_lines
    from textmine.report.imports import corpus_section

    if name is None:
        return public_section(public.public_corpora())
    source, corpus = public.find_public(name)
    location = public.place_of(from_)
    for line in source_lines(source, corpus, location):
        run.tell(line)
    if dry_run:
        files = files_section(source, corpus, location)
        return files.saying("Dry run: nothing was fetched.")
    space, new = run.workspace, as_name or name
    public.check_served(source, corpus, location)
    _accept(accept_licence, source)
    former = replaces_corpus(space, new)
    with telling_what_stands(space, new), progress_bar() as progress:
        imported = public.fetch_public(
            *(space, source, corpus, new, location, cache, skip_bad_rows, progress),
            replacing=replace,
        )
    replaced = after_replacing(space, new) if former else None
    sentences = ["Files and counts are those of the registry."]
    if imported.rejected:
        where = f"put into {skip_bad_rows}" if skip_bad_rows else "left out"
        sentences.append(f"{imported.rejected:,} rows of the source without a text: {where}.")
    return corpus_section(imported, replaced).saying(*sentences)


def _accept(accepted: bool, source: PublicSource) -> None:
    if accepted:
        return
    if sys.stdin.isatty() and typer.confirm(f"Do you accept {source.licence}?", err=True):
        return
    raise InputError(
        f"The licence ({source.licence}) is not accepted, so nothing was fetched.",
        hint=f"Read {source.licence_url}, and say --accept-licence.",
    )
