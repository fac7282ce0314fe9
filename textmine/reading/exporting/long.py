"""Codings as a row each, with all that is kept of them, so that they can be read back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from textmine.codebook import find_codebook
from textmine.coding import Codings, current_codings, open_codings, rolled_up
from textmine.coding.codings import AGREED
from textmine.coding.current import said_of_changed
from textmine.coding.migrate import migrate_codings
from textmine.coding.statements import codebooks_of, coder_names
from textmine.coding.tables.long_table import LONG_COLUMNS, long_cells
from textmine.coding.whole_units import WHOLE, names_of
from textmine.corpus import Corpus, units_at
from textmine.errors import InputError, did_you_mean
from textmine.reading.exporting import table
from textmine.schema import Coding
from textmine.store import Workspace

_KINDS: dict[str, table.Kind] = {
    "start": "whole",
    "end": "whole",
    "coding_round": "whole",
    "codebook_version": "whole",
    "probability": "share",
    "sampling_probability": "share",
}
NOW, PASSAGE = "code_now", "passage"


def long_table(
    workspace: Workspace, corpus: Corpus, request: table.ExportRequest
) -> table.ExportTable:
    """Return every standing coding of the documents of a corpus, and of what they belong to.

    Codes are as they were given. Where a later version of the codebook, or `roll_up`, reads some
    otherwise, a column has what they are now, and nothing where that is to be decided again. Raises
    InputError where there are none.
    """
    store = open_codings(workspace)
    every, aside = store.rounds_and_set_aside(corpus.name)
    mine, remarks = _of_corpus(corpus, every)
    remarks += [said_of_changed(len(aside))] if aside else []
    mine = [coding for coding in mine if request.codebook in (None, coding.codebook)]
    mine = [coding for coding in mine if request.at.whole in (None, coding.level)]
    if not mine:
        what = " ".join(
            [f"with '{request.codebook}'"] * (request.codebook is not None)
            + [f"at the level of {request.at.whole}"] * (request.at.whole is not None)
        )
        raise InputError(
            f"Nothing of '{corpus.name}' is coded {what}".rstrip() + ".",
            hint="Import codings with 'textmine coding import'.",
        )
    mine = _by(workspace, corpus, mine, request.coder)
    columns = [table.ExportColumn(name, _KINDS.get(name, "text")) for name in LONG_COLUMNS]
    cells: list[Sequence[Any]] = [*long_cells(mine).values()]
    now = _codes_now(workspace, mine, request.roll_up)
    if now != [coding.code for coding in mine]:
        columns.append(table.ExportColumn(NOW))
        cells.append(now)
    if request.text:
        texts = dict(zip(corpus.ids, corpus.texts, strict=True))
        columns.append(table.ExportColumn(PASSAGE))
        cells.append([None if c.level else texts[c.document][c.start : c.end] for c in mine])
    for column, values in table.attribute_columns(
        corpus, request.attributes, [c.name for c in columns]
    ):
        columns.append(column)
        cells.append(_beside(corpus, mine, values))
    table.refuse_twins(columns)
    levels = {
        dimension.id: tuple(dimension.code_ids)
        for name in codebooks_of(mine)
        for dimension in find_codebook(name, workspace).dimensions
    }
    return table.ExportTable(tuple(columns), tuple(cells), levels, tuple(remarks))


def _of_corpus(corpus: Corpus, every: Iterable[Coding]) -> tuple[list[Coding], list[str]]:
    """Return the codings of what is in a corpus, and say how many are left out."""
    known = {"": set(corpus.ids)}
    every = list(every)
    for level in WHOLE:
        if any(coding.level == level for coding in every):
            try:
                known[level] = set(names_of(corpus, level))
            except InputError:
                known[level] = set()
    mine = [coding for coding in every if coding.document in known[coding.level]]
    left = len(every) - len(mine)
    if not left:
        return mine, []
    why = "not among those asked for" if corpus.where else "excluded, or no longer in the corpus"
    return mine, [f"{left:,} codings are left out: what they are of is {why}."]


def _by(
    workspace: Workspace, corpus: Corpus, mine: Sequence[Coding], coder: str | None
) -> list[Coding]:
    """Return the codings of one coder, those that final codes rest on, or all."""
    if coder in (None, table.ALL, table.EACH):
        return list(mine)
    by_name: dict[str, list[Coding]] = {name: [] for name in coder_names(mine)}
    for coding in mine:
        by_name[coding.coder].append(coding)
    if coder in by_name:
        return by_name[coder]
    if coder != AGREED:
        raise InputError(f"There is no coder '{coder}'.", hint=did_you_mean(coder or "", by_name))
    final: set[tuple[str, ...]] = set()
    for level in (None, *WHOLE):
        at = [coding for coding in mine if coding.level == (level or "")]
        for name in codebooks_of(at):
            stands = current_codings(workspace, corpus, name, level=level)
            final |= {_statement(coding) for coding in stands.by()}
    return [coding for coding in mine if _statement(coding) in final]


def _statement(one: Coding) -> tuple[str, ...]:
    return one.level, one.document, one.dimension, one.coder, one.codebook, str(one.round)


def _codes_now(
    workspace: Workspace, codings: Sequence[Coding], roll_up: str | None
) -> list[str | None]:
    """Return each code as it reads in its codebook of today, and at a level where one is named."""
    read: dict[tuple[str, int, str, str], str | None] = {}
    books = {name: find_codebook(name, workspace) for name in codebooks_of(codings) if name}
    codes = []
    for coding in codings:
        book = books.get(coding.codebook)
        if coding.code is None or book is None:
            codes.append(coding.code)
            continue
        key = (coding.codebook, coding.codebook_version, coding.dimension, coding.code)
        if key not in read:
            bare = replace(coding, start=None, end=None, role="")
            carried = migrate_codings([bare], book).codings
            if carried and roll_up is not None:
                carried = rolled_up(Codings(carried, book), roll_up).items
            read[key] = carried[0].code if carried else None
        codes.append(read[key])
    return codes


def _beside(corpus: Corpus, codings: Sequence[Coding], values: Sequence[str]) -> list[str | None]:
    """Return the value of an attribute beside each coding."""
    known = {"": dict(zip(corpus.ids, values, strict=True))}
    for level in WHOLE:
        if any(coding.level == level for coding in codings):
            known[level] = table.of_units(values, units_at(corpus, level))
    return [known[coding.level].get(coding.document) or None for coding in codings]
