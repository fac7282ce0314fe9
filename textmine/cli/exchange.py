"""textmine exchange: read, write."""

from pathlib import Path
from typing import Annotated

import typer

from textmine import choices
from textmine.cli import import_options
from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, DryRunOption
from textmine.present import Section

app = typer.Typer(
    help="Projects and codebooks of other coding software, in and out.", no_args_is_help=True
)
_POSITIONS = "How positions are counted"


@app.command("read")
@shown(then="textmine codebook show {codebook}")
def read(
    run: Run,
    path: Annotated[
        Path,
        typer.Argument(
            help="A project (.qdpx, .qda of QualCoder, .sqlite3 of Taguette) or a codebook "
            "(.qdc, .csv of Taguette)."
        ),
    ],
    name: Annotated[
        str | None,
        "The corpus: a new one, or one that has these texts already. Default: the file's name.",
    ] = None,
    codebook: Annotated[
        str | None,
        "The codebook: a new one, or one that gets the codes which it lacks. Default: the "
        "one that the corpus is coded with, else the corpus' name.",
    ] = None,
    folders: Annotated[
        bool,
        "Each code at the top that has others below it is a dimension. Default: one "
        "dimension, 'code'.",
    ] = False,
    nested_by: Annotated[
        str, "What stands between nested codes in their names: '.' for Taguette, '::' for ATLAS.ti."
    ] = "",
    coder: Annotated[str, "Who coded where the file names nobody."] = "unknown",
    whole_texts: Annotated[
        choices.WholeTexts | None,
        "What a selection of a whole text is: a span, or a code of the document. Default: "
        "what the corpus has on the dimension.",
    ] = None,
    map: Annotated[
        Path | None,
        "Where documents stand in threads, as 'exchange write' wrote it. Default: FILE.map.json.",
    ] = None,
    complete: Annotated[
        bool, "The file has all codings of its documents: withdraw those that it does not have."
    ] = False,
    all_read: Annotated[
        bool,
        "Every coder read every text: where one marked nothing, no code applies. "
        "Agreement counts only texts that both coders are known to have read.",
    ] = False,
    unit: Annotated[
        choices.PositionUnit | None,
        typer.Option(
            help="Code points, or UTF-16 units. Default: found out, as the next three.",
            rich_help_panel=_POSITIONS,
        ),
    ] = None,
    line_break: Annotated[
        choices.LineBreakCount | None,
        typer.Option(help="What CRLF counts.", rich_help_panel=_POSITIONS),
    ] = None,
    bom: Annotated[
        choices.BomCount | None,
        typer.Option(help="Whether a byte order mark counts.", rich_help_panel=_POSITIONS),
    ] = None,
    end: Annotated[
        choices.SpanEnd | None,
        typer.Option(help="Whether the end is the last character.", rich_help_panel=_POSITIONS),
    ] = None,
    keep_personal: import_options.KeepPersonalOption = None,
    dry_run: DryRunOption = False,
) -> Section:
    """Read a project of NVivo, ATLAS.ti, MAXQDA, QualCoder or Taguette: texts, codes, codings.

    Spans and coders are kept; cases become attributes, notes become memos. What the file has and
    what has no place here is listed. Where the corpus is there already, changes made in the
    other software come in as new codings by its coder. The former ones stay in the history.

    Example: textmine exchange read interviews.qdpx --name interviews --dry-run
    """
    from textmine.exchange.bringing_in import bring_in
    from textmine.exchange.counting import GivenCounts
    from textmine.exchange.planning import ReadRequest
    from textmine.report.exchanged import brought_in_section

    request = ReadRequest(
        path,
        corpus=name,
        codebook=codebook,
        nested_by=nested_by,
        folders=folders,
        nobody=coder,
        complete=complete,
        all_read=all_read,
        map=map,
        whole_texts=whole_texts,
        counts=GivenCounts(unit, line_break, bom, end),
        keep_personal=tuple(keep_personal or ()),
    )
    done = bring_in(run.workspace, request, dry_run=dry_run)
    run.named["codebook"] = done.codebook
    if done.corpus and done.codebook and done.n_codings:
        run.named["then"] = f"textmine tabulate {done.corpus}"
    elif not done.codebook:
        run.named["then"] = f"textmine corpus info {done.corpus}"
    return brought_in_section(done, path, dry_run=dry_run)


@app.command("write")
@shown("where")
def write(
    run: Run,
    corpus: Annotated[
        str, typer.Argument(help="The corpus; for a .qdc the codebook, or a corpus coded with it.")
    ],
    path: Annotated[Path, typer.Argument(help="File to write: .qdpx or .qdc.")],
    for_: Annotated[
        choices.CodingSoftware | None,
        typer.Option(
            "--for",
            help="Write texts and positions as this software has them. Default: the form that is "
            "read by most.",
        ),
    ] = None,
    sources: Annotated[
        choices.ExchangeSources,
        "What a source is: a document, or a thread; then FILE.map.json says where each "
        "document stands.",
    ] = "documents",
    codebook: CodebookOption = None,
) -> Section:
    """Write a corpus, its codebook, codings and memos as a REFI-QDA project, or codes as a .qdc.

    People and machines are separate users. A code of a whole document is a selection of its whole
    text. The same things have the same GUIDs whenever they are written; 'exchange read' brings back
    what was changed meanwhile.

    Example: textmine exchange write forum forum.qdpx
    Example: textmine exchange write ling-martins-2015 codes.qdc
    """
    from textmine.exchange.writing_out import WriteRequest, write_out
    from textmine.report.exchanged import written_out_section

    request = WriteRequest(corpus, path, codebook, sources, for_, tuple(run.where))
    return written_out_section(write_out(run.workspace, request))
