"""textmine participants: import, list, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli import import_options
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DryRunOption, MissingOption
from textmine.cli.shared import cell_rule, say
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.store import Workspace

app = typer.Typer(help="Join people and cases to a corpus, and count them.", no_args_is_help=True)


@app.command("import")
@shown()
def import_(
    run: Run,
    corpus: CorpusArgument,
    path: Annotated[Path, typer.Argument(help="A table: a row a person, an interview or a file.")],
    key: Annotated[str | None, "Column of the table with the ids; default: found."] = None,
    on: Annotated[
        str | None,
        "Column of the corpus with these ids, such as author, thread_id, source, id or "
        "meta.X; default: found.",
    ] = None,
    case: Annotated[
        str | None, "Column of the table with the case; default: that called case."
    ] = None,
    keep_personal: import_options.KeepPersonalOption = None,
    missing: MissingOption = None,
    exact: Annotated[bool, "Fold no spellings: A1 and a1 are two people."] = False,
    encoding: import_options.EncodingOption = None,
    separator: import_options.SeparatorOption = None,
    sheet: import_options.SheetOption = None,
    header_rows: import_options.HeaderRowsOption = None,
    dry_run: DryRunOption = False,
    replace: Annotated[
        bool, "Take the place of an earlier table; 'textmine undo' brings it back."
    ] = False,
) -> Section:
    """Join a table of people, interviews or files to a corpus by id.

    Its other columns (kind, case, round, role, whatever) become columns meta.* of the documents,
    for every --by and --where. People without documents stay in the table, which is kept with the
    corpus: when that is imported again, the table is joined again.

    Example: textmine participants import interviews people.csv --dry-run
    Example: textmine participants import interviews people.csv --key respondent --on author
    """
    from textmine.corpus import ReadOptions
    from textmine.corpus.participants import ParticipantsRequest, import_participants, listed_people
    from textmine.report.people import joined_section

    request = ParticipantsRequest(
        path,
        corpus,
        key,
        on,
        case,
        ReadOptions(None, encoding, separator, sheet, header_rows=header_rows),
        tuple(keep_personal or ()),
        cell_rule(missing, exact),
        replace,
    )
    done = import_participants(run.workspace, request, dry_run=dry_run)
    for remark in done.remarks:
        say(f"  note: {remark}")
    people = listed_people(done.corpus, done.table)
    section = joined_section(done.corpus, done.table, people)
    columns = ", ".join(done.table.columns)
    if done.unchanged:
        return section.saying(f"'{corpus}' has this table already: nothing was changed.")
    if dry_run:
        return section.saying(f"Dry run: nothing was changed. It would bring {columns}.")
    former = " It replaces the former table: 'textmine undo' brings it back." if done.former else ""
    return section.saying(f"'{corpus}' has {columns} now, for --by and --where.{former}")


@app.command("list")
@shown("report")
def list_(
    run: Run,
    corpus: CorpusArgument,
    by: Annotated[
        list[str] | None, "Count the people by this attribute; given twice: by one and the other."
    ] = None,
    on: Annotated[
        str | None, "The table joined by this column; default: the first that has what --by names."
    ] = None,
) -> Section:
    """List the people of a corpus with their documents, or count them by kind and case.

    Coded documents are those that people gave a code.

    Example: textmine participants list interviews --by kind --by case
    """
    from textmine.corpus.participants import cross, listed_people, table_on
    from textmine.report.people import people_section

    if by is not None and len(by) > 2:
        raise typer.BadParameter("one attribute or two", param_hint="--by")
    loaded = run.corpus(corpus)
    table = table_on(loaded, on, by or ())
    people = listed_people(loaded, table, _coded(run.workspace, corpus))
    others = [other.on for other in loaded.beside.participants.tables if other.on != table.on]
    remarks = [
        f"There is a table by {attribute}, too: --on {attribute} lists it." for attribute in others
    ]
    section = people_section(loaded, table, people, cross(people, by) if by else None, remarks)
    return run.paged(section, [loaded], title=f"Participants in {corpus}", about=table.source)


@app.command("remove")
@shown(without=("format",))
def remove(
    run: Run,
    corpus: CorpusArgument,
    on: Annotated[str | None, "The table joined by this column."] = None,
    dry_run: DryRunOption = False,
) -> Section:
    """Take a table of participants away from a corpus, with the columns that it brought.

    Example: textmine participants remove interviews
    """
    from textmine.corpus.participants import remove_participants
    from textmine.store.wording import said_of_kept

    gone = remove_participants(run.workspace, corpus, on, dry_run=dry_run)
    what = f"{len(gone.rows):,} participants of {gone.source}, with {', '.join(gone.columns)}"
    if dry_run:
        return Section.of(f"Dry run: {what}, would be removed from '{corpus}'.")
    return Section.of(f"Removed from '{corpus}': {what}.", said_of_kept(run.workspace.root))


def _coded(space: Workspace, corpus: str) -> set[str]:
    """Return the documents that people gave a code."""
    from textmine.coding import by_people, open_codings

    hand_codings = by_people(open_codings(space).current(corpus))
    return {coding.document for coding in hand_codings if coding.code is not None}
