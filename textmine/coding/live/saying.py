"""Keep a press at once: its codings, its key and its mark in one transaction, or nothing of it.

Presses are no changes of `textmine undo`: who pressed takes a press back with another one, and
every batch stays in the history of the codings.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from textmine.codebook import Codebook
from textmine.coding.database import writing
from textmine.coding.latest import Appended
from textmine.coding.live.marks import SKIPPED, make_table, mark
from textmine.coding.live.press import Press, codings_of
from textmine.coding.said_once import answer_to, remember_answer
from textmine.coding.store import CodingStore
from textmine.coding.texts import CodedTexts
from textmine.store import Workspace


@dataclass(frozen=True)
class Kept:
    """A press that is in the store: `again` if it was there already, with the number of its batch.

    The batch is 0 where the press said nothing that did not stand.
    """

    key: str
    batch: int
    again: bool


def say(workspace: Workspace, press: Press, book: Codebook, text: str, texts: CodedTexts) -> Kept:
    """Keep a press; when this returns it is on the disk. The same key is kept once.

    `text` is that of the document, `texts` those that codings are held against. Raises InputError
    where the press does not fit codebook or text, StoreError where the database cannot be written.
    """
    skipped = press.dimension == SKIPPED
    codings = [] if skipped else codings_of(press, book, text)
    store = CodingStore(workspace.codings_url, workspace, texts)
    with workspace.whole(), writing(workspace.codings_url) as connection:
        make_table(connection)
        answer = answer_to(connection, press.key, codings)
        if answer is not None:
            return Kept(press.key, answer.batch, again=True)
        answer = Appended(0, 0)
        if codings and not (codings[0].withdrawn and not _stands(store, connection, press)):
            _, answer = store.add(connection, codings, complete=True)
        remember_answer(connection, press.key, codings, answer)
        mark(connection, press)
    return Kept(press.key, answer.batch, again=False)


def _stands(store: CodingStore, connection: sa.Connection, press: Press) -> bool:
    """Whether the coder says anything there that could be taken back."""
    said = store.said_by(connection, press.corpus, press.coder, [press.document])
    return any(
        (one.dimension, one.codebook, one.round) == (press.dimension, press.codebook, press.round)
        for one in said
    )
