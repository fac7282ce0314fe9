"""textmine corpus fetch: a public corpus by its name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.shared import (
    Format,
    FormatOption,
    WorkspaceOption,
    open_workspace,
    print_rows,
    progress_bar,
    replaces,
    say,
)

if TYPE_CHECKING:
    from textmine.corpus.public import Place, PublicCorpus, PublicSource


def fetch(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="The public corpus; without it all are listed."),
    ] = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read the licence and accept it.")
    ] = False,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="A folder or the address of a mirror that has the files; default: the folder of "
            "TEXTMINE_DATA, else the source.",
            show_default=False,
        ),
    ] = None,
    as_name: Annotated[
        str | None, typer.Option("--name", help="Name of the corpus; default: NAME.")
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="Where downloads are kept; default: the user's cache.", show_default=False
        ),
    ] = None,
    skip_bad_rows: Annotated[
        Path | None,
        typer.Option(
            help="Put the rows that have no text into this file; default: leave them out.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched and from where.")
    ] = False,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Get a public corpus by its name and import it, or list what there is.

    Its licence is shown and has to be accepted. Every file is checked against the registry, from
    wherever it comes, and the corpus against the counts of its source. No other command reaches
    the network.

    Example: textmine corpus fetch decide-madrid --accept-licence
    """
    from textmine.corpus.public import find_public, place_of, public_corpora

    if name is None:
        rows = [_row(source, corpus) for source, corpus in public_corpora().values()]
        if format is not Format.table:
            rows = [
                {**row, "source": source.address, "cite": source.cite}
                for row, (source, _) in zip(rows, public_corpora().values(), strict=True)
            ]
        print_rows(rows, format, title="Public corpora")
        return
    source, corpus = find_public(name)
    place = place_of(corpus, from_)
    _say_source(source, corpus, place)
    if dry_run:
        say("Dry run: nothing was fetched.")
        return
    space = open_workspace(workspace)
    target = as_name or name
    former = replaces(space, "corpora", target)
    _accept(accept_licence, source)
    from tempfile import TemporaryDirectory

    from textmine.corpus import About, import_corpus
    from textmine.corpus.public import check_fetched, gathered, read_public

    about = About(corpus.about, f"{source.licence} ({source.licence_url})", address=source.address)
    with (
        progress_bar() as progress,
        gathered(source, corpus, place, cache, progress) as path,
        TemporaryDirectory() as aside,
    ):
        reading = read_public(corpus, path)
        check_fetched(corpus, reading)
        rejected_to = skip_bad_rows or Path(aside) / "rows.csv"
        imported = import_corpus(space, target, reading, about, rejected_to)
    counts = imported.info.counts
    listed = ", ".join(
        f"{value:,} {key}"
        for key, value in counts.items()
        if isinstance(value, int) and key != "rows_rejected"
    )
    say(f"Corpus '{target}': {listed}.{former}")
    say("Files and counts are those of the registry.")
    if imported.rejected:
        where = f"are in {skip_bad_rows}" if skip_bad_rows else "were left out"
        say(f"{imported.rejected:,} rows of the source have no text and {where}.")


def _row(source: PublicSource, corpus: PublicCorpus) -> dict[str, Any]:
    return {
        "name": corpus.name,
        "about": corpus.about,
        "language": corpus.lang,
        "documents": corpus.documents,
        "MB": round(corpus.bytes / 1e6, 1),
        "licence": source.licence,
    }


def _say_source(source: PublicSource, corpus: PublicCorpus, place: Place) -> None:
    say(f"{corpus.name}: {corpus.about}. {corpus.documents:,} documents, {corpus.lang}.")
    say(f"  source   {source.address}")
    say(f"  licence  {source.licence}, {source.licence_url}")
    if source.attribution:
        say(f"  asks     {source.attribution}")
    say(f"  cite     {source.cite}")
    say(f"  files    {len(corpus.files)}, {corpus.bytes / 1e6:.1f} MB, from {place}")


def _accept(accepted: bool, source: PublicSource) -> None:
    from textmine.errors import InputError

    if accepted:
        return
    if sys.stdin.isatty() and typer.confirm(f"Do you accept {source.licence}?", err=True):
        return
    raise InputError(
        f"The licence ({source.licence}) was not accepted, and nothing was fetched.",
        hint=f"Read {source.licence_url}, and say --accept-licence.",
    )
