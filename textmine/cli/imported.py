"""What a person is told of a corpus that was brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.cli.shared import say

if TYPE_CHECKING:
    from textmine.corpus import Imported
    from textmine.store import Workspace


def say_imported(space: Workspace, imported: Imported, former: str) -> None:
    """Say the counts of a new corpus; `former` is the remark on the one it replaces, or ""."""
    counts = imported.info.counts
    listed = ", ".join(f"{value:,} {key}" for key, value in counts.items() if _is_count(key, value))
    say(f"Corpus '{imported.info.name}': {listed}.{former}")
    if former:
        _say_kept(space, imported)


def _say_kept(space: Workspace, imported: Imported) -> None:
    """Say what becomes of the codings of a corpus that was imported again."""
    from textmine.coding import open_codings

    codings = open_codings(space).current(imported.info.name)
    if codings:
        here = imported.ids
        kept = sum(coding.document in here for coding in codings)
        say(
            f"{kept:,} of its {len(codings):,} codings belong to ids that are still there. They "
            "stay, whatever those texts say now: import changed texts under another --name."
        )


def _is_count(key: str, value: object) -> bool:
    return isinstance(value, int) and key != "rows_rejected"
