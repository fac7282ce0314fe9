"""A coder's queue: the documents of a draw that they got, in its order, and how far they are."""

import json
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from textmine.codebook import Codebook
from textmine.coding.database import CODINGS, DRAW, DRAWN, DRAWS, taken_back
from textmine.coding.latest import standing_of
from textmine.coding.live.looking import looking
from textmine.coding.live.saying import Mark, marks_of
from textmine.coding.migrate import migrate_codings
from textmine.coding.rows import entries_where
from textmine.coding.sampling.design import Facts, facts_of
from textmine.coding.sampling.draws import Draw, Suggested
from textmine.coding.statements import by_document
from textmine.coding.texts import CodedTexts
from textmine.errors import NotFoundError, did_you_mean
from textmine.schema import Coding

_AT_ONCE = 500
"""Documents that a database is asked for at once; for more all of a coder's are read."""


def said_by(
    connection: sa.Connection,
    corpus: str,
    coder: str,
    texts: CodedTexts,
    documents: Collection[str] | None = None,
) -> list[Coding]:
    """Return what stands of what a coder said of a corpus in every round, at the latest texts.

    Of `documents` only, where some are named.
    """
    mine = sa.and_(CODINGS.c.corpus == corpus, CODINGS.c.coder == coder)
    if documents is not None and len(documents) <= _AT_ONCE:
        mine = sa.and_(mine, CODINGS.c.document.in_(documents))
    return standing_of(entries_where(connection, mine, texts))


@dataclass(frozen=True)
class DrawnQueue:
    """A draw as coders work through it; `dealt` are documents by coder, none where none was named.

    `suggested` and `suggestions_by` are what a machine says of its documents, and `blind` are those
    beside which that is never shown. `facts` are what a review draw keeps for a page.
    """

    number: int
    corpus: str
    name: str
    created_at: str
    purpose: str
    round: int
    order: tuple[str, ...]
    dealt: Mapping[str, frozenset[str]]
    suggestions_by: str
    suggested: Suggested
    blind: frozenset[str]
    facts: Facts
    codebook: str

    @property
    def coders(self) -> list[str]:
        """The coders that it was dealt to, sorted."""
        return sorted(self.dealt)

    def documents_of(self, coder: str) -> list[str]:
        """Return what a coder is to code, in order; all of a draw that names no coders."""
        if not self.dealt:
            return list(self.order)
        mine = self.dealt.get(coder, frozenset())
        return [document for document in self.order if document in mine]

    def suggested_for(self, dimension: str, document: str) -> list[str] | None:
        """Return the codes that are suggested, None where none are kept."""
        return self.suggested.get(dimension, {}).get(document)


@dataclass(frozen=True)
class QueueState:
    """How far a coder is with documents: what they say by document and dimension, and marks."""

    said: Mapping[str, Mapping[str, Sequence[Coding]]]
    marks: Mapping[str, Mark]

    def to_look_at(self, book: Codebook) -> dict[str, set[str]]:
        """Return the dimensions by document that a change of the codebook calls back."""
        every = [coding for of in self.said.values() for mine in of.values() for coding in mine]
        review = migrate_codings(every, book).review
        dimensions: dict[str, set[str]] = {}
        for document, dimension in ((row.document, row.dimension) for row in review):
            dimensions.setdefault(document, set()).add(dimension)
        return dimensions

    def done(self, book: Codebook, document: str, again: Mapping[str, set[str]]) -> list[str]:
        """Return the dimensions that a document has a code on, those to be looked at left out."""
        coded, left = self.said.get(document, {}), again.get(document, set())
        names = [coded_dimension.id for coded_dimension in book.coded_dimensions]
        return [name for name in names if name in coded and name not in left]


class Queues:
    """The draws of one database; each is read once, for a draw never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, int], DrawnQueue] = {}

    def all(self, url: str, corpus: str | None = None) -> list[DrawnQueue]:
        """Return the draws that count, of every corpus or of one, oldest first."""
        with looking(url) as connection:
            if connection is None:
                return []
            gone = taken_back(connection, DRAW)
            query = sa.select(DRAWS).order_by(DRAWS.c.id)
            if corpus is not None:
                query = query.where(DRAWS.c.corpus == corpus)
            rows = [row for row in connection.execute(query).mappings() if row["id"] not in gone]
            return [self._queue(url, connection, row) for row in rows]

    def find(self, url: str, corpus: str, name: str) -> DrawnQueue:
        """Return a draw by its name; raise NotFoundError."""
        known = self.all(url, corpus)
        for queue in known:
            if queue.name == name:
                return queue
        raise NotFoundError(
            f"There is no draw '{name}' of '{corpus}'.",
            hint=did_you_mean(name, [queue.name for queue in known]),
        )

    def codebooks(self, url: str, corpus: str) -> list[str]:
        """Return the codebooks that people coded a corpus with, the latest one last."""
        with looking(url) as connection:
            if connection is None:
                return []
            query = sa.select(CODINGS.c.codebook).where(
                CODINGS.c.corpus == corpus, CODINGS.c.origin != "machine", CODINGS.c.codebook != ""
            )
            latest = query.group_by(CODINGS.c.codebook).order_by(sa.func.max(CODINGS.c.id))
            return list(connection.execute(latest).scalars())

    def _queue(self, url: str, connection: sa.Connection, row: sa.RowMapping) -> DrawnQueue:
        key = (url, int(row["id"]))
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _read(connection, row)
            return self._kept[key]


def state_of(
    url: str,
    queue: DrawnQueue,
    coder: str,
    codebook: str,
    texts: CodedTexts,
    documents: Sequence[str] | None = None,
) -> QueueState:
    """Return how far a coder is with a draw, or with some of its documents, with one codebook."""
    with looking(url) as connection:
        if connection is None:
            return QueueState({}, {})
        codings = said_by(connection, queue.corpus, coder, texts, documents)
        marks = marks_of(connection, queue.corpus, coder, queue.round, documents)
    mine = (
        coding
        for coding in codings
        if coding.codebook == codebook and coding.round == queue.round and not coding.level
    )
    return QueueState(by_document(mine), marks)


def _read(connection: sa.Connection, row: sa.RowMapping) -> DrawnQueue:
    query = sa.select(DRAWN.c.document, DRAWN.c.coders)
    query = query.where(DRAWN.c.draw == row["id"], DRAWN.c.drawn).order_by(DRAWN.c.id)
    design = json.loads(row["design"])
    draw = Draw(row["corpus"], row["name"], row["created_at"], design, ())
    before = frozenset(design.get("given_before", ()))
    order: list[str] = []
    dealt: dict[str, set[str]] = {}
    for document, coders in connection.execute(query):
        if document in before:
            continue
        order.append(document)
        for coder in json.loads(coders):
            dealt.setdefault(coder, set()).add(document)
    return DrawnQueue(
        int(row["id"]),
        draw.corpus,
        draw.name,
        draw.created_at,
        draw.purpose,
        draw.round,
        tuple(order),
        {coder: frozenset(mine) for coder, mine in dealt.items()},
        draw.suggestions_by,
        draw.suggested,
        draw.blind,
        facts_of(design),
        str(design.get("codebook", "")),
    )
