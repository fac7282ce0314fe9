"""Write nested dicts, lists and texts as TOML that people can read and mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 100


def toml_text(content: Mapping[str, Any]) -> str:
    """Return the TOML text of a table; its keys keep their order, plain values before tables.

    A table whose values are all lists is written on one line: `when = { level = ["I", "II"] }`.
    """
    return "\n".join(_lines(content, "")).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not _stands_apart(value)}
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value, len(key) + 3)}"
    for key, value in table.items():
        if key in plain:
            continue
        name = f"{path}.{_key(key)}" if path else _key(key)
        for part in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
            yield from _lines(part, name)


def _stands_apart(value: Any) -> bool:
    if isinstance(value, dict):
        return not value or not all(isinstance(part, list) for part in value.values())
    return isinstance(value, list) and any(isinstance(part, dict) for part in value)


def _value(value: Any, used: int) -> str:
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {_list(part)}" for key, part in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        line = _list(value)
        if used + len(line) <= _WIDTH or len(value) < 2:
            return line
        return "[\n" + "".join(f"    {_plain(part)},\n" for part in value) + "]"
    return _plain(value)


def _list(values: list[Any]) -> str:
    return "[" + ", ".join(_plain(value) for value in values) + "]"


def _plain(value: Any) -> str:
    """Let the library that knows TOML's escapes write a text, a number or true and false."""
    import tomli_w

    return tomli_w.dumps({"k": value}, multiline_strings=False).removeprefix("k = ").rstrip("\n")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _plain(key)
