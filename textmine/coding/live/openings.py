"""What a lead lets coders see: codes of each other, and a machine's suggestions; off by default.

Each switch is a row, and none is ever changed: the latest counts, and all say who opened what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa

from textmine.coding.database import writing
from textmine.coding.live.looking import looking
from textmine.coding.live.tables import is_there, make_missing

What = Literal["codes", "suggestions"]
OPENINGS = sa.Table(
    "openings",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("corpus", sa.String, nullable=False),
    sa.Column("draw", sa.String, nullable=False),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)


@dataclass(frozen=True)
class Opening:
    """A switch as it stands: who set it last and when."""

    what: What
    corpus: str
    draw: str
    open: bool
    by: str
    at: str


def set_opening(url: str, what: What, corpus: str, draw: str, *, open: bool, by: str) -> None:
    """Open something to coders, or close it again. Codes of a corpus are opened with no draw."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    cells = {"what": what, "corpus": corpus, "draw": draw, "open": open, "by": by, "at": now}
    with writing(url) as connection:
        make_missing(connection, OPENINGS)
        connection.execute(OPENINGS.insert(), cells)


def openings(url: str) -> list[Opening]:
    """Return every switch that was ever set, as it stands."""
    with looking(url) as connection:
        if connection is None or not is_there(connection, OPENINGS):
            return []
        rows = connection.execute(sa.select(OPENINGS).order_by(OPENINGS.c.number)).mappings()
        latest = {(row["what"], row["corpus"], row["draw"]): row for row in rows}
    return [
        Opening(row["what"], row["corpus"], row["draw"], row["open"], row["by"], row["at"])
        for row in latest.values()
    ]


def is_open(url: str, what: What, corpus: str, draw: str = "") -> bool:
    """Whether coders may see it."""
    return any(
        opening.open
        for opening in openings(url)
        if (opening.what, opening.corpus, opening.draw) == (what, corpus, draw)
    )
