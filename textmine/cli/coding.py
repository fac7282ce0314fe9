"""textmine coding: the group of commands, and import and history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.coding_adjudicate import adjudicate
from textmine.cli.coding_independence import anchoring, ledger
from textmine.cli.coding_plan import plan
from textmine.cli.coding_remove import batches, remove
from textmine.cli.coding_sample import draws, sample
from textmine.cli.coding_sheets import sheets
from textmine.cli.coding_stop import stop
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, ExactOption, MissingOption, WorkspaceOption
from textmine.cli.shared import cell_rule, open_workspace, say
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.coding import CodingRequest
    from textmine.coding.sheets.facts import SheetFacts
    from textmine.errors import RowProblem
    from textmine.store import Workspace

app = typer.Typer(help="Who coded what, as what.", no_args_is_help=True)

_SHOWN_BREAKS = 20


@app.command("import")
def import_(
    path: Annotated[
        Path, typer.Argument(help="A table of codings (.csv, .tsv, .xlsx, .jsonl), or a sheet.")
    ],
    corpus: Annotated[str | None, typer.Option(help="The corpus that was coded.")] = None,
    codebook: Annotated[str | None, typer.Option(help="The codebook it was coded with.")] = None,
    create_codebook: Annotated[
        bool, typer.Option("--create-codebook", help="Make the codebook of the codes found.")
    ] = False,
    document: Annotated[str | None, typer.Option(help="Column(s) with the document id.")] = None,
    coder: Annotated[
        str | None, typer.Option(help="Column with the coder, or the coder's name.")
    ] = None,
    dimension: Annotated[
        str | None, typer.Option(help="Column with the dimension, or its name.")
    ] = None,
    map: Annotated[
        list[str] | None,
        typer.Option(help="COLUMN=DIMENSION or COLUMN=DIMENSION:CODER; may be repeated."),
    ] = None,
    flags: Annotated[
        list[str] | None,
        typer.Option(help="DIMENSION=COLUMN,COLUMN: columns that say yes or no to a code each."),
    ] = None,
    spans: Annotated[
        str | None, typer.Option(help="START,END: columns of places in the text, end exclusive.")
    ] = None,
    round: Annotated[
        int, typer.Option(help="How often the coder was asked, where this is not the first.", min=1)
    ] = 1,
    encoding: Annotated[str | None, typer.Option(help="Encoding, if the guess is wrong.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    missing: MissingOption = None,
    exact: ExactOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen; write nothing.")
    ] = False,
    skip_bad_rows: Annotated[
        Path | None, typer.Option(help="Put rows that cannot be used into this CSV and go on.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Take over the codes of any number of coders from a table, or a coding sheet that came back.

    A sheet of 'textmine coding sheets' says itself what it is. Of a table, --corpus and --codebook
    are wanted: a long one has a row a coding (document, coder, dimension, code), a wide one a
    column a coder or a dimension (goal, goal:ann, ann_goal). With --spans the
    codes are those of spans. A
    coding is never changed: what is imported later supersedes what a coder said before.

    Example: textmine coding import codes.csv --corpus forum --codebook ling-martins-2015
    Example: textmine coding import sheets/pilot-ann.xlsx
    """
    from textmine.coding import CodingRequest, sheet_facts
    from textmine.corpus import ReadOptions
    from textmine.errors import NotFoundError

    if not path.exists():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    space = open_workspace(workspace)
    given = (create_codebook, document, dimension, map, flags, spans, sheet, encoding)
    facts = None if any(given) or round > 1 else sheet_facts(path)
    if facts is not None:
        _refuse_other(path, facts, corpus, codebook)
        _import_sheet(space, path, coder, skip_bad_rows, dry_run)
        return
    if corpus is None or codebook is None:
        raise typer.BadParameter(
            f"{path} is not a sheet of 'textmine coding sheets': say what was coded with what",
            param_hint="--corpus, --codebook",
        )
    request = CodingRequest(
        path=path,
        corpus=corpus,
        codebook=codebook,
        create_codebook=create_codebook,
        document=document,
        coder=coder,
        dimension=dimension,
        mapped=tuple(map or ()),
        flags=tuple(flags or ()),
        spans=spans,
        round=round,
        options=ReadOptions(encoding=encoding, sheet=sheet),
        cells=cell_rule(missing, exact),
    )
    _import_table(space, request, skip_bad_rows, dry_run)


