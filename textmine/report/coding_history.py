"""What was ever said of a document, the batches of codings, and the cases that are open."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from textmine.coding import OpenCases
from textmine.coding.adjudication.majority import Settled
from textmine.coding.batches import Batch
from textmine.coding.latest import Appended, Entry
from textmine.coding.suggested import came_about
from textmine.present import Column, Section, Table, beginning, table_of
from textmine.schema import Coding

_PARTS = 4
"""Stretches of numbers that are written out."""


def history_section(corpus: str, document: str, entries: Sequence[Entry]) -> Section:
    """Return a row a coding of a document: when, by whom, as what, and whether it stands."""
    columns = [
        Column("stands", lambda entry: "yes" if entry.standing else ""),
        Column("why not", lambda entry: entry.why),
        Column("when", lambda entry: entry.coding.created_at),
        Column("coder", lambda entry: entry.coding.coder),
        Column("origin", lambda entry: entry.coding.origin),
        Column("dimension", lambda entry: entry.coding.dimension),
        Column("code", lambda entry: entry.coding.code or "-"),
        Column("role", lambda entry: entry.coding.role),
        Column("span", _span),
        Column("round", lambda entry: entry.coding.round),
        Column("codebook", lambda e: f"{e.coding.codebook}@{e.coding.codebook_version}"),
        Column("by", lambda entry: entry.coding.entered_by),
        Column("came about", lambda entry: came_about(entry.coding)),
        Column("memo", lambda entry: entry.coding.memo),
        Column("batch", lambda entry: entry.batch),
    ]
    if any(entry.coding.level for entry in entries):
        columns.append(Column("level", lambda entry: entry.coding.level or "documents"))
    title = f"{corpus} {document}: {len(entries)} codings, oldest first"
    table = table_of("history", title, columns, entries)
    sentences = [] if entries else [f"Document '{document}' of '{corpus}' was never coded."]
    return Section("history", "What was said of a document", sentences, [table], records=table)


def batches_section(corpus: str, batches: Sequence[Batch]) -> Section:
    """Return a row a batch: what it brought, and how much of it stands.

    What a coder entered one by one on a day is one row, with the numbers of its batches.
    """
    columns = [
        Column("batch", _numbers),
        Column("when", lambda row: max(coding.created_at for coding in _codings(row))),
        Column("coders", lambda row: _named(coding.coder for coding in _codings(row))),
        Column("codebook", lambda row: _named(coding.codebook for coding in _codings(row))),
        Column("codings", lambda row: sum(not coding.withdrawn for coding in _codings(row))),
        Column("withdrawals", lambda row: sum(coding.withdrawn for coding in _codings(row))),
        Column("documents", lambda row: len({coding.document for coding in _codings(row)})),
        Column("stand", lambda row: sum(batch.stands for batch in row)),
        Column("state", _state),
    ]
    by_row: dict[tuple[int, int], list[Batch]] = {}
    for batch in batches:
        by_row.setdefault((batch.sitting, 0 if batch.sitting else batch.number), []).append(batch)
    rows = list(by_row.values())
    table = table_of("batches", f"Batches of codings of '{corpus}'", columns, rows)
    sentences = [] if batches else [f"'{corpus}' was never coded."]
    if len(rows) < len(batches):
        sentences = ["What a coder entered one by one on a day is one row."]
    return Section("batches", "How codings came", sentences, [table], records=table)


def _numbers(row: Sequence[Batch]) -> int | str:
    """Return the number of a batch, or those of a sitting as parts: 3-7, 9."""
    parts: list[list[int]] = []
    for batch in row:
        if parts and batch.number == parts[-1][-1] + 1:
            parts[-1].append(batch.number)
        else:
            parts.append([batch.number])
    if len(row) == 1:
        return row[0].number
    ranges = [f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts]
    few = ranges if len(ranges) <= _PARTS else [*ranges[: _PARTS - 1], "…", ranges[-1]]
    return ", ".join(few)


def _codings(row: Sequence[Batch]) -> list[Coding]:
    return [coding for batch in row for coding in batch.codings]


def _state(row: Sequence[Batch]) -> str:
    n = sum(batch.taken_back for batch in row)
    if not n:
        return ""
    return "taken back" if n == len(row) else f"{n} taken back"


def _span(entry: Entry) -> str:
    return "" if entry.coding.start is None else f"{entry.coding.start}-{entry.coding.end}"


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))


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
