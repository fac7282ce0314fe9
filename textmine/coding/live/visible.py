"""Which codes of a document somebody may see while coders work blind.

Who leads sees all, but for documents that they code themselves: there their own code comes first. A
coder sees their own, and those of others beside what they asked to see after the lead opened the
codes: that is kept as seen. A reader sees what the lead opened.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from textmine.coding.database import CODINGS, TAKEN_BACK
from textmine.coding.latest import standing_of
from textmine.coding.live.looking import looking
from textmine.coding.live.openings import is_open
from textmine.coding.live.seen import seen_of
from textmine.coding.rows import entries_where
from textmine.coding.store import first_rounds
from textmine.coding.texts import CodedTexts
from textmine.schema import Coding

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
