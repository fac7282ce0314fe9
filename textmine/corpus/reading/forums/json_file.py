"""Read a JSON file that may hold one value, several one after the other, or one a line."""

import json
from pathlib import Path

from textmine.corpus.reading.encoding import read_text
from textmine.errors import InputError


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
