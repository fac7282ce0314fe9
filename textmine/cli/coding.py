"""textmine coding: the group of commands, and import and history."""

from pathlib import Path
from typing import Annotated

import typer

from textmine.choices import Coded
from textmine.cli import options
from textmine.cli.coding_export import export, sentences
from textmine.cli.coding_history import anchoring, batches, ledger, remove
from textmine.cli.coding_plan import plan, stop
from textmine.cli.coding_sample import draws, sample, sheets
from textmine.cli.command import Run, shown
from textmine.cli.import_options import EncodingOption, HeaderRowsOption, SeparatorOption
from textmine.cli.shared import cell_rule, comma_list
from textmine.errors import NotFoundError, did_you_mean
from textmine.present import Section

_SETTLE = "textmine coding adjudicate {corpus} --sheet open.xlsx"


@shown(then="textmine train {corpus}")
def adjudicate(
    run: Run,
    corpus: options.CorpusArgument,
    sheet: Annotated[
        Path | None, "Write the open cases to this .xlsx or .csv, to resolve them there."
    ] = None,
    resolved: Annotated[Path | None, "Take the resolved codes from a sheet that came back."] = None,
    by: Annotated[str | None, "Who resolved them; wanted with it."] = None,
    majority: Annotated[bool, "Settle what more than half of the coders say; no ties."] = False,
    accept_single: Annotated[bool, "With --majority: a single coder's codes stand."] = False,
    coders: options.CodersOption = None,
    codebook: options.CodebookOption = None,
) -> Section:
    """List what coders disagree on, and settle it: on a sheet, by people, or by majority.

    Settled codes stand as those of the coder 'agreed', with who settled them and why. What people
    resolved is never undone by a majority.

    Example: textmine coding adjudicate forum --sheet open.xlsx
    Example: textmine coding adjudicate forum --resolved open.xlsx --by "ann and bob"
    """
    from textmine import coding
    from textmine.coding.taken import set_aside_remarks
    from textmine.report import coding_history

    if resolved is not None and not by:
        raise typer.BadParameter("say who resolved the codes", param_hint="--by")
    if sum((majority, sheet is not None, resolved is not None)) > 1:
        raise typer.BadParameter("one at a time", param_hint="--majority, --sheet, --resolved")
    if by is not None and resolved is None:
        raise typer.BadParameter("has no meaning without --resolved", param_hint="--by")
    if accept_single and not majority:
        raise typer.BadParameter("has no meaning without --majority", param_hint="--accept-single")
    space = run.workspace
    open_cases = coding.read_open_cases(space, corpus, codebook, comma_list(coders))
    aside = set_aside_remarks(space, corpus)
    if resolved is not None:
        done, read = coding.adjudicate_from_sheet(space, open_cases, resolved, by or "")
        remarks = [*aside, *(f"{resolved.name}: {remark}" for remark in read.remarks)]
        if read.open:
            run.named["then"] = _SETTLE
        return coding_history.resolved_section(done, read.open, by or "", resolved.name, remarks)
    if majority:
        settled = coding.adjudicate_by_majority(space, open_cases, accept_single=accept_single)
        if settled.open:
            run.named["then"] = _SETTLE
        return coding_history.majority_section(settled, aside)
    if open_cases.cases:
        run.named["then"] = _SETTLE
    if sheet is None or not open_cases.cases:
        return coding_history.cases_section(open_cases, aside)
    coding.write_cases(sheet, open_cases.rows, open_cases.codebook)
    run.named["then"] = "textmine coding adjudicate {corpus} --resolved {sheet} --by WHO"
    return coding_history.written_section(open_cases, sheet, aside)


app = typer.Typer(help="Who coded what, as what.", no_args_is_help=True)


