"""Gather messages, each a dict of named cells, into a raw table whose fields are known."""

import json
import re
from collections.abc import Mapping, Sequence

from textmine.corpus.reading.limits import refuse_wide
from textmine.corpus.reading.raw import RawTable
from textmine.errors import RowProblem
from textmine.schema import FIELD_NAMES

_HALF = re.compile("[\ud800-\udfff]")

Record = dict[str, str]
"""Cells by name; a name of `schema.FIELD_NAMES` is that field, any other goes into meta."""


def as_table(
    source: str,
    records: Sequence[Record],
    facts: Mapping[str, str],
    remarks: Sequence[str],
    problems: Sequence[RowProblem] = (),
    numbers: Sequence[int] | None = None,
) -> RawTable:
    """Return the table of the records; columns that are empty throughout are left out.

    `numbers` are the places of the records in their source, counted from 1, which is their default.
    """
    columns = list(dict.fromkeys(name for record in records for name in record if record[name]))
    refuse_wide(source, len(columns))
    rows = [[clean(record.get(name, "")) for name in columns] for record in records]
    return RawTable(
        source,
        [clean(name) for name in columns],
        rows,
        list(numbers) if numbers is not None else list(range(1, len(records) + 1)),
        dict(facts),
        list(problems),
        {name: name for name in FIELD_NAMES if name in columns},
        list(remarks),
    )


def clean(text: str) -> str:
    """Return a cell with LF line ends and without halves of characters."""
    return _HALF.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def as_json(value: object) -> str:
    """Return a value as compact JSON, "" for one that is empty."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def some_of(names: Sequence[str], shown: int = 5) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more:,} more" if more > 0 else "")
