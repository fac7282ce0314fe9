"""What a lead lets coders see: codes of each other, and a machine's suggestions; off by default.

Each switch is a row, and none is ever changed: the latest counts, and all say who opened what.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa

from textmine.coding.database import writing
from textmine.coding.live.looking import is_there, looking, make_missing

REVIEWERS = sa.Table(
    "reviewers",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("corpus", sa.String, nullable=False),
    sa.Column("draw", sa.String, nullable=False),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("may", sa.Boolean, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)


def let_review(url: str, corpus: str, draw: str, coder: str, *, may: bool, by: str) -> None:
    """Let a coder review a draw, or no more."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    cells = {"corpus": corpus, "draw": draw, "coder": coder, "may": may, "by": by, "at": now}
    with writing(url) as connection:
        make_missing(connection, REVIEWERS)
        connection.execute(REVIEWERS.insert(), cells)


def reviewers_of(url: str, corpus: str, draw: str) -> list[str]:
    """Return the coders that may review a draw, sorted."""
    with looking(url) as connection:
        if connection is None or not is_there(connection, REVIEWERS):
            return []
        here = sa.and_(REVIEWERS.c.corpus == corpus, REVIEWERS.c.draw == draw)
        query = sa.select(REVIEWERS.c.coder, REVIEWERS.c.may).where(here)
        latest = dict(map(tuple, connection.execute(query.order_by("number"))))
    return sorted(coder for coder, may in latest.items() if may)


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
