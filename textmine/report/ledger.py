"""How codes came about, counted, and coding by coding."""

from __future__ import annotations

from textmine.coding.ledger import Ledger, LedgerEntry
from textmine.coding.suggested import HOW_TOLD, machine_named
from textmine.present import Column, Section, table_of

_LISTED = "Every coding and how it came about"


def ledger_section(found: Ledger) -> Section:
    """Return a row a coder, dimension and way of coming about; every coding for programs."""
    groups = [Column(found.by, lambda row: row.group)] if found.by else []
    columns = [
        *groups,
        Column("coder", lambda row: row.coder),
        Column("dimension", lambda row: row.dimension),
        Column("how", lambda row: HOW_TOLD[row.how]),
        Column("suggestion of", lambda row: _whose(row.suggestions_by)),
        Column("codings", lambda row: row.n_codings),
        Column("documents", lambda row: row.n_documents),
        Column("share", lambda row: round(row.share, 4), "share of coder's"),
    ]
    title = f"How codes of '{found.corpus}' came about (codebook '{found.codebook}')"
    counts = table_of("ledger", title, columns, found.rows)
    long = table_of("ledger_codings", _LISTED, _long(found), found.entries)
    return Section("ledger", "How codes came about", _sentences(found), [counts], records=long)


def _long(found: Ledger) -> list[Column]:
    groups = [Column(found.by, lambda entry: entry.group)] if found.by else []
    return [
        Column("document", lambda entry: entry.coding.document),
        *groups,
        Column("coder", lambda entry: entry.coding.coder),
        Column("dimension", lambda entry: entry.coding.dimension),
        Column("code", lambda entry: entry.coding.code or ""),
        Column("span", _span),
        Column("round", lambda entry: entry.coding.round),
        Column("how", lambda entry: entry.how),
        Column("suggestion of", lambda entry: entry.suggestions_by),
        Column("entered", lambda entry: entry.coding.created_at),
    ]


def _sentences(found: Ledger) -> list[str]:
    n = len(found.entries)
    people = n - found.count("machine")
    after = found.count("after") + found.count("confirmed")
    said = [
        f"Of {people:,} codings by people {found.count('blind'):,} were given blind, "
        f"{_after(found, after)} and {found.count('settled'):,} were settled by adjudication."
    ]
    if found.count("machine"):
        said.append(f"{found.count('machine'):,} codings are a machine's.")
    rests = [entry for entry in found.entries if entry.how == "settled" and entry.suggestions_by]
    if rests:
        said.append(
            f"{len(rests):,} settled codes rest on codings with a suggestion in view: they are "
            "not independent of it."
        )
    if after:
        said.append(
            "Codes with a suggestion in view count for no score of the machine that gave it, and "
            f"'textmine coding anchoring {found.corpus}' says how far coders follow it."
        )
    stated = sum(entry.coding.stated_blind and entry.how == "blind" for entry in found.entries)
    if stated:
        said.append(f"{stated:,} of the blind ones were stated to be so when they were entered.")
    said.append("'Blind' is what the sheet or table says; nobody can see what else a coder knew.")
    return said


def _after(found: Ledger, n: int) -> str:
    seen = "with a machine's suggestion in view"
    return f"{n:,} {seen} ({found.count('confirmed'):,} follow it)," if n else f"none {seen},"


def _whose(by: str) -> str:
    return ", ".join(machine_named(one) for one in by.split(", ")) if by else ""


def _span(entry: LedgerEntry) -> str:
    one = entry.coding
    return "" if one.start is None else f"{one.start}-{one.end}"
