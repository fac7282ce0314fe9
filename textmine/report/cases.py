"""The cases on which coders disagree and that nobody settled."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.coding import Docket
from textmine.present import Section, Table

_SHOWN_TEXT = 160


def cases_section(docket: Docket, said: Sequence[str] = ()) -> Section:
    """Return a row an open case, with what each coder said of it; people see the text's start."""
    rows = docket.rows
    shown = [{**row, "text": _short(row["text"])} for row in rows]
    title = f"{docket.corpus.name}: {len(rows)} cases are open"
    table = Table("cases", title, rows, shown=shown)
    none = [] if rows else ["No case is open."]
    return Section("cases", "What coders disagree on", [*said, *none], [table], records=table)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_TEXT else line[: _SHOWN_TEXT - 1] + "…"
