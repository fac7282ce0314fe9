"""Read TOML that people wrote, or that was made to keep a reader busy."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_LONG_KEY = re.compile(r"(?<![\w-])(?:[\w-]++\.){100}")
"""A key of so many parts that the time to read it, which grows with their square, is long."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text holds; raise TOMLDecodeError, also where it is nested too deeply.

    >>> parse_toml("a.b = 1")
    {'a': {'b': 1}}
    """
    if _LONG_KEY.search(text):
        raise tomllib.TOMLDecodeError("a key has over 100 parts")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("it is nested too deeply") from error
