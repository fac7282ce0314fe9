"""Codings that a page sends one by one are one change of the history for a coder, corpus and day.

So the history stays short, `textmine undo` takes a day's work back as a whole, and entering a code
writes no file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from textmine.coding.database import SAID_ONCE, SITTING, SITTINGS, reading, taken_back
from textmine.schema import Coding


@dataclass(frozen=True)
class Sitting:
    """What batches belong to that are taken back together; `begun` says that it is a new one."""

    number: int
    created_at: str
    begun: bool


def sitting_of(connection: sa.Connection, codings: Sequence[Coding]) -> Sitting:
    """Return the sitting of today that codings belong to; one that was taken back is over."""
    now = datetime.now(UTC)
    whose = _whose(codings, now)
    mine = SITTINGS.c.whose == whose
    query = sa.select(SITTINGS).where(mine).order_by(SITTINGS.c.id.desc()).limit(1)
    last = connection.execute(query).mappings().first()
    if last is not None and last["id"] not in taken_back(connection, SITTING):
        return Sitting(last["id"], last["created_at"], begun=False)
    entered = now.isoformat(timespec="microseconds")
    row = {"whose": whose, "created_at": entered}
    key = connection.execute(SITTINGS.insert(), row).inserted_primary_key
    return Sitting(int(key[0]) if key else 0, entered, begun=True)


def sittings_of_batches(url: str) -> dict[int, int]:
    """Return the sitting of each batch that came one by one from a page."""
    with reading(url, SAID_ONCE) as connection:
        if connection is None:
            return {}
        query = sa.select(SAID_ONCE.c.batch, SAID_ONCE.c.sitting).where(SAID_ONCE.c.sitting > 0)
        return {batch: sitting for batch, sitting in connection.execute(query) if batch}


def said_of_sitting(codings: Sequence[Coding], sitting: Sitting) -> str:
    """Say in words what a sitting is."""
    coders = ", ".join(sorted({coding.coder for coding in codings}))
    day = sitting.created_at[:10]
    return f"codings of '{codings[0].corpus}' by {coders}, entered one by one on {day}"


def _whose(codings: Sequence[Coding], now: datetime) -> str:
    """Return what codings of one sitting have in common: what it was made from follows from it."""
    columns = ("corpus", "coder", "origin", "codebook", "model")
    same = [sorted({str(getattr(coding, name) or "") for coding in codings}) for name in columns]
    return json.dumps([now.date().isoformat(), *same], ensure_ascii=False)
