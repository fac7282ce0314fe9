"""Documents that mean about what was looked for."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from textmine.present import Column, Section, Value, beginning, table_of
from textmine.topics.words.alike import Alike

_SHOWN = 300
"""Characters of a text in a table for people; files have it whole."""


def alike_section(found: Sequence[Alike], n_documents: int, by: str) -> Section:
    """Return the section with what was found among so many documents; `by` says by what."""
    said = [name for name in ("author", "thread", "place") if any(map(attrgetter(name), found))]
    columns = [
        *(Column(name, attrgetter(name)) for name in ("document", *said)),
        Column("likeness", lambda one: one.likeness, people=False),
        Column("likeness", lambda one: Value(one.likeness, places=2), files=False),
        Column("text", lambda one: one.text, people=False),
        Column("text", lambda one: beginning(one.text, _SHOWN), files=False),
    ]
    table = table_of("alike", "", columns, found)
    told = f"{len(found):,} of {n_documents:,} documents, by {by}."
    return Section("alike", "What means about the same", [told], [table], records=table)
