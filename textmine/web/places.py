"""Addresses of texts, and names that come from a browser."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urlencode

from textmine.errors import InputError

Span = tuple[int, int]
NOTHING: Mapping[str, str] = MappingProxyType({})
_SPAN = re.compile(r"(\d{1,9}+)-(\d{1,9}+)")


def place_of(
    corpus: str,
    document: str,
    start: int | None = None,
    end: int | None = None,
    kept: Mapping[str, str] = NOTHING,
) -> str:
    """Return the address of a document, or of a place in it in code points, end exclusive.

    What is `kept` goes with it: words that stay marked (q), and what is switched on.
    """
    asked = {key: value for key, value in kept.items() if value}
    if start is not None and end is not None and end > start:
        asked["at"] = f"{start}-{end}"
    name = quote(document, safe="")
    if {".", ".."} & set(document.split("/")):  # browsers would walk up a folder
        asked["document"], name = document, "-"
    address = f"/read/{quote(corpus, safe='')}/{name}"
    return f"{address}{f'?{urlencode(asked)}' if asked else ''}#{'at' if 'at' in asked else 'text'}"


def span_of(given: str) -> Span | None:
    """Return start and end of a place as an address names it, None for none; raise InputError."""
    if not given:
        return None
    match = _SPAN.fullmatch(given)
    if match is None or int(match[1]) >= int(match[2]):
        raise InputError(f"'{given[:40]}' is no place in a text.", hint="Write start-end: 120-160.")
    return int(match[1]), int(match[2])


def codebook_named(name: str) -> str:
    """Return the name of a codebook; raise InputError for a path, which is opened elsewhere."""
    if name.endswith(".toml") or any(sign in name for sign in "/\\@") or name.startswith("."):
        raise InputError(f"'{name}' is not the name of a codebook.")
    return name
