"""What readers of forums share: the values of a JSON file, and records of messages as a table."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.limits import refuse_wide
from textmine.corpus.reading.raw import RawTable
from textmine.errors import InputError, RowProblem
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


def read_json(path: Path, encoding: str | None = None) -> list[object]:
    """Return the values of a JSON file, in their order.

    Raises InputError naming the line for what is no JSON or is nested too deeply.
    """
    text = read_text(path, encoding).text
    decoder = json.JSONDecoder()
    values: list[object] = []
    at = _skip_space(text, 0)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError:
            raise InputError(
                f"{path} is nested too deeply to be read.", hint="Export it again."
            ) from None
        except ValueError as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            reason = getattr(error, "msg", "a number with too many digits")
            raise InputError(
                f"{path} is no JSON: line {line}: {reason}.",
                hint="Export or save it again, whole and as it came.",
            ) from None
        values.append(value)
        at = _skip_space(text, at)
    return values


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n\r,":
        at += 1
    return at


def first_bytes(path: Path, size: int = 262_144) -> bytes:
    """Return the start of a file, b"" where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError:
        return b""
