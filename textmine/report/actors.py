"""The index of actors and partners: names with their passages, people, dates and codes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textmine.present import Column, Section, table_of
from textmine.privacy.kinds import KINDS
from textmine.reading.displays.actors import Actor, Actors
from textmine.report.wording import code_heading

_CODES, _MOST = 4, 40


def actors_section(found: Actors) -> Section:
    """Return the section: a row a name, the most frequent first."""
    columns = [
        Column("name", lambda one: one.name),
        Column("kind", lambda one: one.kind),
        Column("passages", lambda one: one.passages),
        Column(found.unit, lambda one: one.units, files=False),
        Column("units", lambda one: one.units, people=False),
        Column("voices", lambda one: one.voices),
        Column("mentions", lambda one: one.mentions),
        Column("first", lambda one: one.first),
        Column("last", lambda one: one.last),
        Column("codes", partial(_codes, found), "stands with", files=False),
        Column("stands_with", _every_code, people=False),
        Column("documents", lambda one: ", ".join(one.documents), people=False),
    ]
    title = f"Names in {found.fewest:,} passages or more, the most frequent first"
    table = table_of("actors", title, columns, found.actors, most=_MOST)
    return Section(
        "actors",
        f"Actors and partners: {found.corpus.name}",
        list(_sentences(found)),
        [table] if table.rows else [],
        records=table,
    )


def _sentences(found: Actors) -> Iterator[str]:
    kinds = ", ".join(sorted(KINDS[kind].plural for kind in found.kinds))
    yield (
        f"A machine found the names ({kinds}; {'; '.join(found.readers) or 'no text'}): some are "
        "missed, and some are none. Read the passages before a name is cited."
    )
    if found.n_left:
        yield f"{found.n_left:,} names stand in fewer passages and are left out."
    yield "A name that is written in two ways stands twice. Voices are those who name it."
    if found.dimensions:
        yield f"Codes ({', '.join(found.dimensions)}) are those of the passages that name it."
    yield "The list holds names as the texts do: share it as you would share the texts."


def _codes(found: Actors, one: Actor) -> str:
    more = f"\nand {len(one.codes) - _CODES} more" if len(one.codes) > _CODES else ""
    told = (
        f"{code_heading(code, found.names.get((dimension, code), ''))} ({n:,})"
        for dimension, code, n in one.codes[:_CODES]
    )
    return "\n".join(told) + more


def _every_code(one: Actor) -> str:
    return "; ".join(f"{dimension}={code} ({n:,})" for dimension, code, n in one.codes)
