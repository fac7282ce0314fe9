"""Read TOML that people wrote, or that was made to keep a reader busy."""

import re
import tomllib
from pathlib import Path
from typing import Any

from textmine.errors import InputError

LARGEST = 4_000_000
"""Bytes that a file which people write may have; it is read in seconds."""

_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")
"""A key of so many parts that the time to read it, which grows with their square, is long."""


def read_toml(path: Path, again: str) -> tuple[dict[str, Any], str]:
    """Return what a TOML file holds, and its text.

    Raises InputError, which says what to do in the words of `again`, for a file that is no
    TOML or is too large, and OSError where the system does not let it be read.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(
                f"{path} is too large: it has {size / 1e6:,.1f} MB, and such a file may have "
                f"{LARGEST / 1e6:.0f} MB.",
                hint=again,
            )
        text = path.read_text(encoding="utf-8-sig")
        return parse_toml(text), text
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not readable as TOML: {error}.", hint=again) from error


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text holds; raise TOMLDecodeError, also where it is nested too deeply.

    >>> parse_toml("a.b = 1")
    {'a': {'b': 1}}
    """
    if _LONG_KEY.search(text):
        raise tomllib.TOMLDecodeError("a key has over 100 parts")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("it is nested too deeply") from error
    except ValueError as error:  # Python reads no integer of over 4,300 digits
        raise tomllib.TOMLDecodeError("a number has too many digits") from error
