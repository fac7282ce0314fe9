"""What every reader returns: a table of strings, as it stood in the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from textmine.errors import RowProblem


@dataclass(frozen=True)
class RawTable:
    """Rows of strings under named columns.

    `numbers` holds each row's number as a spreadsheet counts it (the header is row 1), `facts`
    what the reader found out about the file, `problems` the rows that have no proper cells.
    `fields` maps fields of a document to columns where the format itself says so, and `remarks`
    tells a person what the reader did.
    """

    source: str
    columns: list[str]
    rows: list[list[str]]
    numbers: list[int]
    facts: dict[str, str]
    problems: list[RowProblem] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
