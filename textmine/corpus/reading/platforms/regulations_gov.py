"""Read the bulk downloads of regulations.gov: a row a comment, sixty columns."""

import re
from dataclasses import replace
from pathlib import Path

from textmine.corpus.reading.platforms.files import headers, stripped, with_columns
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.read_csv import read_csv
from textmine.errors import InputError, RowProblem
from textmine.schema import AUTHOR, CREATED_AT, GROUP, ID, TEXT, TITLE

_COLUMNS = frozenset({"Document ID", "Docket ID", "Comment"})
_SEE_ATTACHED = re.compile(
    r"\W*+(please\s++)?(see|view|refer to|find|comments?( are)?|the)?\s*+(the\s++)?"
    r"attach(ed|ments?)(\s++(files?|comments?|letter|document|pdf|please))*(\(s\))?\W*+",
    re.I,
)
_NOBODY = re.compile(r"(anonymous|n/?a|none|unknown|\W)*", re.I)


def read_regulations_gov(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read a bulk CSV of regulations.gov.

    What a comment is on is hardly ever in the file and most often the same for all, so that it is
    no parent and no thread but kept as meta. `copies` is the number of "Duplicate Comments", at
    least 1. A row whose text is only in attachments becomes a problem that names them; one that
    says no more than "see attached" is kept and marked. Raises InputError for another table.
    """
    table = read_csv(path, options)
    if not set(table.columns) >= _COLUMNS:
        missing = ", ".join(sorted(_COLUMNS - set(table.columns)))
        raise InputError(f"{path} lacks the columns {missing}.", hint="Say --reader csv.")
    texts, files = stripped(table, "Comment"), stripped(table, "Attachment Files")
    copies = [_copies(cell) for cell in stripped(table, "Duplicate Comments")]
    attached = [
        "yes" if there and _SEE_ATTACHED.fullmatch(text) else ""
        for text, there in zip(texts, files, strict=True)
    ]
    people = zip(stripped(table, "First Name"), stripped(table, "Last Name"), strict=True)
    authors = [name if not _NOBODY.fullmatch(name) else "" for name in map(" ".join, people)]
    new = {
        "author": [name.strip() for name in authors],
        "copies": [str(n) for n in copies],
        "only_in_attachments": attached,
    }
    received = sum(map(bool, stripped(table, "Received Date")))
    fields = {
        ID: "Document ID",
        TEXT: "Comment",
        TITLE: "Title",
        AUTHOR: "author",
        GROUP: "Organization Name",
        CREATED_AT: "Received Date" if 2 * received > len(texts) else "Posted Date",
    }
    nowhere = [
        RowProblem(number, "Comment", f"the text is only in attachments: {there[:200]}")
        for number, text, there in zip(table.numbers, texts, files, strict=True)
        if there and not text
    ]
    documents = with_columns(table, new, fields)
    return replace(
        documents,
        problems=[*table.problems, *nowhere],
        facts={"platform": "regulations.gov", **table.facts},
        remarks=[*table.remarks, *_remarks(copies, attached, len(nowhere))],
    )


def _remarks(copies: list[int], attached: list[str], nowhere: int) -> list[str]:
    remarks = []
    many = sum(n > 1 for n in copies)
    if many:
        remarks.append(
            f"{many:,} rows stand for several letters: {sum(copies):,} in all "
            "(meta.copies, from Duplicate Comments)"
        )
    if any(attached):
        remarks.append(
            f"{sum(map(bool, attached)):,} comments say no more than that their text is attached "
            "(meta.only_in_attachments); meta.Attachment Files names the files"
        )
    if nowhere:
        remarks.append(
            f"{nowhere:,} rows have their text in attachments only: --skip-bad-rows FILE puts them "
            "aside with the addresses of the files"
        )
    return remarks


def _copies(cell: str) -> int:
    digits = cell.replace(",", "")
    return max(1, int(digits)) if re.fullmatch(r"\d{1,9}", digits) else 1


def _recognises(path: Path) -> bool:
    return path.is_file() and any(columns >= _COLUMNS for columns in headers(path).values())


REGULATIONS_GOV = Reader(
    "regulations-gov",
    "bulk CSV of regulations.gov",
    read_regulations_gov,
    (),
    frozenset({"encoding", "separator"}),
    _recognises,
)
