"""What a coder has seen beside a document, and which codes of it somebody may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from textmine.coding.database import CODINGS, TAKEN_BACK, writing
from textmine.coding.latest import standing_of
from textmine.coding.live.looking import is_there, looking, make_missing
from textmine.coding.live.openings import is_open
from textmine.coding.live.queue import DrawnQueue
from textmine.coding.rows import entries_where
from textmine.coding.store import first_rounds
from textmine.coding.texts import CodedTexts
from textmine.schema import Coding

SEEN = sa.Table(
    "seen",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("corpus", sa.String, nullable=False),
    sa.Column("document", sa.String, nullable=False),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Index("seen_by_coder", "corpus", "coder", "document"),
)
_OTHERS = ""
"""Stands for other coders where a machine's name stands for its suggestion."""


@dataclass(frozen=True)
class Seen:
    """What a coder has seen of a document: suggestions of these machines, and what `others` say."""

    machines: tuple[str, ...] = ()
    others: bool = False


def seen_of(url: str, corpus: str, document: str, coder: str) -> Seen:
    """Return what a coder has seen beside a document."""
    with looking(url) as connection:
        if connection is None or not is_there(connection, SEEN):
            return Seen()
        mine = sa.and_(SEEN.c.corpus == corpus, SEEN.c.coder == coder, SEEN.c.document == document)
        query = sa.select(SEEN.c.by).where(mine).order_by(SEEN.c.number)
        machines = list(connection.execute(query).scalars())
    return Seen(
        tuple(dict.fromkeys(name for name in machines if name != _OTHERS)), _OTHERS in machines
    )


def show_suggestion(url: str, queue: DrawnQueue, document: str, coder: str) -> dict[str, list[str]]:
    """Return what a machine suggests for a document by dimension, and keep that it was seen.

    Nothing is suggested for documents that were drawn to be coded blind.
    """
    suggestions = {
        dimension: list(by_document[document])
        for dimension, by_document in queue.suggested.items()
        if document in by_document
    }
    if not suggestions or document in queue.blind or not queue.suggestions_by:
        return {}
    _keep(url, queue.corpus, document, coder, queue.suggestions_by)
    return suggestions


def show_others(
    url: str, corpus: str, document: str, coder: str, codebook: str, texts: CodedTexts
) -> list[Coding]:
    """Return what others and machines say of a document, and keep that it was seen."""
    _keep(url, corpus, document, coder, _OTHERS)
    with looking(url) as connection:
        if connection is None:
            return []
        here = sa.and_(CODINGS.c.corpus == corpus, CODINGS.c.document == document)
        every = first_rounds(standing_of(entries_where(connection, here, texts)))
    return [
        coding
        for coding in every
        if coding.coder != coder and coding.codebook in ("", codebook) and not coding.level
    ]


def _keep(url: str, corpus: str, document: str, coder: str, by: str) -> None:
    before = seen_of(url, corpus, document, coder)
    if by in before.machines or (by == _OTHERS and before.others):
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    cells = {"corpus": corpus, "document": document, "coder": coder, "by": by, "at": now}
    with writing(url) as connection:
        make_missing(connection, SEEN)
        connection.execute(SEEN.insert(), cells)


Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Viewer:
    """Who looks at codes: somebody who sees `everything`, or a coder ("" for who codes not).

    `dealt` are documents that the coder got: who sees everything codes these before they see what
    others say of them.
    """

    everything: bool
    coder: str = ""
    dealt: frozenset[str] = frozenset()


def may_see_all(url: str, corpus: str, viewer: Viewer) -> bool:
    """Whether somebody sees every code of a corpus: who leads, and readers of what is open."""
    return viewer.everything or (not viewer.coder and is_open(url, "codes", corpus))


def visible_codings(
    url: str, corpus: str, documents: Collection[str], texts: CodedTexts, viewer: Viewer
) -> list[Coding]:
    """Return the codes of some documents, at most a few hundred, that somebody may see."""
    if not documents:
        return []
    with looking(url) as connection:
        if connection is None:
            return []
        here = sa.and_(CODINGS.c.corpus == corpus, CODINGS.c.document.in_(list(documents)))
        every = first_rounds(standing_of(entries_where(connection, here, texts)))
        every = [coding for coding in every if not coding.level]
        if may_see_all(url, corpus, viewer):
            return _after_own(every, viewer)
        if not viewer.coder:
            return []
        open_documents = is_open(url, "codes", corpus) and {coding.document for coding in every}
        shown = {
            document
            for document in open_documents or ()
            if seen_of(url, corpus, document, viewer.coder).others
        }
    return [coding for coding in every if coding.coder == viewer.coder or coding.document in shown]


def documents_with_code(
    url: str,
    corpus: str,
    texts: CodedTexts,
    viewer: Viewer,
    wanted: tuple[str, str, str],
    *,
    machine: bool = False,
) -> frozenset[str]:
    """Return the documents that have a code: `wanted` names codebook, dimension and code.

    Codes of people, or of machines; a coder finds by their own codes alone.
    """
    codebook, dimension, code = wanted
    here = sa.and_(CODINGS.c.corpus == corpus, CODINGS.c.dimension == dimension)
    with looking(url) as connection:
        if connection is None:
            return frozenset()
        if not may_see_all(url, corpus, viewer):
            if not viewer.coder:
                return frozenset()
            here = sa.and_(here, CODINGS.c.coder == viewer.coder)
        every = first_rounds(standing_of(entries_where(connection, here, texts)))
    return frozenset(
        coding.document
        for coding in _after_own(every, viewer)
        if coding.code == code
        and coding.codebook in ("", codebook)
        and (coding.origin == "machine") == machine
        and not coding.level
    )


def _after_own(codings: Sequence[Coding], viewer: Viewer) -> list[Coding]:
    """Return codings without those of others where the viewer's own code does not stand yet."""
    if not viewer.dealt:
        return list(codings)
    own = {
        (coding.document, coding.dimension) for coding in codings if coding.coder == viewer.coder
    }
    return [
        coding
        for coding in codings
        if coding.document not in viewer.dealt or (coding.document, coding.dimension) in own
    ]


def stamp_of(url: str) -> Stamp:
    """Return what changes whenever a code is given or taken back."""
    with looking(url) as connection:
        if connection is None:
            return (0, 0, 0)
        last = connection.execute(sa.select(sa.func.max(CODINGS.c.id))).scalar() or 0
        count = sa.select(sa.func.count(), sa.func.sum(TAKEN_BACK.c.number))
        n, total = connection.execute(count.select_from(TAKEN_BACK)).one()
    return (int(last), int(n), int(total or 0))
