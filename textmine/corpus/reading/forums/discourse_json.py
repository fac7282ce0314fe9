"""The shapes in which Discourse gives topics as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textmine.corpus.reading.forums.records import as_json


def topics(values: list[object]) -> Iterator[Mapping[str, Any]]:
    """Yield every object that has a post_stream, and lists of latest posts as if they had one."""
    waiting = list(reversed(values))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            if isinstance(value.get("post_stream"), dict):
                yield value
            elif isinstance(value.get("latest_posts"), list):
                yield {"post_stream": {"posts": value["latest_posts"]}}
            elif isinstance(value.get("topics"), list):
                waiting.extend(reversed(value["topics"]))


def listed(value: object) -> list[Any]:
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []


def tag(value: object) -> str:
    """Return a tag's name: older forums give it bare, newer ones within an object."""
    return cell(value.get("name")) if isinstance(value, dict) else cell(value)


def cell(value: object) -> str:
    """Return a value as a cell; false is "", so that most cells of yes and no stay empty.

    >>> [cell(value) for value in (None, False, True, 0, "a", [], [1])]
    ['', '', 'true', '0', 'a', '', '[1]']
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, (int, float)):
        return str(value)
    return value if isinstance(value, str) else as_json(value)
