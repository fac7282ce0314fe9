"""SHA-256 of files, texts and settings."""

import hashlib
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

_ROWS = 500
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def sha256_of_file(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_bytes(content: bytes) -> str:
    """Return the hexadecimal SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_text(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sha256_of_json(value: Any) -> str:
    """Return the hexadecimal SHA-256 of a value as JSON with sorted keys."""
    return sha256_of_text(_JSON.encode(value))


def sha256_of_rows(rows: Iterable[Any]) -> str:
    """Return what `sha256_of_json` returns of the list of these rows, which come one by one."""
    hashed, between, left = hashlib.sha256(b"["), "", iter(rows)
    while some := [*islice(left, _ROWS)]:
        told = between + _JSON.encode(some)[1:-1]
        hashed.update(told.encode("utf-8", "surrogatepass"))
        between = ", "
    hashed.update(b"]")
    return hashed.hexdigest()
