"""The options of `textmine corpus import`: columns, how a file is read, what of bad rows."""

from typing import Annotated, Any

import typer

from textmine.choices import DateOrder, Split


def _column(what: str) -> Any:
    return typer.Option(help=f"Column with {what}.", rich_help_panel="Columns")


def _reading(help: str, *names: str) -> Any:
    return typer.Option(*names, help=help, rich_help_panel="Reading")


PathArgument = Annotated[
    str,
    typer.Argument(
        help="A table, a survey, a platform's export, a .zip or a folder; or its address in an "
        "object store, such as s3://bucket/messages.csv."
    ),
]
NameOption = Annotated[str | None, "Name of the corpus; default: the file's."]
IdColumn = Annotated[str | None, _column("unique ids; A+B joins columns")]
TextColumn = Annotated[str | None, _column("the texts")]
TitleColumn = Annotated[str | None, _column("titles")]
AuthorColumn = Annotated[str | None, _column("authors")]
GroupColumn = Annotated[str | None, _column("groups of authors")]
CreatedAtColumn = Annotated[str | None, _column("dates")]
ThreadColumn = Annotated[str | None, _column("threads, or the whole a unit belongs to")]
ParentColumn = Annotated[str | None, _column("ids of the message answered")]
PositionColumn = Annotated[str | None, _column("places within the thread")]
LangColumn = Annotated[str | None, _column("language codes")]
SourceColumn = Annotated[str | None, _column("sources")]
KeepPersonalOption = Annotated[
    list[str] | None,
    typer.Option(
        "--keep-personal",
        help="Column with personal data (e-mail, IP address, place) to keep; give it again for "
        "more; 'all' keeps every one.",
        rich_help_panel="Columns",
    ),
]
QuestionColumns = Annotated[
    list[str] | None,
    _reading(
        "Column with answers to an open question, each a document of its respondent; may be "
        "repeated; 'all' takes those that look like it.",
        "--question",
    ),
]
ReaderOption = Annotated[
    str | None, _reading("Reader, if the guess is wrong; they are listed below.", "--reader")
]
EncodingOption = Annotated[str | None, _reading("Encoding, if the guess is wrong.", "--encoding")]
SeparatorOption = Annotated[str | None, _reading("Cell separator of a table.", "--separator")]
SheetOption = Annotated[
    str | None,
    _reading("Sheet of a workbook, several (A,B) or all; array of a JSON file.", "--sheet"),
]
NoHeaderOption = Annotated[
    bool, _reading("The first row of a table is data, not names.", "--no-header")
]
HeaderRowsOption = Annotated[
    int | None, _reading("Rows that name the columns together.", "--header-rows")
]
InterviewerOption = Annotated[
    list[str] | None,
    _reading(
        "Speaker who asks in transcripts of interviews; give it again for more; '-': nobody does.",
        "--interviewer",
    ),
]
KeepQuotesOption = Annotated[bool, "Keep what a message quotes of others in its text."]
GuessParentsOption = Annotated[bool, "Take whom a message quotes for whom it answers."]
SplitOption = Annotated[Split, "Cut documents at headings, or at paragraphs too."]
KeepRunningLinesOption = Annotated[bool, "Keep headers and footers of PDF pages."]
DateOrderOption = Annotated[DateOrder | None, "Order in dates like 3/4/13."]
DescriptionOption = Annotated[str, "One line about the corpus."]
LicenceOption = Annotated[str, "Licence of the texts."]
SyntheticOption = Annotated[bool, "The texts are invented; reports will say so."]
KeepOrphansOption = Annotated[bool, "Keep replies to documents that are not there."]
CutCyclesOption = Annotated[bool, "Cut parents that lead in a circle at the first document."]
