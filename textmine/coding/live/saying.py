"""Keep a press at once: its codings, its key and its mark in one transaction, or nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.codebook import Codebook
from textmine.coding.database import writing
from textmine.coding.live.marks import SKIPPED, make_table, mark
from textmine.coding.live.press import Press, codings_of
from textmine.coding.said_once import answer_to
from textmine.coding.store import CodingStore
from textmine.store import Workspace


@dataclass(frozen=True)
class Kept:
    """A press that is in the store: `again` if it was there already, with the number of its batch.

    The batch is 0 where the press said nothing that did not stand.
    """

    key: str
    batch: int
    again: bool


def say(workspace: Workspace, press: Press, book: Codebook, text: str) -> Kept:
    """Keep a press; when this returns it is on the disk. The same key is kept once.

    `text` is that of the document. Raises InputError where the press does not fit codebook or text,
    StoreError where the database cannot be written.
    """
    codings = [] if press.dimension == SKIPPED else codings_of(press, book, text)
    store = CodingStore(workspace.codings_url, workspace)
    with workspace.whole(), writing(workspace.codings_url) as connection:
        make_table(connection)
        former = answer_to(connection, press.key, codings)
        if former is not None:
            return Kept(press.key, former.batch, again=True)
        answer = store.append(codings, complete=True, key=press.key)
        mark(connection, press)
    return Kept(press.key, answer.batch, again=False)
