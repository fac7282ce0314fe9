"""Coders that the lead lets review what a machine was not sure of; nobody by default.

Each row lets one coder in or out of one draw; none is ever changed, and the latest counts.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from textmine.coding.database import writing
from textmine.coding.live.looking import looking
from textmine.coding.live.tables import is_there, make_missing

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
