"""Every option that several commands have, written once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from textmine.choices import By, Coded, Format, GateOn, Level, ModelMetric, RollUpRule, SheetFormat

FormatOption = Annotated[
    Format, typer.Option("--format", "-f", help="How to print: for people, programs or sheets.")
]
FullOption = Annotated[bool, "Show all rows and columns, also on a narrow terminal."]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        help="The workspace folder; default: the one around the current folder.",
        envvar="TEXTMINE_WORKSPACE",
    ),
]
CorpusArgument = Annotated[str, typer.Argument(help="The corpus.")]
CodedCorpusArgument = Annotated[str, typer.Argument(help="A corpus with codings.")]
ModelArgument = Annotated[str, typer.Argument(help="A trained model.")]
ModelCodebookOption = Annotated[str | None, "Default: the model's."]
RecordOption = Annotated[bool, "Also keep the codes as machine codings."]
OutOption = Annotated[Path | None, "CSV to write; default: to stdout."]
PageOutOption = Annotated[Path | None, "Write a .docx, .html, .md, .tex, .csv or .xlsx."]
ReplaceOption = Annotated[
    bool, "Take the place of a corpus of that name; 'textmine undo' brings it back."
]
DryRunOption = Annotated[bool, "Only say what it would do."]
WhereOption = Annotated[
    list[str] | None, "Only documents with COLUMN=VALUE or COLUMN!=VALUE; give it again for more."
]
LevelOption = Annotated[
    Coded | None,
    "Read the codes of these: those given to them as a whole, or with --rule those that "
    "their passages give them. Default: codes of documents.",
]
RuleOption = Annotated[
    RollUpRule | None,
    "What passages say of a unit of --level: a code that any has, that more than half "
    "have, or the highest of an ordered dimension.",
]
RollDownOption = Annotated[bool, "Give the codes of --level to each document of theirs."]
ProfileOption = Annotated[str | None, "full: spaCy's model; fast: tokenizer and look-up lemmas."]
ProcessesOption = Annotated[int | None, "Processes that read and code texts."]
SchedulerOption = Annotated[
    str | None, "Send partitions to the Dask cluster at this address, such as tcp://10.0.0.1:8786."
]
BlindShareOption = Annotated[
    float | None, "Show no suggestion beside this share of the sheet, 0 to 1, drawn by lot."
]
SeedOption = Annotated[int | None, "Seed of every random choice."]


MissingOption = Annotated[
    list[str] | None,
    "Words that mean 'no value', such as NA or 99; - if none does. Default: found out.",
]
ExactOption = Annotated[bool, "Fold no spellings: Yes and yes, 1 and 1.0 are two codes."]
RollUpOption = Annotated[
    str | None, "Read nested codes as the codes above them: open, axial, selective or top."
]

DrawCodersOption = Annotated[str | None, "Comma-separated; default: all of the draw."]
DrawOption = Annotated[str | None, "Whose documents; default: the latest draw."]
SheetFormatOption = Annotated[SheetFormat, "What the sheets are; xlsx has lists to choose from."]
SkipBadRowsOption = Annotated[Path | None, "Put bad rows into this CSV and go on."]
LimitOption = Annotated[int, typer.Option(min=1, help="How many to show.")]
ReasonOption = Annotated[str, "Why; the history keeps it."]
CodersOption = Annotated[str | None, "Comma-separated; default: all human."]
CodebookOption = Annotated[str | None, "Default: the one used."]
CoderOption = Annotated[str | None, "Whose codes; default: the final ones."]
DimensionsOption = Annotated[list[str] | None, "Only this dimension; give it again for more."]
RolesOption = Annotated[
    bool, typer.Option("--roles/--no-roles", help="Keep the roles of a code apart, or not.")
]
CountOption = Annotated[Level | None, "What to look at; default: whole documents."]
PermutationsOption = Annotated[
    int, typer.Option(min=99, help="Changes of place by chance behind the test.")
]
ByOption = Annotated[By, "What intervals take as independent: threads, or units."]
CorpusOption = Annotated[str | None, "Its documents; default: those of its fit."]
ReportOption = Annotated[str | None, "Write the page reports/NAME with tables and figures."]
ToOption = Annotated[
    str | None,
    "Forms of the report, with commas: html, docx, latex, md, xlsx, csv; default: html,xlsx,csv.",
]
NoQuotationsOption = Annotated[bool, "Quote nobody: figures, words and memos alone."]

FailUnderOption = Annotated[float | None, "End with 3 when a score is lower than this."]
OnOption = Annotated[GateOn, "What --fail-under looks at: the score, or its lower limit."]

SHARED: Mapping[str, tuple[Any, Any]] = {
    "out": (PageOutOption, None),
    "level": (LevelOption, None),
    "rule": (RuleOption, None),
    "roll_down": (RollDownOption, False),
    "where": (WhereOption, None),
    "profile": (ProfileOption, None),
    "processes": (ProcessesOption, None),
    "scheduler": (SchedulerOption, None),
    "fail_under": (FailUnderOption, None),
    "on": (OnOption, "value"),
    "report": (ReportOption, None),
    "to": (ToOption, None),
    "seed": (SeedOption, None),
    "no_quotations": (NoQuotationsOption, False),
    "workspace": (WorkspaceOption, None),
    "full": (FullOption, False),
    "format": (FormatOption, "table"),
}
"""Options that a `Run` holds: name -> (type, default), in the order in which help lists them."""
QuotedWordsOption = Annotated[int, typer.Option(min=0, help="Words of a quotation; 0: all.")]
DecidedByOption = Annotated[str, "Who decided it."]
RulesOnlyOption = Annotated[bool, "Do not use spaCy's names; this misses many."]
GatedScoreOption = Annotated[ModelMetric, "Which score --fail-under looks at, in each dimension."]


def as_option(name: str, annotation: Any) -> Any:
    """Return the type of a parameter with what typer is to know of it.

    A text behind the type is the help of an option that is called as the parameter is.
    """
    kind, *about = get_args(annotation) or (annotation,)
    if not (about and isinstance(about[0], str)):
        return annotation
    flag = (f"--{name.replace('_', '-')}",) if kind is bool else ()
    return Annotated[kind, typer.Option(*flag, help=about[0])]
