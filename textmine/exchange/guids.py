"""GUIDs: read in every spelling, and made so that the same thing always has the same one."""

from __future__ import annotations

import re
import uuid
from hashlib import sha1

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://textmine/exchange")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_GUID_LENGTH = 36


def read_guid(given: str) -> str:
    """Return a GUID in lower case and without braces; anything else is only stripped.

    >>> read_guid(" {5AA31DEE-D1A0-4F71-9FE5-AAADB2BDC144}")
    '5aa31dee-d1a0-4f71-9fe5-aaadb2bdc144'
    """
    return given.strip().strip("{}").strip().lower()


def is_guid(given: str) -> bool:
    """Whether a text is a GUID as it is written here."""
    return _GUID.fullmatch(given) is not None


def made_guid(kind: str, *parts: str | int | None) -> str:
    """Return the GUID of a thing of a kind, which is the same whenever it is made of these parts.

    >>> made_guid("user", "ann") == made_guid("user", "ann") != made_guid("code", "ann")
    True
    """
    named = "\x1f".join((kind, *("" if part is None else str(part) for part in parts)))
    return _spelt(sha1(_OURS.bytes + named.encode("utf-8"), usedforsecurity=False).digest())


def _spelt(digest: bytes) -> str:
    """Return a digest as the GUID of version 5 that it is, as uuid.uuid5 makes it.

    >>> _spelt(sha1(uuid.NAMESPACE_DNS.bytes + b"a").digest()) == str(
    ...     uuid.uuid5(uuid.NAMESPACE_DNS, "a")
    ... )
    True
    """
    high, low = 0x50 | digest[6] & 0x0F, 0x80 | digest[8] & 0x3F
    said = (digest[:6] + bytes((high, digest[7], low)) + digest[9:16]).hex()
    return f"{said[:8]}-{said[8:12]}-{said[12:16]}-{said[16:20]}-{said[20:]}"


def guid_in_path(path: str) -> str:
    """Return the GUID in the name of a file such as internal://GUID.txt, "" where there is none."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    found = read_guid(name[:_GUID_LENGTH])
    return found if is_guid(found) else ""
