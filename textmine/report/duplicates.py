"""Documents that repeat each other: a row a group, the largest first."""

from __future__ import annotations

from textmine.corpus import StoredDocuments
from textmine.corpus.duplicates import Duplicates, Kind
from textmine.present import Column, Section, table_of
from textmine.schema import ID, TEXT

_SHOWN = 20
_FIRST_WORDS = 60


def duplicates_section(documents: StoredDocuments, found: Duplicates) -> Section:
    """Return the section with the groups, and how many documents are copies."""
    places = sorted({group.template for group in found.groups})
    templates = documents.take(places, [ID, TEXT])
    ids = dict(zip(places, map(str, templates[ID].to_pylist()), strict=True))
    texts = dict(zip(places, map(str, templates[TEXT].to_pylist()), strict=True))
    columns = [
        Column("group", lambda group: group.number),
        Column("n", lambda group: len(group.members)),
        Column("copies", lambda group: len(group.copies)),
        Column("kind", lambda group: group.kind.value),
        Column("lowest similarity", lambda group: round(group.low, 3)),
        Column("highest", lambda group: round(group.high, 3)),
        Column("template", lambda group: ids[group.template]),
        Column("first words", lambda group: " ".join(texts[group.template].split())[:_FIRST_WORDS]),
    ]
    title = f"{documents.name}: the largest groups"
    table = table_of("duplicates", title, columns, found.groups, most=_SHOWN)
    sentences = [_totals(found)]
    return Section(
        "duplicates",
        "Copies and quotations",
        sentences,
        [table] if table.rows else [],
        records=table,
    )


def _totals(found: Duplicates) -> str:
    copied = sum(bool(group.copies) for group in found.groups)
    quoting = sum(kind is Kind.quotes for kind in found.kinds)
    share = 100 * found.n_copies / found.n if found.n else 0.0
    return (
        f"n = {found.n:,} documents, {len(found.groups):,} groups. {copied:,} of the groups have "
        f"copies: {found.n_copies:,} documents ({share:.1f} %) are a copy of another one. "
        f"{quoting:,} documents are no copy, but quote another one."
    )
