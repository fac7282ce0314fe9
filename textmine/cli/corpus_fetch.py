"""textmine corpus fetch: a public corpus by its name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.imported import say_imported
from textmine.cli.options import FormatOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, say
from textmine.cli.taken import ReplaceOption, replaces_corpus, telling_what_stands

if TYPE_CHECKING:
    from textmine.config import Progress
    from textmine.corpus import Imported
    from textmine.corpus.public import Place, PublicCorpus, PublicSource
    from textmine.store import Workspace


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
    replace: ReplaceOption = False,
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
    from textmine.corpus.public import check_served, find_public, place_of

    if name is None:
        _list(format)
        return
    source, corpus = find_public(name)
    place = place_of(from_)
    _say_source(source, corpus, place)
    if dry_run:
        print_rows(_files(source, corpus, place), format)
        say("Dry run: nothing was fetched.")
        return
    space = open_workspace(workspace)
    check_served(source, corpus, place)
    _accept(accept_licence, source)
    new = as_name or name
    former = replaces_corpus(space, new)
    with telling_what_stands(space, new), progress_bar() as progress:
        imported = _bring(
            space, (source, corpus), new, place, cache, skip_bad_rows, progress, replacing=replace
        )
    say_imported(space, imported, former)
    say("Files and counts are those of the registry.")
    if imported.rejected:
        what = "1 row" if imported.rejected == 1 else f"{imported.rejected:,} rows"
        where = f"put into {skip_bad_rows}" if skip_bad_rows else "left out"
        say(f"{what} of the source without a text: {where}.")


def _bring(
    space: Workspace,
    entry: tuple[PublicSource, PublicCorpus],
    name: str,
    place: Place,
    cache: Path | None,
    rejected_to: Path | None,
    progress: Progress,
    *,
    replacing: bool,
) -> Imported:
    """Get the files of a public corpus, check them and what they hold, and save it as `name`."""
    from tempfile import TemporaryDirectory

    from textmine.corpus import About, import_corpus
    from textmine.corpus.public import check_fetched, gathered, read_public

    source, corpus = entry
    licence = f"{source.licence} ({source.licence_url})"
    about = About(source.description_of(corpus), licence, address=source.address)
    with (
        gathered(source, corpus, place, cache, progress) as path,
        TemporaryDirectory() as aside,
    ):
        reading = read_public(corpus, path)
        check_fetched(corpus, reading)
        rejected = rejected_to or Path(aside) / "rows.csv"
        return import_corpus(space, name, reading, about, rejected, replacing=replacing)


def _list(format: Format) -> None:
    from textmine.corpus.public import public_corpora

    rows, unserved = [], []
    for source, corpus in public_corpora().values():
        served = all(source.address_of(file) for file in corpus.files)
        unserved += [] if served else [corpus.name]
        row = {
            "name": corpus.name,
            "about": corpus.about,
            "language": corpus.lang,
            "documents": corpus.documents,
            "bytes": corpus.bytes,
            "licence": source.licence,
        }
        more = {
            "from": "source" if served else "folder or mirror",
            "licence_url": source.licence_url,
            "source": source.address,
            "cite": source.cite,
        }
        rows.append(row if format is Format.table else {**row, **more})
    note = f"No address serves {', '.join(unserved)}: name a folder or a mirror with --from."
    print_rows(rows, format, title="Public corpora", note=note if unserved else "")


def _files(source: PublicSource, corpus: PublicCorpus, place: Place) -> list[dict[str, Any]]:
    return [
        {
            "file": file.path,
            "bytes": file.bytes,
            "from": place.finds(source, file) or "no address: a folder or a mirror is needed",
        }
        for file in corpus.files
    ]


def _say_source(source: PublicSource, corpus: PublicCorpus, place: Place) -> None:
    say(f"{corpus.name}: {corpus.about}. {corpus.documents:,} documents, {corpus.lang}.")
    say(f"  source   {source.address}")
    say(f"  licence  {source.licence}, {source.licence_url}")
    if source.attribution:
        say(f"  terms    {source.attribution}")
    say(f"  cite     {source.cite}")
    served = all(place.finds(source, file) for file in corpus.files)
    where = place if served else "a folder or a mirror only"
    say(f"  files    {len(corpus.files)}, {corpus.bytes / 1e6:.1f} MB, from {where}")


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
