"""What was changed in a workspace: a row a change, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textmine.present import Column, Section, table_of
from textmine.store.history import Change
from textmine.store.wording import what_was_done


def history_section(changes: Sequence[tuple[Change, int]], folder: Path) -> Section:
    """Return the section with the changes and the bytes that are kept of each in `folder`."""
    columns = [
        Column("change", lambda one: one[0].number),
        Column("when", lambda one: one[0].when.replace("+00:00", "Z")),
        Column("command", lambda one: one[0].command),
        Column("what", lambda one: what_was_done(one[0])),
        Column("state", lambda one: _state(one[0])),
        Column("kept", lambda one: f"{one[1] / 1e6:.1f} MB"),
    ]
    table = table_of("undo", "", columns, changes)
    kept = sum(size for _, size in changes) / 1e6
    note = f"{kept:.1f} MB are kept in {folder}." if changes else "No change was recorded yet."
    return Section("changes", "Changes", [note], [table], records=table)


def _state(change: Change) -> str:
    state = "" if change.state == "done" else change.state
    return f"{state}, kept no more".removeprefix(", ") if change.forgotten else state