def _refuse_other(path: Path, facts: SheetFacts, corpus: str | None, codebook: str | None) -> None:
    """Refuse a sheet that says itself that it is of another corpus or codebook."""
    from textmine.errors import InputError

    said = {"corpus": (corpus, facts.corpus), "codebook": (codebook, facts.codebook)}
    for what, (given, own) in said.items():
        if given is not None and given != own:
            raise InputError(
                f"{path} is a coding sheet of the {what} '{own}', not '{given}'.",
                hint=f"Leave out --{what}: the sheet says itself what it is.",
            )


def _import_table(
    space: Workspace, request: CodingRequest, aside: Path | None, dry_run: bool
) -> None:
    from textmine.coding import import_codings
    from textmine.errors import BadRowsError

    done = import_codings(space, request, aside, dry_run=dry_run)
    for remark in done.remarks:
        say(remark)
    say(f"Read as: {done.layout.describe()}.")
    if done.created:
        say(
            f"Codebook '{request.codebook}' made of {done.created} codes found in "
            f"{request.path.name}."
        )
    if dry_run and done.problems:
        say(str(BadRowsError(request.path.name, done.problems)))
    say(
        f"{done.new:,} codings {'would be' if dry_run else 'are'} new, {done.unchanged:,} "
        f"stood there already, {done.empty:,} cells are empty; coders: {', '.join(done.coders)}."
    )
    _say_replaced(done.replaced, dry_run)
    _say_broken(done.broken)
    if done.rejected and not dry_run:
        say(f"{done.rejected:,} rows were put into {aside}.")


def _import_sheet(
    space: Workspace, path: Path, coder: str | None, aside: Path | None, dry_run: bool
) -> None:
    from textmine.coding import import_sheet
    from textmine.errors import BadRowsError

    done = import_sheet(space, path, coder=coder, dry_run=dry_run, rejected_to=aside)
    for remark in done.remarks:
        say(remark)
    if dry_run and done.problems:
        say(str(BadRowsError(path.name, done.problems)))
    say(
        f"{done.new:,} codings {'would be' if dry_run else 'are'} new, {done.unchanged:,} stood "
        f"there already; of {done.documents:,} documents {done.uncoded:,} are not coded yet and "
        f"{done.partly:,} in part; coder: {', '.join(done.coders) or 'none'}."
    )
    _say_replaced(done.replaced, dry_run)
    if done.mended:
        say(f"{done.mended:,} ids that a spreadsheet changed were put right.")
    for problem in done.loose_memos:
        say(f"Not kept: {problem}")
    _say_broken(done.broken)
    if done.rejected and not dry_run:
        say(f"{done.rejected:,} rows were put into {aside}.")


def _say_replaced(replaced: int, dry_run: bool) -> None:
    if replaced:
        say(
            f"What coders said before of {replaced:,} documents and dimensions "
            f"{'would be' if dry_run else 'is'} replaced; 'textmine coding history' keeps it."
        )


def _say_broken(broken: tuple[RowProblem, ...]) -> None:
    if broken:
        say(f"{len(broken):,} units break a rule of the codebook (imported all the same):")
        for problem in broken[:_SHOWN_BREAKS]:
            say(f"  {problem}")
        if len(broken) > _SHOWN_BREAKS:
            say("  … see all with 'textmine codebook check'.")


app.command("sample")(sample)
app.command("draws")(draws)
app.command("sheets")(sheets)
app.command("adjudicate")(adjudicate)
app.command("plan")(plan)
app.command("stop")(stop)
app.command("batches")(batches)
app.command("remove")(remove)
app.command("ledger")(ledger)
app.command("anchoring")(anchoring)


@app.command("history")
@shown()
def history(
    run: Run,
    corpus: CorpusArgument,
    document: Annotated[str, typer.Argument(help="The id of a document of it.")],
) -> Section:
    """Show every code that a document ever got: when, by whom, as what, and what stands now.

    Example: textmine coding history forum 17
    """
    from textmine.coding import open_codings
    from textmine.corpus import load_corpus
    from textmine.errors import NotFoundError, did_you_mean
    from textmine.report.coding_history import history_section

    entries = open_codings(run.workspace).history(corpus, document)
    if not entries:
        ids = load_corpus(run.workspace, corpus, whole=True).ids
        if document not in ids:
            raise NotFoundError(
                f"'{corpus}' has no document '{document}'.", hint=did_you_mean(document, ids)
            )
    return history_section(corpus, document, entries)
