"""Keys that a page makes for what it sends: sent again, it is entered once and answered alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from operator import attrgetter

import sqlalchemy as sa

from textmine.coding.database import SAID_ONCE
from textmine.coding.latest import Appended
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store.hashing import sha256_of_json

LONGEST_KEY = 200
_SENT = attrgetter(
    *("corpus", "level", "document", "dimension", "code", "coder", "round", "start", "end"),
    "withdrawn",
)
"""What the page itself says; the rest may be filled in otherwise when it is sent again."""


def answer_to(connection: sa.Connection, key: str, codings: Sequence[Coding]) -> Appended | None:
    """Return what was answered when codings were entered under a key, None for a new key.

    Raises InputError for a key that is too long, or that other codings were entered under.
    """
    if not key or len(key) > LONGEST_KEY:
        raise InputError(
            f"A key has 1 to {LONGEST_KEY} characters. Got {len(key)}.",
            hint="Make a new one for each request, such as a random UUID.",
        )
    query = sa.select(SAID_ONCE).where(SAID_ONCE.c.key == key)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    if row["sent"] != _digest(codings):
        raise InputError(
            f"Another coding was entered under the key '{key}' before.",
            hint="Make a new key for each request.",
        )
    return Appended(**json.loads(row["answer"]))


def remember_answer(
    connection: sa.Connection, key: str, codings: Sequence[Coding], answer: Appended, sitting: int
) -> None:
    """Keep what is answered to codings that were sent under a key, and in which sitting."""
    row = {"key": key, "batch": answer.batch, "sitting": sitting, "sent": _digest(codings)}
    content = json.dumps(asdict(answer), sort_keys=True)
    connection.execute(SAID_ONCE.insert(), {**row, "answer": content})


def _digest(codings: Sequence[Coding]) -> str:
    return sha256_of_json(sorted([str(cell) for cell in _SENT(coding)] for coding in codings))
