"""The cases on which coders disagree: those that are open, and what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textmine.coding import Docket
from textmine.coding.adjudication.majority import Settled
from textmine.coding.latest import Appended
from textmine.present import Section, Table, beginning

_SHOWN_TEXT = 160


def cases_section(docket: Docket, said: Sequence[str] = ()) -> Section:
    """Return a row an open case, with what each coder said of it; people see the text's start."""
    rows = docket.rows
    shown = [{**row, "text": beginning(row["text"], _SHOWN_TEXT)} for row in rows]
    title = f"{docket.corpus.name}: {len(rows)} cases are open"
    table = Table("cases", title, rows, shown=shown)
    none = [] if rows else ["No case is open."]
    told = [*said, *_before(docket), *none]
    return Section("cases", "What coders disagree on", told, [table], records=table)


def written_section(docket: Docket, sheet: Path, said: Sequence[str] = ()) -> Section:
    """Say on which sheet the open cases are."""
    where = f"{len(docket.cases):,} cases written to {sheet}; fill in 'resolved' and 'reason'."
    return Section.of(*said, *_before(docket), where)


def resolved_section(
    done: Appended, left: int, by: str, sheet: str, said: Sequence[str] = ()
) -> Section:
    """Say what people settled on a sheet, and how many cases of it are `left`."""
    return Section.of(
        *said,
        f"{done.new:,} codes are settled by {by}, {done.unchanged:,} stood already.",
        f"{left:,} cases of {sheet} are still open.",
    )


def majority_section(found: Settled, said: Sequence[str] = ()) -> Section:
    """Say what the majority settled, and how many cases it left open."""
    return Section.of(
        *said,
        f"{found.unanimous:,} unanimous, {found.by_majority:,} by majority, {found.single:,} "
        f"by a single coder, {len(found.open):,} left open.",
    )


def _before(docket: Docket) -> list[str]:
    settled = [f"{docket.settled:,} cases were resolved before."] if docket.settled else []
    return [*settled, *docket.remarks]
