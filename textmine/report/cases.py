"""The cases on which coders disagree: those that are open, and what became of the others."""

from collections.abc import Sequence
from pathlib import Path

from textmine.coding import OpenCases
from textmine.coding.adjudication.majority import Settled
from textmine.coding.latest import Appended
from textmine.present import Section, Table, beginning

_SHOWN_TEXT = 160


def cases_section(open_cases: OpenCases, said: Sequence[str] = ()) -> Section:
    """Return a row an open case, with what each coder said of it; people see the text's start."""
    rows = open_cases.rows
    shown = [{**row, "text": beginning(row["text"], _SHOWN_TEXT)} for row in rows]
    title = f"{open_cases.corpus.name}: {len(rows)} cases are open"
    table = Table("cases", title, rows, shown=shown)
    none = [] if rows else ["No case is open."]
    sentences = [*said, *_before(open_cases), *none]
    return Section("cases", "What coders disagree on", sentences, [table], records=table)


def written_section(open_cases: OpenCases, sheet: Path, said: Sequence[str] = ()) -> Section:
    """Say on which sheet the open cases are."""
    where = f"{len(open_cases.cases):,} cases written to {sheet}; fill in 'resolved' and 'reason'."
    return Section.of(*said, *_before(open_cases), where)


def resolved_section(
    done: Appended, left: int, by: str, sheet: str, said: Sequence[str] = ()
) -> Section:
    """Say what people settled on a sheet, and how many cases of it are `left`."""
    return Section.of(
        *said,
        f"{done.new:,} codes are settled by {by}, {done.unchanged:,} stood already.",
        f"{left:,} cases are still open on {sheet}.",
    )


def majority_section(found: Settled, said: Sequence[str] = ()) -> Section:
    """Say what the majority settled, and how many cases it left open."""
    return Section.of(
        *said,
        f"{found.unanimous:,} unanimous, {found.by_majority:,} by majority, {found.single:,} "
        f"by a single coder, {len(found.open):,} left open.",
    )


def _before(open_cases: OpenCases) -> list[str]:
    settled = [f"{open_cases.settled:,} cases were resolved before."] if open_cases.settled else []
    return [*settled, *open_cases.remarks]
