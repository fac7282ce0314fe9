"""Read JSON Lines: one object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.raw import RawTable
from textmine.corpus.reading.reader import Reader, ReadOptions
from textmine.errors import InputError, RowProblem


def read_jsonl(path: Path, *, encoding: str | None = None) -> RawTable:
    """Read one JSON object a line; nested values stay as JSON text in their column.

    Lines that are no object become problems. Row numbers are line numbers.
    Raises InputError when no line holds an object.
    """
    decoded = read_text(path, encoding)
    objects: list[tuple[int, dict[str, Any]]] = []
    problems: list[RowProblem] = []
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except RecursionError:
            value, reason = None, "nested too deeply"
        except ValueError as error:
            value, reason = None, getattr(error, "msg", "a number with too many digits")
        else:
            reason = f"a {type(value).__name__} where an object {{...}} is needed"
            if _has_half_character(line, value):
                value, reason = None, "half a character (a surrogate without its other half)"
        if not isinstance(value, dict):
            problems.append(RowProblem(number, "", f"not a JSON object: {reason}"))
            value = {}
        objects.append((number, value))
    columns = list(dict.fromkeys(key for _, value in objects for key in value))
    if not columns:
        raise InputError(
            f"No line of {path} is a JSON object.", hint='Each line must look like {"text": "..."}.'
        )
    rows = [[_as_text(value.get(column)) for column in columns] for _, value in objects]
    numbers = [number for number, _ in objects]
    return RawTable(path.name, columns, rows, numbers, {"encoding": decoded.encoding}, problems)


def _has_half_character(line: str, value: Any) -> bool:
    if "\\ud" not in line.lower():
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return json.dumps(value, ensure_ascii=False)


def _read(path: Path, options: ReadOptions) -> RawTable:
    return read_jsonl(path, encoding=options.encoding)


JSONL = Reader(
    "jsonl", "one JSON object a line", _read, (".jsonl", ".ndjson"), frozenset({"encoding"})
)
