"""The options of `textmine corpus import`: columns, how a file is read, what of bad rows."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from textmine.choices import DateOrder, Split
from textmine.cli.options import DryRunOption, MissingOption, ReplaceOption, SkipBadRowsOption


def _column(what: str) -> Any:
    return typer.Option(help=f"Column with {what}.", rich_help_panel="Columns")


def _reading(help: str, *names: str) -> Any:
    return typer.Option(*names, help=help, rich_help_panel="Reading")


KeepPersonalOption = Annotated[
    list[str] | None,
    typer.Option(
        "--keep-personal",
        help="Column with personal data (e-mail, IP address, place) to keep; give it again for "
        "more; 'all' keeps every one.",
        rich_help_panel="Columns",
    ),
]
EncodingOption = Annotated[str | None, _reading("Encoding, if the guess is wrong.", "--encoding")]
SeparatorOption = Annotated[str | None, _reading("Cell separator of a table.", "--separator")]
SheetOption = Annotated[
    str | None,
    _reading("Sheet of a workbook, several (A,B) or all; array of a JSON file.", "--sheet"),
]
HeaderRowsOption = Annotated[
    int | None, _reading("Rows that name the columns together.", "--header-rows")
]
COLUMNS = {
    "id": "unique ids; A+B joins columns",
    "text": "the texts",
    "title": "titles",
    "author": "authors",
    "group": "groups of authors",
    "created_at": "dates",
    "thread_id": "threads, or the whole a unit belongs to",
    "parent_id": "ids of the message answered",
    "position": "places within the thread",
    "lang": "language codes",
    "source": "sources",
}
"""What a column of a corpus holds, by its name, which is also that of the option."""
_QUESTION = (
    "Column with answers to an open question, each a document of its respondent; may be repeated; "
    "'all' takes those that look like it."
)
_READER = "Reader, if the guess is wrong; they are listed below."
_FROM_NAME = "Fields in the names of files: '{case}_{author}_{round}'; {-} is left out."
_INTERVIEWER = (
    "Speaker who asks in transcripts of interviews; give it again for more; '-': nobody does."
)
IMPORTING: Mapping[str, tuple[Any, Any]] = {
    "name": (Annotated[str | None, "Name of the corpus; default: the file's."], None),
    **{name: (Annotated[str | None, _column(what)], None) for name, what in COLUMNS.items()},
    "question": (Annotated[list[str] | None, _reading(_QUESTION)], None),
    "keep_personal": (KeepPersonalOption, None),
    "missing": (MissingOption, None),
    "reader": (Annotated[str | None, _reading(_READER)], None),
    "encoding": (EncodingOption, None),
    "separator": (SeparatorOption, None),
    "sheet": (SheetOption, None),
    "no_header": (
        Annotated[bool, _reading("The first row of a table is data, not names.", "--no-header")],
        False,
    ),
    "header_rows": (HeaderRowsOption, None),
    "split": (Annotated[Split, "Cut documents at headings, or at paragraphs too."], "none"),
    "keep_running_lines": (Annotated[bool, "Keep headers and footers of PDF pages."], False),
    "keep_quotes": (Annotated[bool, "Keep what a message quotes of others in its text."], False),
    "guess_parents": (Annotated[bool, "Take whom a message quotes for whom it answers."], False),
    "from_name": (Annotated[str | None, _reading(_FROM_NAME)], None),
    "interviewer": (Annotated[list[str] | None, _reading(_INTERVIEWER)], None),
    "date_order": (Annotated[DateOrder | None, "Order in dates like 3/4/13."], None),
    "description": (Annotated[str, "One line about the corpus."], ""),
    "licence": (Annotated[str, "Licence of the texts."], ""),
    "synthetic": (Annotated[bool, "The texts are invented; reports will say so."], False),
    "keep_orphans": (Annotated[bool, "Keep replies to documents that are not there."], False),
    "cut_cycles": (
        Annotated[bool, "Cut parents that lead in a circle at the first document."],
        False,
    ),
    "dry_run": (DryRunOption, False),
    "skip_bad_rows": (SkipBadRowsOption, None),
    "add": (Annotated[bool, "Add the documents to the corpus of that name."], False),
    "replace": (ReplaceOption, False),
}
"""Every option of an import: name -> (type, default), in the order of their help."""
