"""What was ever said of a document, and the batches in which codings came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textmine.coding.batches import Batch
from textmine.coding.latest import Entry
from textmine.coding.suggested import came_about
from textmine.present import Column, Section, table_of


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
    said = [] if entries else [f"Document '{document}' of '{corpus}' was never coded."]
    return Section("history", "What was said of a document", said, [table], records=table)


def batches_section(corpus: str, batches: Sequence[Batch]) -> Section:
    """Return a row a batch: what it brought, and how much of it stands."""
    columns = [
        Column("batch", lambda batch: batch.number),
        Column("when", lambda batch: max(coding.created_at for coding in batch.codings)),
        Column("coders", lambda batch: _named(coding.coder for coding in batch.codings)),
        Column("codebook", lambda batch: _named(coding.codebook for coding in batch.codings)),
        Column("codings", lambda batch: sum(not coding.withdrawn for coding in batch.codings)),
        Column("withdrawals", lambda batch: sum(coding.withdrawn for coding in batch.codings)),
        Column("documents", lambda batch: len({coding.document for coding in batch.codings})),
        Column("stand", lambda batch: batch.stands),
        Column("state", lambda batch: "taken back" if batch.taken_back else ""),
    ]
    table = table_of("batches", f"Batches of codings of '{corpus}'", columns, batches)
    said = [] if batches else [f"'{corpus}' was never coded."]
    return Section("batches", "How codings came", said, [table], records=table)


def _span(entry: Entry) -> str:
    return "" if entry.coding.start is None else f"{entry.coding.start}-{entry.coding.end}"


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))
