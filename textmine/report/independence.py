"""How codes came about, and how far coders follow what they are shown."""

import math
from collections.abc import Sequence

from textmine.coding.anchored import Anchored
from textmine.coding.ledger import Ledger, LedgerEntry
from textmine.coding.suggested import HOW_TOLD, machine_named
from textmine.present import Column, Section, table_of, with_interval
from textmine.stats.groups.anchoring import AnchoringEffect

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
    return Section(
        "ledger", "How codes came about", _ledger_sentences(found), [counts], records=long
    )


def _long(ledger: Ledger) -> list[Column]:
    groups = [Column(ledger.by, lambda entry: entry.group)] if ledger.by else []
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


def _ledger_sentences(found: Ledger) -> list[str]:
    n = len(found.entries)
    people = n - found.count("machine")
    most = found.count("majority")
    by_majority = f", {most:,} by majority" if most else ""
    after = found.count("after") + found.count("confirmed")
    sentences = [
        f"Of {people:,} codings by people {found.count('blind'):,} were given blind, "
        f"{_after(found, after)} and {found.count('settled'):,} were settled by "
        f"adjudication{by_majority}."
    ]
    if found.count("machine"):
        sentences.append(f"{found.count('machine'):,} codings are a machine's.")
    rests = [
        entry
        for entry in found.entries
        if entry.coding.origin == "adjudicated" and entry.suggestions_by
    ]
    if rests:
        sentences.append(
            f"{len(rests):,} settled codes rest on codings with a suggestion in view: they are "
            "not independent of it."
        )
    if after:
        sentences.append(
            "Codes with a suggestion in view count for no score of the machine that gave it, and "
            f"'textmine coding anchoring {found.corpus}' says how far coders follow it."
        )
    stated = sum(entry.coding.stated_blind and entry.how == "blind" for entry in found.entries)
    if stated:
        sentences.append(
            f"{stated:,} of the blind ones were stated to be so when they were entered."
        )
    sentences.append(
        "'Blind' is what the sheet or table says; nobody can see what else a coder knew."
    )
    return sentences


def _after(ledger: Ledger, n: int) -> str:
    seen = "with a machine's suggestion in view"
    return f"{n:,} {seen} ({ledger.count('confirmed'):,} follow it)," if n else f"none {seen},"


def _whose(by: str) -> str:
    return ", ".join(machine_named(machine) for machine in by.split(", ")) if by else ""


def _span(entry: LedgerEntry) -> str:
    coding = entry.coding
    return "" if coding.start is None else f"{coding.start}-{coding.end}"


_POINTS = 100.0
_PLAIN = 0.005
"""Differences below half a point are said to be none."""


def anchoring_section(found: Anchored) -> Section:
    """Return shares equal to the suggestion when shown and when blind, and what they mean."""
    columns = [
        Column("of", lambda row: row.kind),
        Column("name", lambda row: row.name),
        Column("shown", lambda row: _share(row.effect.shown), "when shown"),
        Column("blind", lambda row: _share(row.effect.blind), "when blind"),
        Column(
            "difference",
            lambda row: with_interval(row.effect.value, row.effect.interval, signed=True),
        ),
        Column("n shown", lambda row: row.effect.n_shown),
        Column("n blind", lambda row: row.effect.n_blind),
        Column("clusters", lambda row: row.effect.n_clusters, f"{found.groups}s"),
        Column("why no interval", lambda row: row.effect.interval.reason, people=False),
    ]
    machines = " and ".join(map(machine_named, found.machines))
    title = f"Share of codings equal to what {machines} suggests, in '{found.corpus}'"
    table = table_of("anchoring", title, columns, found.effects)
    return Section(
        "anchoring",
        "How far coders follow suggestions",
        [anchoring_sentence(found.overall), *_anchoring_sentences(found)],
        [table],
        records=table,
    )


def anchoring_sentence(effect: AnchoringEffect) -> str:
    """Return what showing suggestions does to agreement with them, in points with the interval."""
    if math.isnan(effect.value):
        side = "blind" if math.isnan(effect.blind) else "with the suggestion in view"
        return f"No document is coded {side} yet: what showing suggestions does cannot be said."
    moved = _POINTS * effect.value
    change = f"by {abs(moved):.0f} points"
    verb = "raises" if moved > 0 else "lowers"
    if effect.interval.defined:
        low, high = sorted((_POINTS * effect.interval.low, _POINTS * effect.interval.high))
        if moved < 0:
            low, high = -high, -low
        change += f" [{low:.0f}, {high:.0f}]"
    if abs(effect.value) < _PLAIN:
        verb, change = "changes", f"{change[3:]}"
    sentence = f"Showing the suggestion {verb} agreement with it {change}: coders give it in "
    sentence += f"{_percent(effect.shown)} of {effect.n_shown:,} codings when they see it, in "
    sentence += f"{_percent(effect.blind)} of {effect.n_blind:,} when they do not."
    if not effect.interval.defined:
        return f"{sentence} There is no interval: {effect.interval.reason}"
    if effect.interval.low <= 0 <= effect.interval.high:
        return f"{sentence} This may be chance: the interval holds 0."
    return sentence


def _anchoring_sentences(found: Anchored) -> Sequence[str]:
    sentences = [
        f"{found.n_coded:,} of {found.n_drawn:,} documents of {', '.join(found.draws)} are coded. "
        f"Which ones showed no suggestion was drawn by lot; intervals (95 %) take whole "
        f"{found.groups}s as independent."
    ]
    if found.n_coded < found.n_drawn:
        sentences.append(
            "What is not coded yet is left out: if coders pick what they code, the lot no longer "
            "makes the two parts alike."
        )
    if found.left_out:
        sentences.append(
            f"{found.left_out:,} codings are left out: of a document without suggestion by "
            "somebody who had seen one before, or of one with it coded beside the sheet."
        )
    return sentences


def _share(share: float) -> float | None:
    return None if math.isnan(share) else round(share, 4)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
