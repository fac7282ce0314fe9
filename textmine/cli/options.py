"""Every option that several commands have, written once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from textmine.choices import By, Format, Level, SheetFormat

FormatOption = Annotated[
    Format, typer.Option("--format", "-f", help="How to print: for people, programs or sheets.")
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        help="The workspace folder; default: the one around the current folder.",
        envvar="TEXTMINE_WORKSPACE",
        show_default=False,
    ),
]
CorpusArgument = Annotated[str, typer.Argument(help="The corpus.")]
CodedCorpusArgument = Annotated[str, typer.Argument(help="A corpus with codings.")]
ModelArgument = Annotated[str, typer.Argument(help="A trained model.")]
ModelCodebookOption = Annotated[str | None, typer.Option(help="Default: the model's.")]
OutOption = Annotated[
    Path | None, typer.Option(help="CSV to write; default: to stdout.", show_default=False)
]
PageOutOption = Annotated[
    Path | None,
    typer.Option(help="Write a .docx, .html, .md, .tex, .csv or .xlsx.", show_default=False),
]
ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Take the place of a corpus of that name; 'textmine undo' brings it back.",
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="Only documents with COLUMN=VALUE or COLUMN!=VALUE; may be repeated.",
        show_default=False,
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        help="full: spaCy's model; fast: tokenizer and look-up lemmas.", show_default=False
    ),
]
ProcessesOption = Annotated[
    int | None, typer.Option("--processes", help="Processes for spaCy.", show_default=False)
]
BlindShareOption = Annotated[
    float | None,
    typer.Option(
        help="Show no suggestion beside this share of the sheet, 0 to 1, drawn by lot.",
        show_default=False,
    ),
]
SeedOption = Annotated[
    int | None, typer.Option(help="Seed of every random choice.", show_default=False)
]


MissingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--missing",
        help="Words that mean 'no value', such as NA or 99; - if none does. Default: found out.",
        show_default=False,
    ),
]
ExactOption = Annotated[
    bool,
    typer.Option("--exact", help="Fold no spellings: Yes and yes, 1 and 1.0 are two codes."),
]
RollUpOption = Annotated[
    str | None,
    typer.Option(
        help="Read nested codes as those they are grouped under: open, axial, selective or top.",
        show_default=False,
    ),
]

DrawCodersOption = Annotated[
    str | None,
    typer.Option(help="Comma-separated; default: all of the draw.", show_default=False),
]
DrawOption = Annotated[
    str | None, typer.Option(help="Whose documents; default: the latest draw.", show_default=False)
]
SheetFormatOption = Annotated[
    SheetFormat, typer.Option(help="What the sheets are; xlsx has lists to choose from.")
]
SkipBadRowsOption = Annotated[
    Path | None,
    typer.Option(help="Put rows that cannot be used into this CSV and go on.", show_default=False),
]
LimitOption = Annotated[int, typer.Option(min=1, help="How many are shown.")]
ReasonOption = Annotated[str, typer.Option(help="Why; it is kept in the history.")]
CodersOption = Annotated[str | None, typer.Option(help="Comma-separated; default: all human.")]
CodebookOption = Annotated[str | None, typer.Option(help="Default: the one used.")]
CoderOption = Annotated[str | None, typer.Option(help="Whose codes; default: the final ones.")]
DimensionsOption = Annotated[
    list[str] | None, typer.Option(help="Only this dimension; may be repeated.")
]
RolesOption = Annotated[
    bool, typer.Option("--roles/--no-roles", help="Keep the roles of a code apart, or not.")
]
CountOption = Annotated[
    Level | None,
    typer.Option(
        "--count", help="What is looked at; default: whole documents.", show_default=False
    ),
]
PermutationsOption = Annotated[
    int, typer.Option(min=99, help="Changes of place by chance behind the test.")
]
ByOption = Annotated[
    By,
    typer.Option(help="What intervals take as independent: threads, or units."),
]
CorpusOption = Annotated[
    str | None, typer.Option(help="Its documents; default: those it was fitted to.")
]
ReportOption = Annotated[
    str | None, typer.Option(help="Write the page reports/NAME with tables and figures.")
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        help="What the report is written as, comma-separated: html, docx, latex, md, xlsx, csv; "
        "default: html,xlsx,csv.",
        show_default=False,
    ),
]
NoQuotationsOption = Annotated[
    bool, typer.Option("--no-quotations", help="Quote nobody: figures, words and memos alone.")
]

SHARED: Mapping[str, tuple[Any, Any]] = {
    "where": (WhereOption, None),
    "profile": (ProfileOption, None),
    "processes": (ProcessesOption, None),
    "report": (ReportOption, None),
    "to": (ToOption, None),
    "seed": (SeedOption, None),
    "no_quotations": (NoQuotationsOption, False),
    "workspace": (WorkspaceOption, None),
    "format": (FormatOption, "table"),
}
"""Options that a `Run` holds: name -> (type, default), in the order in which help lists them."""
