"""Make rows of JSON objects: nested values under names with a slash, lists as JSON text."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence

_DEEPEST = 8
"""Levels of objects within objects that become columns; what lies deeper stays JSON text."""


def flat_object(value: Mapping[str, object], above: str = "", depth: int = 1) -> dict[str, str]:
    """Return the values of an object as text, those of objects in it under "outer/inner".

    >>> flat_object({"title": {"en": "Trees"}, "tags": ["a", 1], "votes": 3})
    {'title/en': 'Trees', 'tags': '["a", 1]', 'votes': '3'}
    """
    flat: dict[str, str] = {}
    for key, cell in value.items():
        name = f"{above}{key}"
        if isinstance(cell, Mapping) and cell and depth < _DEEPEST:
            inner = flat_object(cell, f"{name}/", depth + 1)
        else:
            inner = {name: as_text(cell)}
        for inner_key, text in inner.items():
            flat[f"{inner_key} (2)" if inner_key in flat else inner_key] = text
    return flat


def as_text(value: object) -> str:
    """Return a value of JSON or of a typed column as text; nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bytes):
        return as_text(value.decode("utf-8", "replace"))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def rows_of(objects: Sequence[Mapping[str, str]], columns: Sequence[str]) -> Iterator[list[str]]:
    """Yield the cells of flat objects under these columns."""
    for record in objects:
        yield [record.get(column, "") for column in columns]


def columns_of(objects: Sequence[Mapping[str, str]]) -> list[str]:
    """Return every name that an object uses, in the order in which they come up."""
    return list(dict.fromkeys(key for record in objects for key in record))
