"""Keep a press at once: its codings, its key and its mark in one transaction, or nothing of it.

Presses are no changes of `textmine undo`: who pressed takes a press back with another one, and
every batch stays in the history of the codings.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from textmine.codebook import Codebook
from textmine.coding.database import writing
from textmine.coding.live.marks import SKIPPED, is_kept, keep, make_table
from textmine.coding.live.press import Press, codings_of
from textmine.coding.store import CodingStore
from textmine.coding.texts import CodedTexts
from textmine.errors import InputError
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
    if not 8 <= len(press.key) <= 80:
        raise InputError("A press has a key of 8 to 80 characters.")
    skipped = press.dimension == SKIPPED
    codings = [] if skipped else codings_of(press, book, text)
    store = CodingStore(workspace.codings_url, workspace, texts)
    with workspace.whole(), writing(workspace.codings_url) as connection:
        make_table(connection)
        if is_kept(connection, press.key):
            return Kept(press.key, 0, again=True)
        batch = 0
        if codings and not (codings[0].withdrawn and not _stands(store, connection, press)):
            _, batch, _ = store.add(connection, codings, complete=True)
        keep(connection, press, batch)
    return Kept(press.key, batch, again=False)


def _stands(store: CodingStore, connection: sa.Connection, press: Press) -> bool:
    """Whether the coder says anything there that could be taken back."""
    said = store.said_by(connection, press.corpus, press.coder, [press.document])
    return any(
        (one.dimension, one.codebook, one.round) == (press.dimension, press.codebook, press.round)
        for one in said
    )
