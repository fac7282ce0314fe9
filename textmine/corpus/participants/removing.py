"""Take a table of participants away from a corpus; the documents stay as they are."""

from dataclasses import replace

from textmine.corpus.corpus import Stored
from textmine.corpus.joined import JoinedTable, Participants
from textmine.corpus.participants.importing import refuse_lost_ground
from textmine.corpus.participants.listing import table_on
from textmine.corpus.saving import change_corpus
from textmine.errors import InputError
from textmine.store import Workspace


def remove_participants(
    workspace: Workspace, name: str, on: str | None = None, *, dry_run: bool = False
) -> JoinedTable:
    """Remove the table that is joined by a column, by default the only one; return it.

    Raises InputError where there is none, where there are several and none is named, and where
    another table is joined by one of its columns.
    """
    removed: list[JoinedTable] = []

    def change(stored: Stored) -> Stored:
        corpus = stored.corpus()
        table = table_on(corpus, on)
        tables = stored.beside.participants.tables
        if on is None and len(tables) > 1:
            raise InputError(
                f"{len(tables)} tables are joined to '{name}'.",
                hint=f"Say --on {', '.join(other.on for other in tables[:-1])} or {tables[-1].on}.",
            )
        rest = Participants(tables=tuple(other for other in tables if other is not table))
        refuse_lost_ground(stored, rest)
        removed.append(table)
        return replace(stored, beside=replace(stored.beside, participants=rest))

    change_corpus(workspace, name, change, dry_run=dry_run)
    return removed[-1]
