"""Read JSON Lines: one object a line."""

import json
from pathlib import Path
from typing import Any

from textmine.corpus.reading.encoding import open_lines
from textmine.corpus.reading.packed import PackedRows
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.corpus.reading.tables.flat import columns_of, flat_object, rows_of
from textmine.errors import InputError, RowProblem


def read_jsonl(path: Path, options: ReadOptions = ReadOptions()) -> RawTable:
    """Read one JSON object a line.

    Objects in objects become columns with a slash, lists stay JSON text.
    Lines that are no object become problems. Row numbers are line numbers.
    Raises InputError when no line holds an object.
    """
    objects: list[dict[str, str]] = []
    numbers: list[int] = []
    problems: list[RowProblem] = []
    with open_lines(path, options.encoding) as opened:
        for number, line in enumerate(opened.lines, start=1):
            if not line.strip():
                continue
            value, reason = _object(line)
            if reason:
                problems.append(RowProblem(number, "", f"not a JSON object: {reason}"))
            objects.append(flat_object(value))
            numbers.append(number)
    columns = columns_of(objects)
    if not columns:
        raise InputError(
            f"No line of {path} is a JSON object.", hint='Each line must look like {"text": "..."}.'
        )
    rows = PackedRows(rows_of(objects, columns), len(columns), path.name)
    remarks = [opened.remark] if opened.remark else []
    facts = {"encoding": opened.encoding}
    return RawTable(path.name, columns, rows, numbers, facts, problems, remarks=remarks)


def _object(line: str) -> tuple[dict[str, Any], str]:
    """Return the object of a line, or an empty one and the reason why there is none."""
    try:
        value = json.loads(line)
    except RecursionError:
        return {}, "nested too deeply"
    except ValueError as error:
        return {}, getattr(error, "msg", "a number with too many digits")
    if _has_half_character(line, value):
        return {}, "half a character (a surrogate without its other half)"
    if not isinstance(value, dict):
        return {}, f"a {type(value).__name__} where an object {{...}} is needed"
    return value, ""


def _has_half_character(line: str, value: Any) -> bool:
    if "\\ud" not in line.lower():
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


JSONL = Reader(
    "jsonl",
    "one JSON object a line",
    read_jsonl,
    (".jsonl", ".ndjson"),
    frozenset({"encoding", "question"}),
)