@app.command("import")
@shown(without=("format",), then="textmine agreement {corpus}")
def import_(
    run: Run,
    path: Annotated[
        Path, typer.Argument(help="A table of codings (.csv, .tsv, .xlsx, .jsonl), or a sheet.")
    ],
    corpus: Annotated[str | None, "The corpus that was coded."] = None,
    codebook: Annotated[str | None, "The codebook it was coded with."] = None,
    create_codebook: Annotated[bool, "Make the codebook of the codes found."] = False,
    document: Annotated[str | None, "Column(s) with the document id."] = None,
    coder: Annotated[str | None, "Column with the coder, or the coder's name."] = None,
    dimension: Annotated[str | None, "Column with the dimension, or its name."] = None,
    map: Annotated[
        list[str] | None, "COLUMN=DIMENSION or COLUMN=DIMENSION:CODER; give it again for more."
    ] = None,
    flags: Annotated[
        list[str] | None,
        "DIMENSION=COLUMN,COLUMN: columns that say yes or no to a code each; DIMENSION "
        "alone: all that are called DIMENSION.CODE.",
    ] = None,
    spans: Annotated[str | None, "START,END: columns of places in the text, end exclusive."] = None,
    passage: Annotated[
        str | None, "Column with the words that were coded; default: one called so."
    ] = None,
    round: Annotated[
        int, typer.Option(help="How often the coder was asked, where this is not the first.", min=1)
    ] = 1,
    level: Annotated[
        Coded, "What a row is about: a document, or one of these as a whole."
    ] = "documents",
    complete: Annotated[
        bool,
        "The table has all spans that its coders marked in its documents: those that it "
        "lacks are withdrawn.",
    ] = False,
    blind: Annotated[
        bool, "State that the coders had no machine's codes in view; the ledger keeps it."
    ] = False,
    encoding: EncodingOption = None,
    separator: SeparatorOption = None,
    sheet: Annotated[str | None, "Sheet of a workbook."] = None,
    header_rows: HeaderRowsOption = None,
    missing: options.MissingOption = None,
    exact: options.ExactOption = False,
    dry_run: options.DryRunOption = False,
    skip_bad_rows: options.SkipBadRowsOption = None,
) -> Section:
    """Take over the codes of any number of coders from a table, or a coding sheet that came back.

    A sheet of 'textmine coding sheets' says itself what it is, and a table of 'coding export' with
    which codebook each row was coded. Other tables need --corpus and --codebook. A long table has
    a row a coding (document, coder, dimension, code). A wide one has a column a coder or a
    dimension (goal, goal:ann, ann_goal). With --spans or --passage the codes are those of spans;
    the words of a passage are looked for in its document, interview or file. A coding never
    changes: a later import replaces what a coder gave before, and the history stays. New spans
    replace those that they overlap, and leave the others.

    Example: textmine coding import codes.csv --corpus forum --codebook ling-martins-2015
    Example: textmine coding import sheets/pilot-ann.xlsx
    """
    from textmine.coding import CodingRequest, import_codings, import_sheet, sheet_origin
    from textmine.coding.sheets.origin import refuse_other
    from textmine.coding.whole_units import whole_level
    from textmine.corpus import ReadOptions
    from textmine.report.imports import codings_section, sheet_section

    if not path.exists():
        raise NotFoundError(f"There is no file {path}.", hint="Check the name and the folder.")
    space = run.workspace
    how = ReadOptions(None, encoding, separator, sheet, header_rows=header_rows)
    of_tables = (create_codebook, document, dimension, map, flags, spans, passage)
    whole = whole_level(level)
    is_table = any(of_tables) or round > 1 or whole or how != ReadOptions()
    origin = None if is_table else sheet_origin(path)
    if origin is not None:
        refuse_other(path, origin, corpus, codebook)
        run.named["corpus"] = origin.corpus
        back = import_sheet(
            space, path, coder=coder, blind=blind, dry_run=dry_run, rejected_to=skip_bad_rows
        )
        return sheet_section(path, back, skip_bad_rows, dry_run=dry_run)
    if corpus is None:
        raise typer.BadParameter(
            f"{path} is not a sheet of 'textmine coding sheets': say what was coded with what",
            param_hint="--corpus, --codebook",
        )
    request = CodingRequest(
        path=path,
        corpus=corpus,
        codebook=codebook or "",
        level=whole,
        create_codebook=create_codebook,
        document=document,
        coder=coder,
        dimension=dimension,
        mapped=tuple(map or ()),
        flags=tuple(flags or ()),
        spans=spans,
        passage=passage,
        round=round,
        complete=complete,
        blind=blind,
        options=how,
        cells=cell_rule(missing, exact),
    )
    done = import_codings(space, request, skip_bad_rows, dry_run=dry_run)
    if len(done.coders) < 2:
        run.named["then"] = "textmine status"
    return codings_section(request, done, skip_bad_rows, dry_run=dry_run)


for command in (
    *(export, sentences, sample, draws, sheets, adjudicate),
    *(plan, stop, batches, remove, ledger, anchoring),
):
    app.command(command.__name__)(command)


@app.command("history")
@shown()
def history(
    run: Run,
    corpus: options.CorpusArgument,
    document: Annotated[str, typer.Argument(help="The id of a document of it.")],
) -> Section:
    """Show every code that a document ever got: when, by whom, as what, and what stands now.

    Example: textmine coding history forum 17
    """
    from textmine.coding import open_codings
    from textmine.corpus import load_corpus
    from textmine.report.coding_history import history_section

    entries = open_codings(run.workspace).history(corpus, document)
    if not entries:
        ids = load_corpus(run.workspace, corpus, whole=True).ids
        if document not in ids:
            raise NotFoundError(
                f"'{corpus}' has no document '{document}'.", hint=did_you_mean(document, ids)
            )
    return history_section(corpus, document, entries)
