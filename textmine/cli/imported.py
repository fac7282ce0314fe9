"""What a person is told of a corpus that was brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.cli.shared import say
from textmine.cli.taken import say_replaced

if TYPE_CHECKING:
    from textmine.corpus import Imported
    from textmine.store import Workspace


def say_imported(space: Workspace, imported: Imported, former: str) -> None:
    """Say the counts of a new corpus; `former` is the remark on the one it replaces, or ""."""
    from textmine.coding.standing import said_of_excluded
    from textmine.corpus.corpus import load_stored
    from textmine.corpus.participants import rejoined

    counts = imported.info.counts
    listed = ", ".join(f"{value:,} {key}" for key, value in counts.items() if _is_count(key, value))
    if imported.unchanged:
        say(f"Corpus '{imported.info.name}' has these documents already ({listed}).")
        say("Nothing was changed.")
        return
    say(f"Corpus '{imported.info.name}': {listed}.{former}")
    if former:
        say_replaced(space, imported.info.name)
        stored = load_stored(space, imported.info.name)
        for sentence in (*rejoined(stored), *said_of_excluded(stored.corpus().excluded)):
            say(sentence)


def _is_count(key: str, value: object) -> bool:
    return isinstance(value, int) and key != "rows_rejected"
