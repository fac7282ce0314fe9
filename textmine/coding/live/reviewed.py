"""Decisions of a review: a machine's code accepted, corrected or passed on, and how long it took.

A decision and its codings are kept in one. The codings are the person's own, given with the
machine's code in view: they never say how good that machine is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Literal

import sqlalchemy as sa

from textmine.codebook import Codebook
from textmine.coding.database import writing
from textmine.coding.live.looking import is_there, looking, make_missing
from textmine.coding.live.press import Press
from textmine.coding.live.saying import say
from textmine.store import Workspace

What = Literal["accept", "correct", "pass"]
LONGEST = 3600.0
"""Seconds that one decision counts at the most: who went for lunch did not think so long."""
REVIEWED = sa.Table(
    "reviewed",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(200), nullable=False, unique=True),
    sa.Column("corpus", sa.String, nullable=False),
    sa.Column("draw", sa.String, nullable=False),
    sa.Column("document", sa.String, nullable=False),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("what", sa.String(10), nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Index("reviewed_draw", "corpus", "draw"),
)


@dataclass(frozen=True)
class Decision:
    """What a person decided on a document of a review draw, and in how many seconds."""

    key: str
    corpus: str
    draw: str
    document: str
    coder: str
    what: What
    seconds: float


@dataclass(frozen=True)
class ReviewCounts:
    """How far a coder is: documents by their latest decision, and the median seconds of all."""

    accepted: int
    corrected: int
    passed: int
    seconds: float

    @property
    def decided(self) -> int:
        """How many documents have a code by now."""
        return self.accepted + self.corrected


def decide(
    workspace: Workspace, decision: Decision, presses: Sequence[Press], book: Codebook, text: str
) -> bool:
    """Keep a decision with its codings, or nothing of it; return whether it was kept before.

    Raises InputError where a press does not fit codebook or text.
    """
    with workspace.whole(), writing(workspace.codings_url) as connection:
        make_missing(connection, REVIEWED)
        same = sa.select(REVIEWED.c.number).where(REVIEWED.c.key == decision.key)
        if connection.execute(same).first() is not None:
            return True
        for press in presses:
            say(workspace, press, book, text)
        cells = {**decision.__dict__, "seconds": min(max(decision.seconds, 0.0), LONGEST)}
        cells["at"] = datetime.now(UTC).isoformat(timespec="milliseconds")
        connection.execute(REVIEWED.insert(), cells)
    return False


def decisions_of(url: str, corpus: str, draw: str) -> list[Decision]:
    """Return every decision on the documents of a draw, oldest first."""
    with looking(url) as connection:
        if connection is None or not is_there(connection, REVIEWED):
            return []
        columns = [REVIEWED.c[name] for name in Decision.__dataclass_fields__]
        here = sa.and_(REVIEWED.c.corpus == corpus, REVIEWED.c.draw == draw)
        rows = connection.execute(sa.select(*columns).where(here).order_by(REVIEWED.c.number))
        return [Decision(*row) for row in rows]


def latest_of(decisions: Sequence[Decision], coder: str) -> dict[str, What]:
    """Return what a coder decided last on each document."""
    return {decision.document: decision.what for decision in decisions if decision.coder == coder}


def counts_of(decisions: Sequence[Decision]) -> Mapping[str, ReviewCounts]:
    """Return how far each coder is, by name."""
    counts = {}
    for coder in sorted({decision.coder for decision in decisions}):
        count = Counter(latest_of(decisions, coder).values())
        seconds = median(decision.seconds for decision in decisions if decision.coder == coder)
        counts[coder] = ReviewCounts(count["accept"], count["correct"], count["pass"], seconds)
    return counts
